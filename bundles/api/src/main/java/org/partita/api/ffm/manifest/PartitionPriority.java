package org.partita.api.ffm.manifest;

/** Scheduling priority of a partition, the lowest first. */
public enum PartitionPriority {
    LOW,
    NORMAL,
    HIGH
}
