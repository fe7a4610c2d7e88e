package org.partita.api.ffm.partition;

import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.partition.MemoryView;

/**
 * First-level interrupt handling (FF-M 1.1, FLIH): a partition whose manifest has an interrupt with {@code handling: FLIH} implements this
 * beside {@link SfnPartition} or {@link IpcPartition}. The function runs as soon as the interrupt is taken, whoever runs, and also while the
 * partition itself is in the middle of something; nothing preempts it.
 */
@ConsumerType
public interface FirstLevelHandler {
    /**
     * The FLIH function. It calls no function of the PSA API: that is fatal for the partition, and so is an exception.
     *
     * @param memory as the partition has it
     * @param signal of the interrupt, one bit
     * @return true for PSA_FLIH_SIGNAL: the signal is asserted, until psa_reset_signal; false for PSA_FLIH_NO_SIGNAL
     */
    boolean handle(MemoryView memory, int signal) throws Exception;
}
