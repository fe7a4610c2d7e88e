package org.partita.it.scheduling;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;

/**
 * A partition that answers x3 of a direct request with what its program makes of it, and counts the interrupts that its handler has
 * taken.
 */
public final class Interruptible implements ThreadedPartition {
    /** What it does for a request. */
    public interface Program {
        long run(PartitionContext context, long x3);
    }

    private final Program program;
    private final AtomicInteger handled = new AtomicInteger();
    private volatile int last = -1;

    public Interruptible(Program program) {
        this.program = program;
    }

    public Interruptible(LongUnaryOperator program) {
        this((context, x3) -> program.applyAsLong(x3));
    }

    public int handled() {
        return handled.get();
    }

    /** The last interrupt ID that was handled, -1 if none was. */
    int last() {
        return last;
    }

    @Override
    public void main(PartitionContext context) {
        Ffa ffa = new Ffa(context);
        FunctionId completion = ffa.msgWait();
        for (; ; ) {
            completion = completion == FunctionId.FFA_MSG_SEND_DIRECT_REQ
                    ? ffa.respond(program.run(context, context.registers().x3), 0, 0, 0, 0)
                    : ffa.msgWait();
        }
    }

    @Override
    public void interrupt(PartitionContext context) {
        Interrupts interrupts = context.interrupts();
        for (int id = interrupts.acknowledge(); id != Interrupts.SPURIOUS; id = interrupts.acknowledge()) {
            handled.incrementAndGet();
            last = id;
            interrupts.end(id);
        }
    }
}
