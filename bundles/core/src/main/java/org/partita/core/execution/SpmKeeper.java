package org.partita.core.execution;

import java.util.ArrayDeque;
import java.util.Deque;
import org.partita.core.spm.Resident;

/**
 * What the SPM does by itself while the platform runs, on a thread that is there as long as there is something to do: it initializes partitions
 * that were loaded once more and run on others' stacks. Its fields belong to whoever owns the PE.
 */
final class SpmKeeper {
    private final SpmComponent component;
    private final SpmCycles cycles;
    private final SpmSociety society;
    private final Hub hub;
    private final Execution execution;
    private final Deque<Resident> loaded = new ArrayDeque<>();
    private boolean works;

    /** @param component takes the PE for it */
    SpmKeeper(SpmComponent component, SpmCycles cycles, SpmSociety society, Hub hub, Execution execution) {
        this.component = component;
        this.cycles = cycles;
        this.society = society;
        this.hub = hub;
        this.execution = execution;
    }

    /** Initializes a partition as soon as it can; messages for it wait meanwhile. */
    void initialize(Resident r) {
        r.busy(true);
        loaded.add(r);
        begin();
    }

    private void begin() {
        if (!works) {
            works = true;
            execution.start(hub.token(), "SPM keeper", false, this::work);
        }
    }

    private void work() {
        cycles.arrive(component);
        try {
            for (Resident r = loaded.poll(); r != null; r = loaded.poll()) {
                begin(r);
            }
        } finally {
            works = false;
            cycles.depart(component);
        }
    }

    private void begin(Resident r) {
        SpmComponent p = SpmSociety.of(r);
        SpmCode code = p.code;
        if (cycles.initialize(component, r)) {
            return;
        }
        if (code == null) {
            // it has left again
            r.busy(false);
            society.left(p, false);
        } else {
            cycles.end(p, "did not initialize: " + code.failure(), null);
        }
    }
}
