package org.partita.api.admin;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Named actors that run under the run token of deterministic mode: one at a time, the seeded chooser picks who is next
 * at each step. Framework operations that an actor makes happen at its turn, while nobody else runs.
 */
@ProviderType
public interface Scenario {
    /** Adds an actor; names are unique and take part in the trace. */
    void actor(String name, Runnable body);

    /**
     * Runs all actors to their ends.
     *
     * @param limit the real time after which the run is given up with an error; it decides nothing else
     */
    void run(Duration limit) throws InterruptedException;
}
