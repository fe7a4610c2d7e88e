package org.partita.runtime.console;

import java.io.PrintStream;
import java.util.Locale;
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

/** Shows what the platform logs, on standard error. */
@Component(
        immediate = true,
        service = {})
public final class LogPrinter implements LogListener {
    private final LogReaderService log;
    private final PrintStream err;
    private final Log shown;

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
    }

    @Override
    public void logged(LogEntry entry) {
        if (!shown.shows(level(entry.getLogLevel())) || event(entry)) {
            return;
        }
        String name = entry.getLogLevel().name().toLowerCase(Locale.ROOT);
        err.println(name + " " + entry.getBundle().getSymbolicName() + ": " + entry.getMessage());
        if (entry.getException() != null && shown == Log.DEBUG) {
            entry.getException().printStackTrace(err);
        }
    }

    /** Events of bundles, services and the framework, which the log service turns into entries: for debugging only. */
    private boolean event(LogEntry entry) {
        return shown != Log.DEBUG && String.valueOf(entry.getLoggerName()).startsWith("Events.");
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
