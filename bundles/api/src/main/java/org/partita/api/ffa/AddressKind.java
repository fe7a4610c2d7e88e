package org.partita.api.ffa;

/** What an address in a register or descriptor means at an instance (FF-A Table 8.17). */
public enum AddressKind {
    /** Virtual address of a component whose regime has one stage (S-EL0). */
    VIRTUAL,
    /** Intermediate physical address: the output of stage 1 of an endpoint at a virtual instance. */
    INTERMEDIATE,
    /** Physical address. */
    PHYSICAL
}
