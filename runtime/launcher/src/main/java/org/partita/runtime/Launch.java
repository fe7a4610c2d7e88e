package org.partita.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.partita.runtime.session.Console;
import org.partita.runtime.session.Session;
import org.partita.runtime.session.Session.Log;

/** One life of a framework: start, hand over to the console, stop. */
final class Launch implements AutoCloseable {
    /** Longer than any sensible stop of a platform: drains are bounded by one second for each provider. */
    private static final long STOP_LIMIT = Duration.ofSeconds(60).toMillis();

    private static final RunBundle CONSOLE = own("org.partita.runtime.console");
    private static final RunBundle TERMINAL = own("org.jline");
    private static final RunBundle TERMINAL_SHELL = own("org.apache.felix.gogo.jline");
    private static final RunBundle SCRIPT_SHELL = own("org.apache.felix.gogo.shell");

    private final Session session;
    private final BundleRepository repository;
    private final Storage storage = Storage.create();
    private final Framework framework;

    /**
     * Prepares a framework; nothing runs yet.
     *
     * @param installation where bundles are
     * @param platform what to install
     * @param session what to do
     */
    Launch(Installation installation, PlatformFolder platform, Session session) {
        this.session = session;
        this.repository = new BundleRepository(installation.bundles());
        this.framework = new FrameworkFactory().newFramework(properties(platform));
    }

    private static RunBundle own(String symbolicName) {
        return RunBundle.of(Clause.parse(symbolicName).getFirst());
    }

    /** bnd's resolver adds a shell, because Gogo's commands require one; which one is decided here, and when. */
    private static boolean isOwn(RunBundle bundle) {
        return Stream.of(CONSOLE, SCRIPT_SHELL, TERMINAL, TERMINAL_SHELL)
                .anyMatch(own -> own.symbolicName().equals(bundle.symbolicName()));
    }

    private Map<String, String> properties(PlatformFolder platform) {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, storage.folder().toString());
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(StartLevels.PLATFORM));
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.partita.runtime.session;version=1.0.0");
        properties.put("felix.log.level", session.log().shows(Log.DEBUG) ? "3" : "0");
        properties.put("felix.cache.locking", "false");
        // an unbind drains; SCR's five seconds are too short for the last one of a platform that stops
        properties.put("ds.lock.timeout.milliseconds", "30000");
        properties.put("org.osgi.service.log.admin.loglevel", session.log().name());
        properties.put("ds.loglevel", session.log().shows(Log.DEBUG) ? "3" : "1");
        properties.put("gosh.args", session.interactive() ? "" : "--nointeractive --noshutdown");
        properties.put("org.partita.platform", platform.name());
        properties.put("org.partita.manifests", platform.manifests().toString());
        return properties;
    }

    /**
     * Starts the platform and runs what the session asks for.
     *
     * @return the exit status
     * @throws BootException if it can't start
     */
    int run(List<RunBundle> bundles) throws InterruptedException {
        try {
            framework.init();
            BundleContext context = framework.getBundleContext();
            context.registerService(Session.class, session, null);
            for (RunBundle bundle : bundles) {
                if (!isOwn(bundle)) {
                    install(bundle, StartLevels.of(bundle));
                }
            }
            install(CONSOLE, StartLevels.CONSOLE);
            if (!session.interactive()) {
                install(SCRIPT_SHELL, StartLevels.SERVICES);
            }
            framework.start();
            int status = console(context).run();
            return status == Console.OK && session.interactive() ? shell() : status;
        } catch (BundleException e) {
            throw new BootException(Problems.explain("of the framework", e), e);
        }
    }

    private void install(RunBundle wanted, int startLevel) throws BundleException {
        Bundle bundle = add(wanted);
        if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
            bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
    }

    /** A bundle is read into the framework's storage: a build that replaces the jar does not pull it from under us. */
    private Bundle add(RunBundle wanted) throws BundleException {
        BundleRepository.Entry entry = repository.find(wanted);
        try (InputStream jar = Files.newInputStream(entry.file())) {
            return framework
                    .getBundleContext()
                    .installBundle(entry.file().toUri().toString(), jar);
        } catch (IOException e) {
            throw new BootException("bundle " + entry.file() + " can't be read: " + e.getMessage(), e);
        }
    }

    private Console console(BundleContext context) {
        List<String> problems = Problems.of(context, session.log().shows(Log.DEBUG) ? session.err() : null);
        ServiceReference<Console> reference = context.getServiceReference(Console.class);
        Console console = reference == null ? null : context.getService(reference);
        if (console != null) {
            problems.forEach(p -> session.err().println("partita: " + p));
            return console;
        }
        throw new BootException(
                problems.isEmpty()
                        ? "org.apache.felix.scr, configadmin, log or gogo.runtime is missing in -runbundles"
                        : String.join(System.lineSeparator(), problems));
    }

    /** The shell comes last, when every command is there; it stops the framework when it is left. */
    private int shell() throws BundleException, InterruptedException {
        Bundle terminal = add(TERMINAL);
        Bundle shell = add(TERMINAL_SHELL);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            // JLine looks for its kinds of terminals there
            thread.setContextClassLoader(
                    terminal.loadClass("org.jline.terminal.TerminalBuilder").getClassLoader());
            shell.start();
        } catch (ClassNotFoundException e) {
            throw new BundleException("no terminal", e);
        } finally {
            thread.setContextClassLoader(before);
        }
        framework.waitForStop(0);
        return Console.OK;
    }

    /** Stops the framework, waits for it and deletes its storage. Does nothing the second time. */
    @Override
    public void close() {
        try {
            framework.stop();
            FrameworkEvent end = framework.waitForStop(STOP_LIMIT);
            if (end.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                session.err().println("partita: the platform does not stop within 60 s; ended without it");
            }
        } catch (BundleException e) {
            session.err().println("partita: the platform did not stop cleanly: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        storage.close();
    }
}
