package org.partita.api.ffa;

/** Armv8-A execution state of a component (FF-A 2.5). */
public enum ExecutionState {
    AARCH64,
    AARCH32
}
