package org.partita.it.determinism;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;

/** A VM that sets its timer a few times, and waits for it. */
final class Sleeper implements ThreadedPartition {
    private static final int NAPS = 3;
    private static final int LONGEST = 100_000;

    private final SplittableRandom random;
    private final AtomicInteger woken = new AtomicInteger();
    private volatile int naps;

    Sleeper(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public void main(PartitionContext context) {
        Ffa ffa = new Ffa(context);
        for (int i = 1; i <= NAPS; i++) {
            naps = i;
            context.timer(1 + random.nextInt(LONGEST));
            while (woken.get() < i) {
                ffa.msgWait();
            }
        }
        for (; ; ) {
            ffa.msgWait();
        }
    }

    @Override
    public void interrupt(PartitionContext context) {
        Interrupts interrupts = context.interrupts();
        for (int id = interrupts.acknowledge(); id != Interrupts.SPURIOUS; id = interrupts.acknowledge()) {
            if (id == Interrupts.TIMER) {
                woken.incrementAndGet();
            }
            interrupts.end(id);
        }
    }

    /** Each timer has fired once. */
    boolean awake() {
        return woken.get() == NAPS;
    }

    @Override
    public String toString() {
        return woken + " of " + naps + " timers have fired";
    }
}
