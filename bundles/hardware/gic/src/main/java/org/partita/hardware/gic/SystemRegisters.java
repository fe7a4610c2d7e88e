package org.partita.hardware.gic;

import static org.partita.api.gic.InterruptGroup.GROUP_0;
import static org.partita.api.gic.InterruptGroup.NONSECURE_GROUP_1;
import static org.partita.api.gic.InterruptGroup.SECURE_GROUP_1;

import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.gic.CpuInterfaceRegister;
import org.partita.api.gic.InterruptGroup;

/**
 * Accesses to the System registers of CPU interfaces (GICv3 12.2), with SCR_EL3.FIQ set and SCR_EL3.IRQ clear: Group 0 is
 * for EL3 alone, so that its registers are trapped below, and Non-secure software sees its half of the priorities only. At
 * EL3 banked registers are the Secure ones. CBPR is not modelled (RES0), PMHE and RM neither.
 */
final class SystemRegisters {
    /** PRIbits 5, IDbits 16, and no SEIs, Aff3, range selectors, extended ranges. */
    private static final int CAPABILITIES = (Byte.SIZE - Priorities.SHIFT - 1) << 8;

    /** ICC_CTLR_EL3.nDS: security can't be disabled. */
    private static final int NO_DISABLED_SECURITY = 1 << 17;

    private static final int MODES = 7;
    private static final int MODES_SHIFT = 2;
    private static final int MODE_SHIFT = 1;

    /** SRE, DFB, DIB. */
    private static final int SYSTEM_REGISTER_ENABLE = 7;

    private static final int LOWER_ENABLE = 1 << 3;

    /** Active priorities that Non-secure software can claim: those of its half. */
    private static final int NON_SECURE_LEVELS = 0xFFFF_0000;

    private static final int EL3 = 3;
    private static final int EL2 = 2;

    private final Model model;
    private final Handling handling;

    SystemRegisters(Model model) {
        this.model = model;
        handling = new Handling(model);
    }

    long read(int pe, CpuInterfaceRegister register, ExceptionLevel by) {
        CpuInterface cpu = model.pe(pe);
        require(register, by);
        InterruptGroup group1 = group1(by);
        return switch (register) {
            case ICC_PMR_EL1 -> priorityMask(cpu, by.secure());
            case ICC_RPR_EL1 -> runningPriority(cpu, by.secure());
            case ICC_BPR0_EL1 -> cpu.binaryPoint(GROUP_0);
            case ICC_BPR1_EL1 -> cpu.binaryPoint(group1);
            case ICC_AP0R0_EL1 -> Integer.toUnsignedLong(cpu.activePriorities(GROUP_0));
            case ICC_AP1R0_EL1 -> Integer.toUnsignedLong(cpu.activePriorities(group1));
            case ICC_IAR0_EL1 -> handling.acknowledge0(pe);
            case ICC_IAR1_EL1 -> handling.acknowledge1(pe, group1);
            case ICC_HPPIR0_EL1 -> handling.highest0(model.highest(pe));
            case ICC_HPPIR1_EL1 -> handling.highest1(model.highest(pe), group1);
            case ICC_IGRPEN0_EL1 -> bit(cpu.enabled(GROUP_0));
            case ICC_IGRPEN1_EL1 -> bit(cpu.enabled(group1));
            case ICC_IGRPEN1_EL3 -> bit(cpu.enabled(NONSECURE_GROUP_1)) | bit(cpu.enabled(SECURE_GROUP_1)) << 1;
            case ICC_CTLR_EL1 -> CAPABILITIES | (cpu.endOfInterruptModes >> modeOfEl1(by) & 1) << MODE_SHIFT;
            case ICC_CTLR_EL3 -> CAPABILITIES | NO_DISABLED_SECURITY | cpu.endOfInterruptModes << MODES_SHIFT;
            case ICC_SRE_EL1 -> SYSTEM_REGISTER_ENABLE;
            case ICC_SRE_EL2, ICC_SRE_EL3 -> SYSTEM_REGISTER_ENABLE | LOWER_ENABLE;
            case ICC_EOIR0_EL1, ICC_EOIR1_EL1, ICC_DIR_EL1, ICC_SGI0R_EL1, ICC_SGI1R_EL1, ICC_ASGI1R_EL1 ->
                throw undefined(register, by, "is write only");
        };
    }

