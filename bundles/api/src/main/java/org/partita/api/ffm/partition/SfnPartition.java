package org.partita.api.ffm.partition;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A partition of the SFN model: functions that the SPM calls. Published as a service whose property {@link PsaPartition#PARTITION} is its
 * name. It never waits: psa_wait and psa_reply are the SPM's.
 */
@ConsumerType
public non-sealed interface SfnPartition extends PsaPartition {
    /**
     * Initializes the partition: called once, before its first message or at boot, if the manifest has an {@code entry_init}.
     *
     * @return PSA_SUCCESS, or a status: the partition is not initialized then
     */
    default int initialize(SfnPsa psa) throws Exception {
        return 0;
    }

    /**
     * Processes a message.
     *
     * @param message of the service {@link PsaMessage#sid()}
     * @return the status with which the SPM answers
     */
    int call(SfnPsa psa, PsaMessage message) throws Exception;
}
