package org.partita.api.ffm.partition;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A partition of the IPC model: a thread that waits for signals. Published as a service whose property {@link PsaPartition#PARTITION} is its
 * name.
 */
@ConsumerType
public non-sealed interface IpcPartition extends PsaPartition {
    /** {@code entry_point}: waits for signals and processes messages for ever. Returning or throwing is a panic of the partition. */
    void main(Psa psa) throws Exception;
}
