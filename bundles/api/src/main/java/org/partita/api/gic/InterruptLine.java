package org.partita.api.gic;

/**
 * How an interrupt is set up, as firmware does at boot.
 *
 * @param intid interrupt ID: SGI 0 to 15, PPI 16 to 31, SPI from 32
 * @param pe for SGIs and PPIs the PE whose interrupt it is; for SPIs the PE that takes it, {@link #ANY_PE} if any may
 * @param group who it is for
 * @param priority 8 bits, lower is more urgent, as seen by Secure software
 * @param level level-sensitive instead of edge-triggered
 * @param enabled whether it is forwarded to PEs
 */
public record InterruptLine(int intid, int pe, InterruptGroup group, int priority, boolean level, boolean enabled) {
    /** An SPI that any participating PE may take (GICD_IROUTER, Interrupt_Routing_Mode 1). */
    public static final int ANY_PE = -1;

    /** First interrupt that is not private to a PE. */
    public static final int FIRST_SPI = 32;

    /** Whether the interrupt is private to a PE: an SGI or PPI. */
    public static boolean isPrivate(int intid) {
        return intid < FIRST_SPI;
    }
}
