package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.partition.IpcPartition;

/**
 * A thread of a partition's own, in the IPC backend: the main function of an IPC partition, or the loop that calls the functions of an SFN
 * partition. It waits until it owns the PE.
 */
final class SpmThread {
    private final SpmComponent component;
    private final SpmCycles cycles;
    private final SpmCode code;
    private @Nullable Thread thread;

    /** Whether the backend of now has no use for it: it ends when its partition rests. */
    volatile boolean retired;

    /** Whether it has ended, or does nothing any more. */
    volatile boolean over;

    SpmThread(SpmComponent component, SpmCycles cycles, SpmCode code) {
        this.component = component;
        this.cycles = cycles;
        this.code = code;
    }

    /** Starts it; when this returns, it can be granted the PE. */
    void start(Hub hub, Execution execution) {
        Signal ready = new Signal();
        thread = execution.startContext("partita-" + component, () -> body(hub, ready));
        ready.awaitThrough(Long.MAX_VALUE / 2);
    }

    @Nullable
    Thread thread() {
        return thread;
    }

    private void body(Hub hub, Signal ready) {
        RunToken token = hub.token();
        if (token != null) {
            token.join("context " + component, component.context);
        }
        component.context.prepareToWait();
        ready.raise();
        try {
            component.context.awaitGrant();
            component.blocked = false;
            run();
        } finally {
            over = true;
            cycles.leave(component, this);
            if (token != null) {
                token.depart();
            }
        }
    }

    private void run() {
        try {
            if (component.ended() || retired) {
                return;
            }
            if (code.code() instanceof IpcPartition main) {
                main.main((SpmIpcApi) component.api);
                cycles.end(component, "returned from its main function", null);
            } else {
                serve();
            }
        } catch (ContextStopped e) {
            // it has ended, and who waits for it was told
        } catch (Throwable e) {
            cycles.end(component, "threw an exception", e);
        }
    }

    /** The loop that TF-M runs for SFN partitions in the IPC backend. */
    private void serve() {
        if (!code.initialize()) {
            cycles.end(component, "did not initialize: " + code.failure(), null);
            return;
        }
        while (!retired) {
            if (cycles.nextMessage(component)) {
                code.process();
            }
        }
    }
}
