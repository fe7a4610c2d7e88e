package org.partita.benchmarks.platform;

import java.util.concurrent.atomic.AtomicLong;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;

/** An SP that does nothing but handle its interrupts. */
public final class Handler implements ThreadedPartition {
    private final AtomicLong handled = new AtomicLong();

    /** How many it has handled. */
    public long handled() {
        return handled.get();
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
        int id = interrupts.acknowledge();
        if (id != Interrupts.SPURIOUS) {
            interrupts.end(id);
            handled.incrementAndGet();
        }
    }
}
