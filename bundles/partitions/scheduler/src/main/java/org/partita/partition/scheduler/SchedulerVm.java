package org.partita.partition.scheduler;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Component;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.PartitionInfo;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.FfaException;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.Partitions.PartitionOf;
import org.partita.api.partition.ThreadedPartition;

/**
 * A VM that the Hypervisor has delegated scheduling to (FF-A 2.11), with a vCPU on each PE. It learns which VMs there are when there is
 * work for one that it does not know.
 */
@Component
@PartitionOf(manifest = "scheduler.dts")
public final class SchedulerVm implements ThreadedPartition {
    private static final long RX = 0x83010000L;
    /** IDs of SPs have bit 15 on this platform. */
    private static final int FIRST_SP = 0x8000;

    private final RunQueue queue = new RunQueue();
    private final AtomicBoolean learning = new AtomicBoolean();

    @Override
    public void main(PartitionContext context) {
        Ffa ffa = new Ffa(context);
        ffa.version();
        new Scheduling(context, queue, () -> learn(context, ffa)).run();
    }

    /**
     * FF-A 4.3.1: the primary scheduler has to know the VMs and the number of their contexts. One vCPU asks at a time, for they share
     * one RX buffer; whoever is not learnt now is when the Hypervisor interrupts again.
     */
    private void learn(PartitionContext context, Ffa ffa) {
        if (!learning.compareAndSet(false, true)) {
            return;
        }
        try {
            int count = ffa.partitionInfo(new UUID(0, 0));
            for (int i = 0; i < count; i++) {
                PartitionInfo info = ffa.partition(RX, i);
                boolean vm = info.id() < FIRST_SP;
                if (vm && info.id() != context.id()) {
                    queue.add(info.id(), info.executionContexts());
                }
            }
            ffa.rxRelease();
        } catch (FfaException e) {
            // the Hypervisor could not answer, or another vCPU's FFA_MSG_WAIT has released RX already (FF-A 4.2.2.4)
        } finally {
            learning.set(false);
        }
    }

    /** The function that completed a call, FFA_ERROR if it is none of FF-A's. */
    static FunctionId completion(PartitionContext context) {
        FunctionId f = FunctionId.of(context.registers().function());
        return f == null ? FunctionId.FFA_ERROR : f;
    }
}
