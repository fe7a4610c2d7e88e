package org.partita.hardware.gic;

/** Priorities of 8 bits, of which the upper 5 are implemented: 32 levels (GICv3 4.8). */
final class Priorities {
    /** Of no active interrupt. */
    static final int IDLE = 0xFF;

    /** The bits that are implemented. */
    static final int IMPLEMENTED = 0xF8;

    /** Bits of a priority that are not implemented. */
    static final int SHIFT = 3;

    /** Non-secure software has the lower half: this bit is set (GICv3 4.8.6). */
    private static final int NON_SECURE = 0x80;

    private static final int MASK = 0xFF;

    private Priorities() {}

    /** What Non-secure software reads of a priority of its own interrupts. */
    static int nonSecureView(int priority) {
        return priority << 1 & MASK;
    }

    /** What a priority is that Non-secure software writes. */
    static int ofNonSecure(long written) {
        return ((int) (written >> 1) & MASK & IMPLEMENTED) | NON_SECURE;
    }

    /** Whether Non-secure software may see and change a mask or running priority: it is in the lower half. */
    static boolean isNonSecure(int priority) {
        return (priority & NON_SECURE) != 0;
    }

    /** Group priority: the bits that decide about preemption, with the subpriority below the binary point removed. */
    static int groupPriority(int priority, int binaryPoint) {
        return priority & (MASK << (binaryPoint + 1)) & MASK;
    }
}
