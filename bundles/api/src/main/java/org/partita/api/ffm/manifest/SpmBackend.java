package org.partita.api.ffm.manifest;

/** The backend of the SPM that a configuration of manifests asks for. */
public enum SpmBackend {
    /** All partitions share one context: SFN partitions at isolation level 1 only. */
    SFN,
    /** A context for each partition; SFN partitions run in it too. */
    IPC
}
