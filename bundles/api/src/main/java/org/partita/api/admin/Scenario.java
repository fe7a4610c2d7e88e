package org.partita.api.admin;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Named actors that run under the run token of deterministic mode: one at a time, the seeded chooser picks who is next
 * at each step. Framework operations that an actor makes happen at its turn, while nobody else runs.
 */
@ProviderType
public interface Scenario {
    /**
     * Adds an actor that may be chosen from the beginning.
     *
     * @param name chosen among in its order; made unique
     * @param body what it does; calls of clients, and any other operation of the platform or the framework
     */
    void actor(String name, Runnable body);

    /**
     * Adds an event: an actor that is chosen at the earliest when this much virtual time has passed since the scenario
     * began. When nobody else can run, virtual time goes on to the next event.
     *
     * @param time virtual time; each step takes one microsecond
     * @param name as for {@link #actor}
     * @param body as for {@link #actor}
     */
    void at(Duration time, String name, Runnable body);

    /**
     * Runs all actors to their ends.
     *
     * @param limit the real time after which the run is given up with an error; it decides nothing else
     */
    void run(Duration limit) throws InterruptedException;
}
