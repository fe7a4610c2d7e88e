package org.partita.runtime.console;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.partita.runtime.session.Session;
import org.partita.runtime.session.Session.Log;

/**
 * Shows what the platform logs, on standard error. Errors are kept until the boot has ended: what the verdict tells
 * anyway is not told twice.
 */
@Component(immediate = true, service = LogPrinter.class)
public final class LogPrinter implements LogListener {
    private final LogReaderService log;
    private final PrintStream err;
    private final Log shown;
    private final List<LogEntry> kept = new ArrayList<>();
    private @Nullable List<String> told;

    /** Begins to show. */
    @Activate
    public LogPrinter(@Reference LogReaderService log, @Reference Session session) {
        this.log = log;
        this.err = session.err();
        this.shown = session.log();
        log.addLogListener(this);
    }

    /** Ends. */
    @Deactivate
    public void close() {
        log.removeLogListener(this);
        ended(List.of());
    }

    /**
     * The boot has ended.
     *
     * @param texts what is told about it
     */
    void ended(List<String> texts) {
        List<LogEntry> errors;
        synchronized (kept) {
            told = List.copyOf(texts);
            errors = List.copyOf(kept);
            kept.clear();
        }
        errors.forEach(this::logged);
    }

    @Override
    public void logged(LogEntry entry) {
        if (!shown.shows(level(entry.getLogLevel())) || event(entry) || bookkeeping(entry)) {
            return;
        }
        if (shown == Log.DEBUG || !(kept(entry) || told(entry))) {
            print(entry);
        }
    }

    private boolean kept(LogEntry entry) {
        synchronized (kept) {
            return told == null && level(entry.getLogLevel()) == Log.ERROR && kept.add(entry);
        }
    }

    private boolean told(LogEntry entry) {
        String essence = entry.getException() == null ? entry.getMessage() : Causes.of(entry.getException());
        synchronized (kept) {
            return told != null && told.stream().anyMatch(text -> text.contains(essence));
        }
    }

    private void print(LogEntry entry) {
        String name = entry.getLogLevel().name().toLowerCase(Locale.ROOT);
        Throwable exception = entry.getException();
        String why = exception == null ? "" : ": " + Causes.of(exception);
        err.println(name + " " + entry.getBundle().getSymbolicName() + ": " + entry.getMessage() + why);
        if (exception != null && shown == Log.DEBUG) {
            exception.printStackTrace(err);
        }
    }

    /** Events of bundles, services and the framework, which the log service turns into entries: for debugging only. */
    private boolean event(LogEntry entry) {
        return shown != Log.DEBUG && String.valueOf(entry.getLoggerName()).startsWith("Events.");
    }

    /** What Declarative Services does with each component, line after line: nobody finds anything else among it. */
    private static boolean bookkeeping(LogEntry entry) {
        boolean components =
                entry.getMessage().startsWith("bundle " + entry.getBundle().getSymbolicName() + ":");
        return components && level(entry.getLogLevel()) == Log.DEBUG;
    }

    private static Log level(LogLevel level) {
        return switch (level) {
            case AUDIT, ERROR -> Log.ERROR;
            case WARN -> Log.WARN;
            case INFO -> Log.INFO;
            case DEBUG, TRACE -> Log.DEBUG;
        };
    }
}
