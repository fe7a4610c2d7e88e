package org.partita.runtime;

import java.util.List;
import java.util.Map;
import org.partita.runtime.session.Script;
import org.partita.runtime.session.Session.Log;

/**
 * What a person typed.
 *
 * @param action what to do
 * @param platform a name under configurations/ or a folder
 * @param scripts commands and scripts in the order in which they were typed
 * @param settings keys and values of {@code --set} and {@code --seed}, later ones win; without {@code log}
 * @param log how much to log
 */
record Arguments(Action action, String platform, List<Script> scripts, Map<String, String> settings, Log log) {
    /** The platform that is started when none is named. */
    static final String DEFAULT_PLATFORM = "ffa-reference";

    /** What to do. */
    enum Action {
        /** Start a platform. */
        RUN,
        /** List the platforms. */
        PLATFORMS,
        /** Explain the command line. */
        HELP
    }
}
