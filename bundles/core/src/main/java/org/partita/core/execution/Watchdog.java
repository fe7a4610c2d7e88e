package org.partita.core.execution;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for contexts whose code loops without calls and preemption points (2 s by default). A threaded one loses its
 * thread, its requester gets ABORTED, the PE goes on; a callback one can only be named. An SP that does not make the managed exit for
 * which it was asked is preempted after the same time.
 */
public final class Watchdog {
    private record Seen(Context owner, long progress, long since, boolean told) {}

    private final Hub hub;
    private final Trampoline trampoline;
    private final Execution execution;
    private final Faults faults;
    private final long limit;
    private final Map<Integer, Seen> seen = new HashMap<>();
    /** Since when Non-secure interrupts are masked, by PE. */
    private final Map<Integer, Long> asked = new HashMap<>();

    /** @param limit real time without progress after which a context is said to loop, in nanoseconds */
    public Watchdog(Hub hub, Trampoline trampoline, Execution execution, Faults faults, long limit) {
        this.hub = hub;
        this.trampoline = trampoline;
        this.execution = execution;
        this.faults = faults;
        this.limit = limit;
    }

    /** Begins to look. */
    public void start() {
        execution.every(Math.max(1, limit / 4), this::look);
    }

    private void look() {
        for (Pe pe : hub.all()) {
            Context owner = pe.owner();
            exits(pe, owner);
            Seen before = seen.get(pe.index);
            if (owner == null || pe.epoch != 0 || pe.held) {
                seen.remove(pe.index);
            } else if (before == null || before.owner != owner || before.progress != pe.progress) {
                seen.put(pe.index, new Seen(owner, pe.progress, Execution.realNanos(), false));
            } else if (!before.told && Execution.realNanos() - before.since > limit) {
                seen.put(pe.index, new Seen(owner, before.progress, before.since, judge(pe, owner)));
            }
        }
    }

    /** An SP that was asked for a managed exit keeps the Normal world's interrupts from a PE: not for ever. */
    private void exits(Pe pe, @Nullable Context owner) {
        Interrupts interrupts = hub.interrupts();
        if (owner == null || interrupts == null || !interrupts.nonSecureMasked(pe.index)) {
            asked.remove(pe.index);
            return;
        }
        long since = asked.computeIfAbsent(pe.index, _ -> Execution.realNanos());
        if (Execution.realNanos() - since > limit) {
            asked.remove(pe.index);
            faults.exitMissed(owner);
            interrupts.missExit(pe.index);
        }
    }

    /** True if it has been told and need not be told again. */
    private boolean judge(Pe pe, Context owner) {
        if (owner.runner instanceof ThreadedRunner r && !owner.borrowed) {
            Thread thread = r.thread();
            long progress = pe.progress;
            if (thread == null || !owner.cutOff()) {
                return false;
            }
            if (pe.owner() != owner || pe.progress != progress) {
                owner.restore();
                return false;
            }
            faults.looping(owner, Execution.stackOf(thread), true);
            execution.abandon(thread);
            owner.stopped = true;
            thread.interrupt();
            execution.start("partita-abort-" + owner, () -> trampoline.abandonLooping(owner, pe));
            return true;
        }
        boolean ffm = owner.runner == null && hub.society() != null;
        if (ffm || (owner.runner instanceof CallbackRunner && !owner.borrowed)) {
            faults.looping(owner, Execution.stackOf(pe.thread), false);
            return true;
        }
        return false;
    }
}
