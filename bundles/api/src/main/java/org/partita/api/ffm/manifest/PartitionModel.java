package org.partita.api.ffm.manifest;

/** How a partition runs: a thread that waits for signals, or a set of functions that the SPM calls. */
public enum PartitionModel {
    IPC,
    SFN
}
