package org.partita.it.determinism;

import java.util.Map;
import org.partita.it.platform.TestPartitions;

/** What happens on a platform in deterministic mode, drawn from a seed. */
interface Workload {
    /** Keys of core's configuration, beside mode and seed. */
    default Map<String, Object> configuration() {
        return Map.of();
    }

    /** Whether a problem of the platform's is what the workload wants. */
    default boolean expects(String problem) {
        return false;
    }

    /** Loads partitions, before anything is traced. */
    void load(TestPartitions partitions);

    /** Plays a scenario, and judges what came of it. */
    void act(SeededPlay play) throws InterruptedException;
}
