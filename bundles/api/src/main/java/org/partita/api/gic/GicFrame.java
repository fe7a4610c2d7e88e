package org.partita.api.gic;

/** The memory-mapped frames of 64 KiB each (GICv3 12.8): accesses name the frame and an offset in it. */
public enum GicFrame {
    /** GICD: the Distributor, one for all PEs. */
    DISTRIBUTOR,
    /** GICR RD_base: control of a PE's Redistributor. */
    REDISTRIBUTOR,
    /** GICR SGI_base: SGIs and PPIs of a PE. */
    REDISTRIBUTOR_SGI
}
