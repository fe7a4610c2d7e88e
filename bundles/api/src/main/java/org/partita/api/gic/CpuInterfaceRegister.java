package org.partita.api.gic;

/** System registers of the CPU interface (GICv3 12.2), by their encoding: op0, op1, CRn, CRm, op2. */
public enum CpuInterfaceRegister {
    ICC_PMR_EL1(3, 0, 4, 6, 0),
    ICC_IAR0_EL1(3, 0, 12, 8, 0),
    ICC_EOIR0_EL1(3, 0, 12, 8, 1),
    ICC_HPPIR0_EL1(3, 0, 12, 8, 2),
    ICC_BPR0_EL1(3, 0, 12, 8, 3),
    ICC_AP0R0_EL1(3, 0, 12, 8, 4),
    ICC_AP1R0_EL1(3, 0, 12, 9, 0),
    ICC_DIR_EL1(3, 0, 12, 11, 1),
    ICC_RPR_EL1(3, 0, 12, 11, 3),
    ICC_SGI1R_EL1(3, 0, 12, 11, 5),
    ICC_ASGI1R_EL1(3, 0, 12, 11, 6),
    ICC_SGI0R_EL1(3, 0, 12, 11, 7),
    ICC_IAR1_EL1(3, 0, 12, 12, 0),
    ICC_EOIR1_EL1(3, 0, 12, 12, 1),
    ICC_HPPIR1_EL1(3, 0, 12, 12, 2),
    ICC_BPR1_EL1(3, 0, 12, 12, 3),
    ICC_CTLR_EL1(3, 0, 12, 12, 4),
    ICC_SRE_EL1(3, 0, 12, 12, 5),
    ICC_IGRPEN0_EL1(3, 0, 12, 12, 6),
    ICC_IGRPEN1_EL1(3, 0, 12, 12, 7),
    ICC_SRE_EL2(3, 4, 12, 9, 5),
    ICC_CTLR_EL3(3, 6, 12, 12, 4),
    ICC_SRE_EL3(3, 6, 12, 12, 5),
    ICC_IGRPEN1_EL3(3, 6, 12, 12, 7);

    private final int encoding;

    CpuInterfaceRegister(int op0, int op1, int crn, int crm, int op2) {
        encoding = encode(op0, op1, crn, crm, op2);
    }

    /** The fields of MRS and MSR in one number: op0 in bits 15:14, op1 13:11, CRn 10:7, CRm 6:3, op2 2:0. */
    public int encoding() {
        return encoding;
    }

    /** The number that {@link #encoding} gives for these fields. */
    public static int encode(int op0, int op1, int crn, int crm, int op2) {
        return op0 << 14 | op1 << 11 | crn << 7 | crm << 3 | op2;
    }
}
