package org.partita.hardware.gic;

import org.partita.api.gic.InterruptLine;

/** Which PE has which affinity: Aff0 is its index modulo 16, so that each can be the target of an SGI, Aff1 the rest. */
final class Affinity {
    /** What {@link #routed} says of an affinity that no PE has. */
    static final int NOBODY = -2;

    /** GICD_IROUTER.Interrupt_Routing_Mode. */
    private static final long ROUTING_MODE = 1L << 31;

    private static final long IROUTER_AFFINITY = 0xFF_00FF_FFFFL;
    private static final int TARGETS = 16;
    private static final int AFF1_SHIFT = 8;
    private static final long BYTE = 0xFF;

    private Affinity() {}

    /** Aff3.Aff2.Aff1.Aff0 as GICR_TYPER.Affinity_Value has them. */
    static long of(int pe) {
        return (long) (pe / TARGETS) << AFF1_SHIFT | pe % TARGETS;
    }

    /** GICD_IROUTER of an SPI that goes to this PE, or to any. */
    static long router(int pe) {
        return pe == InterruptLine.ANY_PE ? ROUTING_MODE : of(pe);
    }

    /** The PE that a value of GICD_IROUTER names, any, or {@link #NOBODY}. */
    static int routed(long router, int pes) {
        if ((router & ROUTING_MODE) != 0) {
            return InterruptLine.ANY_PE;
        }
        long affinity = router & IROUTER_AFFINITY;
        long aff0 = affinity & BYTE;
        long pe = (affinity >> AFF1_SHIFT) * TARGETS + aff0;
        return aff0 < TARGETS && pe < pes ? (int) pe : NOBODY;
    }

    /** Whether ICC_SGI1R_EL1 and the like name this PE in their target list. */
    static boolean targets(long sgi, int pe) {
        long aff1 = sgi >> 16 & BYTE;
        long aff2 = sgi >> 32 & BYTE;
        long range = sgi >> 44 & 0xF;
        long aff3 = sgi >> 48 & BYTE;
        return range == 0 && aff3 == 0 && aff2 == 0 && aff1 == pe / TARGETS && (sgi >> (pe % TARGETS) & 1) != 0;
    }
}
