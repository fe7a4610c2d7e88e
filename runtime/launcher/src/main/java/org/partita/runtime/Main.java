package org.partita.runtime;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.partita.runtime.session.Console;
import org.partita.runtime.session.Script;
import org.partita.runtime.session.Session;
import org.partita.runtime.session.Session.Log;

/** What {@code launch/partita} starts. */
public final class Main {
    /** System property: whether standard input is a terminal, which the shell script knows best. */
    private static final String TERMINAL = "org.partita.terminal";

    /** Core says more than we do when boot takes too long, so it gets more time to say it. */
    private static final Duration BOOT_MARGIN = Duration.ofSeconds(10);

    private static final Duration BOOT_DEADLINE = Duration.ofSeconds(30);

    private Main() {}

    /**
     * Runs and exits with 0 all is well, 1 a command failed, 2 wrong usage, 3 the platform did not boot.
     *
     * @param arguments see {@code launch/partita --help}
     */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        // standard output belongs to commands; whatever else prints there goes with the boot log
        System.setOut(err);
        int status = run(Installation.current(), out, err, arguments);
        out.flush();
        System.exit(status);
    }

    /** The same without the exit. */
    static int run(Installation installation, PrintStream out, PrintStream err, String... words)
            throws InterruptedException {
        try {
            Arguments arguments = ArgumentParser.parse(words);
            return switch (arguments.action()) {
                case HELP -> Help.print(out);
                case PLATFORMS -> Help.platforms(installation, out);
                case RUN -> start(installation, arguments, out, err);
            };
        } catch (UsageException e) {
            err.println("partita: " + e.getMessage());
            err.println("launch/partita --help explains the command line");
            return Console.USAGE;
        }
    }

    private static int start(Installation installation, Arguments arguments, PrintStream out, PrintStream err)
            throws InterruptedException {
        PlatformFolder platform = PlatformFolder.find(installation, arguments.platform());
        try {
            Session session = session(platform, arguments, out, err);
            try (Launch launch = new Launch(installation, platform, session)) {
                Thread hook = new Thread(launch::close, "partita end");
                Runtime.getRuntime().addShutdownHook(hook);
                if (session.log().shows(Log.INFO)) {
                    err.println("partita: starting " + platform.name() + ", "
                            + platform.bundles().size() + " bundles");
                }
                int status = launch.run(platform.bundles());
                removeHook(hook);
                return status;
            }
        } catch (BootException e) {
            err.println("partita: platform " + platform.name() + " did not boot");
            err.println(String.valueOf(e.getMessage()).indent(2).stripTrailing());
            if (arguments.log().shows(Log.DEBUG)) {
                e.printStackTrace(err);
            }
            return Console.NOT_BOOTED;
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the machine is going down already and the hook does its work
        }
    }

    private static Session session(PlatformFolder platform, Arguments arguments, PrintStream out, PrintStream err) {
        Map<String, Map<String, Object>> configurations = Configurations.of(platform, arguments.settings());
        boolean terminal = Boolean.getBoolean(TERMINAL);
        boolean asked = !arguments.scripts().isEmpty();
        List<Script> scripts = asked || terminal ? arguments.scripts() : List.of(Script.standardInput());
        return new Session(
                platform.name(),
                configurations,
                scripts,
                terminal && !asked,
                System.in,
                out,
                err,
                arguments.log(),
                deadline(configurations).plus(BOOT_MARGIN));
    }

    private static Duration deadline(Map<String, Map<String, Object>> configurations) {
        Object milliseconds =
                configurations.getOrDefault(Configurations.CORE, Map.of()).get("boot.deadline");
        return milliseconds instanceof Long value ? Duration.ofMillis(value) : BOOT_DEADLINE;
    }
}
