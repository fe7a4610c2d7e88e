package org.partita.core.execution;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Endpoint;
import org.partita.api.partition.Interrupts;
import org.partita.api.timer.GenericTimer;
import org.partita.api.timer.TimerId;
import org.partita.api.timer.TimerRegister;
import org.partita.core.wiring.RoleTable;

/**
 * The virtual timers of execution contexts, in whichever model fills the role. One thread at a time uses it, under a lock; core looks at
 * the time at which the model says that a timer will fire. While the role is vacant what is set waits, and nothing fires.
 */
public final class Timers {
    private static final int ENABLE = 1;
    private static final int MASKED = 3;
    private static final long NANOS = 1_000_000_000L;

    private final Hub hub;
    private final Execution execution;
    private final Time time;
    private final WriterLock lock = new WriterLock();
    private final TreeMap<TimerId, Context> set = new TreeMap<>();
    private final Queue<Consumer<GenericTimer>> waiting = new ArrayDeque<>();
    private long wakes = GenericTimer.NEVER;

    public Timers(Hub hub, Execution execution, Time time) {
        this.hub = hub;
        this.execution = execution;
        this.time = time;
    }

    /** Sets the virtual timer of a context, or stops it: see {@code PartitionContext.timer}. */
    void set(Context context, long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException(
                    "a timer of " + nanos + " ns: it can't be set to the past, and 0 stops it");
        }
        lock.run(() -> {
            GenericTimer timer = timer();
            if (timer == null && !hub.vacant(RoleTable.TIMER)) {
                throw new IllegalStateException("the platform has no timers: install a provider of hardware/timer");
            }
            TimerId id = id(context);
            long due = time.now() + nanos;
            Consumer<GenericTimer> write = t -> write(t, id, nanos == 0 ? 0 : due);
            if (nanos == 0) {
                set.remove(id);
            } else {
                set.put(id, context);
            }
            if (timer == null) {
                waiting.add(write);
            } else {
                write.accept(timer);
                look(timer);
            }
        });
    }

    private void write(GenericTimer timer, TimerId id, long due) {
        long now = time.now();
        if (due == 0) {
            timer.write(id, TimerRegister.CTL, 0, now);
            return;
        }
        // the first count at or after the moment
        long count = timer.count(due);
        long rounded = timer.count(due + NANOS / timer.frequency()) > count ? count + 1 : count;
        timer.write(id, TimerRegister.CVAL, rounded, now);
        timer.write(id, TimerRegister.CTL, ENABLE, now);
    }

    /** See {@code ExecutionContext.timeout}. */
    long remaining(Context context) {
        if (context.endpoint() == null) {
            return 0;
        }
        return lock.get(() -> {
            TimerId id = id(context);
            GenericTimer timer = timer();
            if (timer == null || !set.containsKey(id)) {
                return 0L;
            }
            long now = time.now();
            return Math.max(1, timer.next(id, now) - now);
        });
    }

    /** A context is gone. */
    public void forget(Context context) {
        lock.run(() -> {
            set.remove(id(context));
            GenericTimer timer = timer();
            if (timer != null) {
                timer.forget(id(context));
            }
        });
    }

    /** Another wiring is current. */
    void published() {
        lock.run(() -> {
            GenericTimer timer = timer();
            if (timer != null) {
                look(timer);
            }
        });
    }

    /** Waits for whoever uses the model now. */
    void quiesce() {
        lock.run(() -> {});
    }

    private @Nullable GenericTimer timer() {
        GenericTimer timer = hub.wiring().timer;
        for (Consumer<GenericTimer> w = timer == null ? null : waiting.poll(); w != null; w = waiting.poll()) {
            w.accept(timer);
        }
        return timer;
    }

    /** Fires what is due, and sees to it that somebody looks when the next one is. */
    private void look(GenericTimer timer) {
        long now = time.now();
        for (TimerId id : timer.asserted(now)) {
            timer.write(id, TimerRegister.CTL, MASKED, now);
            Context context = set.remove(id);
            if (context != null) {
                context.virtual.pend(Interrupts.TIMER);
                hub.late(context);
            }
        }
        long next = timer.next(now);
        if (next < wakes || wakes <= now) {
            wakes = next;
            if (next != GenericTimer.NEVER) {
                execution.after(hub.token(), next - now, this::published);
            }
        }
    }

    private static TimerId id(Context context) {
        Endpoint e = context.endpoint();
        return TimerId.virtual(e == null ? 0 : e.id(), context.vcpu());
    }
}
