package org.partita.it.swap;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;

/** It waits, and counts its interrupts by ID; one of them has it set a timer. */
final class CountingVm implements ThreadedPartition {
    /** Of an interrupt ID that no device has: no timers. */
    static final int NONE = -1;

    private static final long NANOS = 1_000_000;

    private final int alarm;
    private final Map<Integer, AtomicLong> handled = new ConcurrentHashMap<>();

    /** @param alarm the interrupt that sets the timer */
    CountingVm(int alarm) {
        this.alarm = alarm;
    }

    @Override
    public void main(PartitionContext context) {
        Ffa ffa = new Ffa(context);
        for (; ; ) {
            ffa.msgWait();
        }
    }

    @Override
    public void interrupt(PartitionContext context) {
        Interrupts interrupts = context.interrupts();
        for (int id = interrupts.acknowledge(); id != Interrupts.SPURIOUS; id = interrupts.acknowledge()) {
            if (id == alarm) {
                context.timer(NANOS);
            }
            count(id).incrementAndGet();
            interrupts.end(id);
        }
    }

    private AtomicLong count(int intid) {
        return handled.computeIfAbsent(intid, id -> new AtomicLong());
    }

    long handled(int intid) {
        return count(intid).get();
    }

    /** Timers that have expired. */
    long expired() {
        return handled(Interrupts.TIMER);
    }
}
