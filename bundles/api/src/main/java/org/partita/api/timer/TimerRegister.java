package org.partita.api.timer;

/** Registers of a timer (Arm ARM D17.11): CNTP_CTL_EL0 and the like. */
public enum TimerRegister {
    /** ENABLE bit 0, IMASK bit 1, ISTATUS bit 2 (read only). */
    CTL,
    /** 64-bit compare value, in counts of the system counter. */
    CVAL,
    /** Signed 32-bit distance of the compare value from the counter. */
    TVAL
}
