package org.partita.partition.worker;

import org.osgi.service.component.annotations.Component;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.Partitions.PartitionOf;
import org.partita.api.partition.ThreadedPartition;

/**
 * An SP that makes managed exits (FF-A 4.5.4). x3 of a request is the number of steps; when an interrupt for somebody else comes it
 * answers at once with the steps that are left in x3, and the caller asks for those later. x4 is the number of managed exits so far.
 */
@Component
@PartitionOf(manifest = "exiting-worker.dts")
public final class ExitingWorker implements ThreadedPartition {
    private long exits;

    @Override
    public void main(PartitionContext context) {
        Ffa ffa = new Ffa(context);
        ffa.version();
        context.interrupts().mask(true);
        FunctionId completion = ffa.msgWait();
        for (; ; ) {
            if (completion == FunctionId.FFA_MSG_SEND_DIRECT_REQ) {
                long left = context.registers().x3;
                while (left > 0 && !exitRequested(context)) {
                    context.preemptionPoint();
                    left--;
                }
                completion = ffa.respond(left, exits, 0, 0, 0);
            } else {
                completion = ffa.msgWait();
            }
        }
    }

    /** Its application threads are at rest between two steps: it looks for interrupts there instead of being interrupted. */
    private boolean exitRequested(PartitionContext context) {
        Interrupts interrupts = context.interrupts();
        boolean asked = false;
        for (int id = interrupts.acknowledge(); id != Interrupts.SPURIOUS; id = interrupts.acknowledge()) {
            asked |= id == Interrupts.MANAGED_EXIT;
            interrupts.end(id);
        }
        exits += asked ? 1 : 0;
        return asked;
    }
}
