package org.partita.api.ffm.manifest;

/** The Root of Trust that a partition belongs to; isolation levels 2 and 3 separate them. */
public enum PartitionType {
    PSA_ROT,
    APPLICATION_ROT
}
