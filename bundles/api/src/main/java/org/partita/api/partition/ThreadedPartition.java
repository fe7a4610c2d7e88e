package org.partita.api.partition;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A partition with a main method for each execution context, on a stack of its own. Published as a service whose
 * property {@link Partitions#MANIFEST} names its manifest.
 */
@ConsumerType
public interface ThreadedPartition {
    /**
     * Runs the context: initialize, then wait for messages with FFA_MSG_WAIT and answer them with
     * FFA_MSG_SEND_DIRECT_RESP. The first FFA_MSG_WAIT of the boot context reports that initialization is complete,
     * FFA_ERROR that it failed (FF-A 3.5.3). Returning or throwing is a crash of the partition.
     */
    void main(PartitionContext context) throws Exception;

    /**
     * The interrupt handler: entered on the context's own stack, at a preemption point, when a virtual interrupt has become pending
     * and is not masked. It acknowledges and ends what it handles ({@link PartitionContext#interrupts}); what it leaves pending
     * stays so until it is entered again for another one. Interrupts are masked while it runs. It may call.
     */
    default void interrupt(PartitionContext context) throws Exception {}
}
