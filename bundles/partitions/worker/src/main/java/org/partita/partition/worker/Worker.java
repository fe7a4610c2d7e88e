package org.partita.partition.worker;

import org.osgi.service.component.annotations.Component;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.Partitions.PartitionOf;
import org.partita.api.partition.ThreadedPartition;

/**
 * An SP whose requests take long. x3 of a request is the number of steps; the answer has the steps made in x3 and the interrupts of its
 * own device that it has handled so far in x4. A Non-secure interrupt preempts it in the middle (FF-A 4.5.3).
 */
@Component
@PartitionOf(manifest = "worker.dts")
public final class Worker implements ThreadedPartition {
    private long handled;

    @Override
    public void main(PartitionContext context) {
        Ffa ffa = new Ffa(context);
        ffa.version();
        FunctionId completion = ffa.msgWait();
        for (; ; ) {
            if (completion == FunctionId.FFA_MSG_SEND_DIRECT_REQ) {
                long steps = context.registers().x3;
                for (long i = 0; i < steps; i++) {
                    context.preemptionPoint();
                }
                completion = ffa.respond(steps, handled, 0, 0, 0);
            } else {
                completion = ffa.msgWait();
            }
        }
    }

    @Override
    public void interrupt(PartitionContext context) {
        Interrupts interrupts = context.interrupts();
        for (int id = interrupts.acknowledge(); id != Interrupts.SPURIOUS; id = interrupts.acknowledge()) {
            handled++;
            interrupts.end(id);
        }
    }
}
