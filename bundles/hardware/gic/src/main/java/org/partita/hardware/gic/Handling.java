package org.partita.hardware.gic;

import static org.partita.api.gic.InterruptGroup.GROUP_0;
import static org.partita.api.gic.InterruptGroup.NONSECURE_GROUP_1;
import static org.partita.api.gic.InterruptGroup.SECURE_GROUP_1;

import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.gic.Gic;
import org.partita.api.gic.InterruptGroup;

/** How a PE handles interrupts: acknowledge, priority drop, deactivation (GICv3 4.1.2), and how it generates SGIs. */
final class Handling {
    /** Special INTIDs of ICC_IAR0_EL1 and ICC_HPPIR0_EL1 at EL3: the interrupt is for Secure EL1, for Non-secure EL1 or EL2. */
    private static final int FOR_SECURE = 1020;

    private static final int FOR_NON_SECURE = 1021;

    private static final int INTID = 0xFF_FFFF;
    private static final int EL3 = 3;

    private final Model model;
    private final Interrupts interrupts;

    Handling(Model model) {
        this.model = model;
        interrupts = model.interrupts;
    }

    // ---- acknowledge

    /** Reads ICC_IAR0_EL1 at EL3. */
    int acknowledge0(int pe) {
        int slot = model.signalledSlot(pe);
        return acknowledge(pe, slot, highest0(slot));
    }

    /** Reads ICC_IAR1_EL1 of a Security state. */
    int acknowledge1(int pe, InterruptGroup group) {
        int slot = model.signalledSlot(pe);
        return acknowledge(pe, slot, highest1(slot, group));
    }

    private int acknowledge(int pe, int slot, int intid) {
        if (interrupts.implemented(intid)) {
            model.pe(pe).push(interrupts.priority(slot), interrupts.group(slot));
            interrupts.activate(slot, pe);
        }
        return intid;
    }

    /** What ICC_HPPIR0_EL1 says at EL3 of an interrupt. */
    int highest0(int slot) {
        if (slot == Model.NONE) {
            return Gic.SPURIOUS;
        }
        return switch (interrupts.group(slot)) {
            case GROUP_0 -> interrupts.intid(slot);
            case SECURE_GROUP_1 -> FOR_SECURE;
            case NONSECURE_GROUP_1 -> FOR_NON_SECURE;
        };
    }

    /** What ICC_HPPIR1_EL1 says of an interrupt: it is this group's, or not to be seen. */
    int highest1(int slot, InterruptGroup group) {
        return slot != Model.NONE && interrupts.group(slot) == group ? interrupts.intid(slot) : Gic.SPURIOUS;
    }

    // ---- end

    /** Writes ICC_EOIR1_EL1: EL3 ends interrupts of both Security states. */
    void end1(int pe, ExceptionLevel by, long value, boolean dropOnly) {
        if (by.number() == EL3 && end(pe, SECURE_GROUP_1, value, dropOnly)) {
            return;
        }
        InterruptGroup other = by.number() == EL3 || !by.secure() ? NONSECURE_GROUP_1 : SECURE_GROUP_1;
        end(pe, other, value, dropOnly);
    }

    /**
     * Priority drop and, unless EOImode separates it, deactivation. It has to be of the interrupt that was acknowledged last:
     * what else software writes is UNPREDICTABLE, and here nothing happens if the running priority is not of the group.
     *
     * @return whether the running priority was of the group
     */
    boolean end(int pe, InterruptGroup group, long value, boolean dropOnly) {
        int intid = (int) value & INTID;
        if (!interrupts.implemented(intid) || !model.pe(pe).drop(group)) {
            return false;
        }
        int slot = interrupts.slot(intid, pe);
        if (!dropOnly && interrupts.group(slot) == group) {
            interrupts.deactivate(slot);
        }
        return true;
    }

    /** Writes ICC_DIR_EL1: EL3 deactivates all, Secure software Group 1, Non-secure software its own. */
    void deactivate(int pe, ExceptionLevel by, long value) {
        int intid = (int) value & INTID;
        if (!interrupts.implemented(intid)) {
            return;
        }
        int slot = interrupts.slot(intid, pe);
        boolean may = switch (interrupts.group(slot)) {
            case GROUP_0 -> by.number() == EL3;
            case SECURE_GROUP_1 -> by.secure();
            case NONSECURE_GROUP_1 -> true;
        };
        if (may) {
            interrupts.deactivate(slot);
        }
    }

    // ---- SGIs

    /**
     * Writes ICC_SGI0R_EL1, ICC_SGI1R_EL1 or ICC_ASGI1R_EL1: the SGI is pending at each target where it is of the group; one
     * for Secure Group 1 also where it is of Group 0. Non-secure software generates no Secure SGIs: GICR_NSACR is zero.
     */
    void generate(int from, InterruptGroup group, boolean secure, long value) {
        int intid = (int) (value >> 24) & 0xF;
        boolean allOthers = (value >> 40 & 1) != 0;
        for (int pe = 0; pe < interrupts.pes; pe++) {
            if (allOthers ? pe != from : Affinity.targets(value, pe)) {
                int slot = interrupts.slot(intid, pe);
                InterruptGroup configured = interrupts.group(slot);
                boolean forwarded = configured == group || (group == SECURE_GROUP_1 && configured == GROUP_0);
                if (forwarded && (secure || configured == NONSECURE_GROUP_1)) {
                    Interrupts.set(interrupts.latched, slot, true);
                }
            }
        }
    }
}
