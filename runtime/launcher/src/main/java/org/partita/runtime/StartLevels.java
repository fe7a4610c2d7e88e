package org.partita.runtime;

/**
 * When a bundle starts. Configurations must be there before the first component of ours asks for one, and fileinstall,
 * where a platform has it, must not start before ConfigurationAdmin: it would wait two seconds for it.
 */
final class StartLevels {
    /** Components, configuration, log, Gogo's commands. */
    static final int SERVICES = 1;

    /** The console: it writes the configurations while this level is reached. */
    static final int CONSOLE = 2;

    /** Everything of ours. */
    static final int PLATFORM = 3;

    private StartLevels() {}

    /** The start level of a bundle of {@code -runbundles}. */
    static int of(RunBundle bundle) {
        if (bundle.startLevel() > 0) {
            return bundle.startLevel();
        }
        boolean late = bundle.symbolicName().startsWith("org.partita.")
                || bundle.symbolicName().endsWith(".fileinstall");
        return late ? PLATFORM : SERVICES;
    }
}
