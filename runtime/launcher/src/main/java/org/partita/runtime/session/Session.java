package org.partita.runtime.session;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a person asked for, as the launcher hands it to the console.
 *
 * @param platform name of the platform, for messages
 * @param configurations properties by PID, {@code --set} applied
 * @param scripts what to run, in order; ignored if {@code interactive}
 * @param interactive whether the shell follows instead of scripts
 * @param in standard input
 * @param out the real standard output: output of commands and nothing else
 * @param err messages for people
 * @param log how much of the framework's log goes to {@code err}
 * @param bootLimit how long to wait for the end of boot; core's own deadline is shorter and says more
 */
public record Session(
        String platform,
        Map<String, Map<String, Object>> configurations,
        List<Script> scripts,
        boolean interactive,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Log log,
        Duration bootLimit) {

    /** How much is logged. */
    public enum Log {
        /** {@code --quiet}, {@code --set log=error}: errors only. */
        ERROR,
        /** Warnings too. */
        WARN,
        /** Progress too. */
        INFO,
        /** Everything, and stack traces with errors. */
        DEBUG;

        /** Whether messages of that level are shown. */
        public boolean shows(Log level) {
            return level.compareTo(this) <= 0;
        }
    }
}
