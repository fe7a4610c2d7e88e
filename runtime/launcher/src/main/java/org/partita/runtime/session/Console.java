package org.partita.runtime.session;

/** The console inside the framework; a service that the launcher calls once, on its own thread. */
public interface Console {
    /** Everything was carried out. */
    int OK = 0;

    /** A command failed. */
    int COMMAND_FAILED = 1;

    /** Wrong usage. */
    int USAGE = 2;

    /** The platform did not boot. */
    int NOT_BOOTED = 3;

    /**
     * Waits for the end of boot and runs the scripts of the session.
     *
     * @return the exit status: {@link #OK}, {@link #COMMAND_FAILED} or {@link #NOT_BOOTED}
     */
    int run() throws InterruptedException;
}
