package org.partita.admin.assemble;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** {@code launch/partita assemble}. */
public final class Main {
    private static final String HELP = """
            launch/partita assemble --require REQ... [--exclude REQ...] [--standby REQ...] [--manifest FILE...]
                                   [--set KEY=VALUE...] -o DIR

            Puts a platform together and writes it to DIR, which launch/partita DIR starts.

              --require REQ...    role=provider (conduit=smc, backend=ipc, partition=echo), a capability (isolation=2),
                                  a word (%s),
                                  or the symbolic name of a bundle; !REQ excludes
              --exclude REQ...    what may not be used
              --standby REQ...    what is installed beside those that serve, and may take over
              --manifest FILE...  manifests, or folders of them; a manifest list of TF-M; without, partitions bring
                                  their own
              --set KEY=VALUE...  configuration of org.partita.core: spmc.level=EL3, pes=4
              -o DIR              a new or empty folder

            What can't be met is told as a chain of reasons. Exit status: 0 done, 2 not possible or wrong usage.
            """;

    private static final int USAGE = 2;

    private Main() {}

    /** Runs and exits. */
    public static void main(String[] words) {
        Path home = Path.of(System.getProperty("org.partita.home", ""));
        System.exit(run(home.resolve("runtime/target/bundles"), System.out, System.err, words));
    }

    private static String count(Collection<?> things, String word) {
        return things.size() + " " + word + (things.size() == 1 ? "" : "s");
    }

    /** The same without the exit. */
    static int run(Path repository, PrintStream out, PrintStream err, String... words) {
        if (List.of(words).contains("--help") || List.of(words).contains("-h")) {
            out.print(HELP.formatted(String.join(", ", new Words().all())));
            return 0;
        }
        try {
            Order order = Order.parse(words);
            Repository bundles = new Repository(repository);
            Assembly assembly = new Assembler(bundles, new RepositoryReader(bundles)).assemble(order);
            PlatformWriter.write(assembly);
            assembly.notes().forEach(n -> err.println("partita: " + n));
            out.println(assembly.order().folder() + ": " + count(assembly.bundles(), "bundle") + ", "
                    + count(assembly.partitions(), "manifest") + "; launch/partita "
                    + assembly.order().folder() + " starts it");
            return 0;
        } catch (AssemblyException e) {
            err.println("partita: can't assemble");
            err.println(String.valueOf(e.getMessage()).indent(2).stripTrailing());
            return USAGE;
        }
    }
}
