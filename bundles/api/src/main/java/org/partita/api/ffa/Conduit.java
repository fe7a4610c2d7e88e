package org.partita.api.ffa;

/** How an exception level boundary is crossed (FF-A 2.4). */
public enum Conduit {
    SMC,
    HVC,
    SVC,
    ERET;

    /** Whether the conduit leads from the lower to the higher exception level. */
    public boolean upward() {
        return this != ERET;
    }
}
