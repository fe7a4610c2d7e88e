package org.partita.api.ffa;

/** How a boundary between components is crossed: FF-A 2.4, and a function call, which FF-M has and FF-A has not. */
public enum Conduit {
    SMC,
    HVC,
    SVC,
    ERET,
    /** A call of a function, or a cross call to another context (FF-M at isolation level 1). */
    CALL;

    /** Whether the conduit leads from the lower to the higher exception level. */
    public boolean upward() {
        return this != ERET;
    }
}
