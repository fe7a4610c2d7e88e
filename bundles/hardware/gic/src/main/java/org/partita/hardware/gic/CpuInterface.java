package org.partita.hardware.gic;

import org.partita.api.gic.InterruptGroup;

/** The CPU interface of a PE: what masks interrupts, and which priorities are active there; and whether the PE is awake. */
final class CpuInterface {
    /** Group priorities have all 5 bits: the least binary points of ICC_BPR0_EL1, ICC_BPR1_EL1 Secure and Non-secure. */
    private static final int[] LEAST_BINARY_POINTS = {2, 2, 3};

    private static final int GREATEST_BINARY_POINT = 7;
    private static final int ALL_GROUPS = 7;

    /** ICC_PMR_EL1 as Secure software sees it. */
    int priorityMask = Priorities.IMPLEMENTED;

    /** Bit {@link InterruptGroup#ordinal()} for each: ICC_IGRPEN0_EL1, ICC_IGRPEN1_EL1 Secure and Non-secure. */
    int enabledGroups = ALL_GROUPS;

    /** EOImode of EL3, Secure EL1, Non-secure EL1 in bits 0 to 2. */
    int endOfInterruptModes;

    /** Not GICR_WAKER.ProcessorSleep. */
    boolean awake = true;

    private final int[] binaryPoints = LEAST_BINARY_POINTS.clone();

    /** ICC_AP0R0_EL1, ICC_AP1R0_EL1 Secure and Non-secure: bit n is priority n times 8. */
    private final int[] activePriorities = new int[LEAST_BINARY_POINTS.length];

    int binaryPoint(InterruptGroup group) {
        return binaryPoints[group.ordinal()];
    }

    static int leastBinaryPoint(InterruptGroup group) {
        return LEAST_BINARY_POINTS[group.ordinal()];
    }

    /** A binary point below the least sets the least. */
    void binaryPoint(InterruptGroup group, long value) {
        int written = (int) value & GREATEST_BINARY_POINT;
        binaryPoints[group.ordinal()] = Math.max(written, leastBinaryPoint(group));
    }

    int activePriorities(InterruptGroup group) {
        return activePriorities[group.ordinal()];
    }

    void activePriorities(InterruptGroup group, int bits) {
        activePriorities[group.ordinal()] = bits;
    }

    boolean enabled(InterruptGroup group) {
        return (enabledGroups >> group.ordinal() & 1) != 0;
    }

    void enable(InterruptGroup group, boolean enable) {
        int bit = 1 << group.ordinal();
        enabledGroups = enable ? enabledGroups | bit : enabledGroups & ~bit;
    }

    /** Priority of the most urgent active interrupt. */
    int runningPriority() {
        int all = activePriorities[0] | activePriorities[1] | activePriorities[2];
        return all == 0 ? Priorities.IDLE : Integer.numberOfTrailingZeros(all) << Priorities.SHIFT;
    }

    private int groupPriority(int priority, InterruptGroup group) {
        // the binary point of Non-secure Group 1 counts one bit further (GICv3 4.8.4)
        int point = binaryPoint(group) - (group == InterruptGroup.NONSECURE_GROUP_1 ? 1 : 0);
        return Priorities.groupPriority(priority, point);
    }

    /** Whether a pending interrupt is signalled: it passes the mask, and preempts what is active (GICv3 4.8.5). */
    boolean signals(int priority, InterruptGroup group) {
        if (priority >= priorityMask) {
            return false;
        }
        int running = runningPriority();
        return running == Priorities.IDLE || groupPriority(priority, group) < groupPriority(running, group);
    }

    /** Its group priority is active from now on. */
    void push(int priority, InterruptGroup group) {
        activePriorities[group.ordinal()] |= 1 << (groupPriority(priority, group) >> Priorities.SHIFT);
    }

    /** Priority drop, if the most urgent active priority is of this group; else the write is not for it. */
    boolean drop(InterruptGroup group) {
        int own = activePriorities[group.ordinal()];
        for (int i = 0; i < activePriorities.length; i++) {
            int other = lowest(activePriorities[i]);
            if (other < lowest(own) || (other == lowest(own) && i < group.ordinal())) {
                return false;
            }
        }
        activePriorities[group.ordinal()] = own & (own - 1);
        return own != 0;
    }

    private static int lowest(int bits) {
        return Integer.numberOfTrailingZeros(bits);
    }
}
