package org.partita.api.partition;

import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;

/**
 * A partition that answers when it is called and runs to completion. Published as a service whose property
 * {@link Partitions#MANIFEST} names its manifest.
 */
@ConsumerType
public interface CallbackPartition {
    /**
     * Entered once, in the boot execution context. Returning reports FFA_MSG_WAIT; an exception reports FFA_ERROR
     * (FF-A 3.5.3).
     */
    default void boot(PartitionContext context) throws Exception {}

    /** Entered once in each further execution context of an MP partition, after the boot context waits. */
    default void start(PartitionContext context) throws Exception {}

    /** Processes a direct request; returning sends the response. An exception is a crash of the partition. */
    void directRequest(DirectRequest request);

    /**
     * Entered whenever a call by which the context waited is completed with something else than a direct request.
     * Leave in the registers the next function to invoke; FFA_MSG_WAIT by default.
     */
    default void completed(PartitionContext context, Registers registers) {
        registers.set(FunctionId.FFA_MSG_WAIT.id32(), 0);
    }
}