    void write(int pe, CpuInterfaceRegister register, ExceptionLevel by, long value) {
        CpuInterface cpu = model.pe(pe);
        require(register, by);
        InterruptGroup group1 = group1(by);
        boolean drops = (cpu.endOfInterruptModes >> (by.number() == EL3 ? 0 : modeOfEl1(by)) & 1) != 0;
        switch (register) {
            case ICC_PMR_EL1 -> writePriorityMask(cpu, by.secure(), value);
            case ICC_BPR0_EL1 -> cpu.binaryPoint(GROUP_0, value);
            case ICC_BPR1_EL1 -> cpu.binaryPoint(group1, value);
            case ICC_AP0R0_EL1 -> cpu.activePriorities(GROUP_0, (int) value);
            case ICC_AP1R0_EL1 -> cpu.activePriorities(group1, (int) value & (by.secure() ? -1 : NON_SECURE_LEVELS));
            case ICC_EOIR0_EL1 -> handling.end(pe, GROUP_0, value, drops);
            case ICC_EOIR1_EL1 -> handling.end1(pe, by, value, drops);
            case ICC_DIR_EL1 -> {
                if (drops) {
                    handling.deactivate(pe, by, value);
                }
            }
            case ICC_IGRPEN0_EL1 -> enable(cpu, GROUP_0, value);
            case ICC_IGRPEN1_EL1 -> enable(cpu, group1, value);
            case ICC_IGRPEN1_EL3 -> {
                enable(cpu, NONSECURE_GROUP_1, value);
                enable(cpu, SECURE_GROUP_1, value >> 1);
            }
            case ICC_CTLR_EL1 -> {
                int mode = 1 << modeOfEl1(by);
                boolean set = (value >> MODE_SHIFT & 1) != 0;
                cpu.endOfInterruptModes = set ? cpu.endOfInterruptModes | mode : cpu.endOfInterruptModes & ~mode;
            }
            case ICC_CTLR_EL3 -> cpu.endOfInterruptModes = (int) (value >> MODES_SHIFT) & MODES;
            case ICC_SGI0R_EL1 -> handling.generate(pe, GROUP_0, by.secure(), value);
            case ICC_SGI1R_EL1 -> handling.generate(pe, group1, by.secure(), value);
            case ICC_ASGI1R_EL1 ->
                handling.generate(pe, by.secure() ? NONSECURE_GROUP_1 : SECURE_GROUP_1, by.secure(), value);
            case ICC_SRE_EL1, ICC_SRE_EL2, ICC_SRE_EL3 -> {
                // there is no legacy operation to choose
            }
            case ICC_IAR0_EL1, ICC_IAR1_EL1, ICC_HPPIR0_EL1, ICC_HPPIR1_EL1, ICC_RPR_EL1 ->
                throw undefined(register, by, "is read only");
        }
    }

    private static InterruptGroup group1(ExceptionLevel by) {
        return by.secure() ? SECURE_GROUP_1 : NONSECURE_GROUP_1;
    }

    /** Position of the EOImode of ICC_CTLR_EL1 of a Security state. */
    private static int modeOfEl1(ExceptionLevel by) {
        return by.secure() ? 1 : 2;
    }

    private static int bit(boolean value) {
        return value ? 1 : 0;
    }

    private void enable(CpuInterface cpu, InterruptGroup group, long value) {
        cpu.enable(group, (value & 1) != 0);
        model.participants();
    }

    // ---- who may

    private static void require(CpuInterfaceRegister register, ExceptionLevel by) {
        if (by.number() < lowest(register)) {
            throw undefined(register, by, "can be accessed from EL" + lowest(register) + " on");
        }
    }

    private static int lowest(CpuInterfaceRegister register) {
        return switch (register) {
            case ICC_CTLR_EL3, ICC_SRE_EL3, ICC_IGRPEN1_EL3 -> EL3;
            // SCR_EL3.FIQ traps what is about Group 0
            case ICC_IAR0_EL1, ICC_EOIR0_EL1, ICC_HPPIR0_EL1, ICC_BPR0_EL1, ICC_AP0R0_EL1, ICC_IGRPEN0_EL1 -> EL3;
            case ICC_SRE_EL2 -> EL2;
            default -> 1;
        };
    }

    private static IllegalArgumentException undefined(CpuInterfaceRegister register, ExceptionLevel by, String why) {
        return new IllegalArgumentException(register + " is UNDEFINED at " + by.title() + ": it " + why);
    }

    // ---- Non-secure views of priorities (GICv3 4.8.6)

    private static int priorityMask(CpuInterface cpu, boolean secure) {
        return secure ? cpu.priorityMask : nonSecure(cpu.priorityMask);
    }

    /** Non-secure software can't lower a mask that Secure software has set in its half. */
    private static void writePriorityMask(CpuInterface cpu, boolean secure, long value) {
        if (secure) {
            cpu.priorityMask = (int) value & Priorities.IMPLEMENTED;
        } else if (Priorities.isNonSecure(cpu.priorityMask)) {
            cpu.priorityMask = Priorities.ofNonSecure(value);
        }
    }

    private static int runningPriority(CpuInterface cpu, boolean secure) {
        int running = cpu.runningPriority();
        return secure || running == Priorities.IDLE ? running : nonSecure(running);
    }

    private static int nonSecure(int priority) {
        return Priorities.isNonSecure(priority) ? Priorities.nonSecureView(priority) : 0;
    }
}
