package org.partita.api.ffm.partition;

/** The code of an FF-M partition: {@link SfnPartition} or {@link IpcPartition}. */
public sealed interface PsaPartition permits SfnPartition, IpcPartition {
    /** Service property: name of the partition, as its manifest has it. */
    String PARTITION = "org.partita.partition";
}
