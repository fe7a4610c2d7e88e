package org.partita.partition.scheduler;

import java.util.UUID;
import org.osgi.service.component.annotations.Component;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.PartitionInfo;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.Partitions.PartitionOf;
import org.partita.api.partition.ThreadedPartition;

/**
 * A VM that the Hypervisor has delegated scheduling to (FF-A 2.11). It learns which VMs there are when it boots, and has a vCPU on
 * each PE.
 */
@Component
@PartitionOf(manifest = "scheduler.dts")
public final class SchedulerVm implements ThreadedPartition {
    private static final long RX = 0x83010000L;
    /** IDs of SPs have bit 15 on this platform. */
    private static final int FIRST_SP = 0x8000;

    private final RunQueue queue = new RunQueue();

    @Override
    public void main(PartitionContext context) {
        Ffa ffa = new Ffa(context);
        ffa.version();
        if (context.vcpu() == 0) {
            learn(context, ffa);
        }
        new Scheduling(context, queue).run();
    }

    /** FF-A 4.3.1: the primary scheduler has to know the VMs and the number of their contexts. */
    private void learn(PartitionContext context, Ffa ffa) {
        int count = ffa.partitionInfo(new UUID(0, 0));
        for (int i = 0; i < count; i++) {
            PartitionInfo info = ffa.partition(RX, i);
            boolean vm = info.id() < FIRST_SP;
            if (vm && info.id() != context.id()) {
                queue.add(info.id(), info.executionContexts());
            }
        }
        ffa.rxRelease();
    }

    /** The function that completed a call, FFA_ERROR if it is none of FF-A's. */
    static FunctionId completion(PartitionContext context) {
        FunctionId f = FunctionId.of(context.registers().function());
        return f == null ? FunctionId.FFA_ERROR : f;
    }
}
