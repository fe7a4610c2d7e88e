package org.partita.hardware.timer;

/**
 * The registers of one timer: a value, replaced as a whole.
 *
 * @param control CTL without ISTATUS
 * @param compare CVAL, unsigned
 */
record Timer(int control, long compare) {
    static final int ENABLE = 1;
    static final int IMASK = 1 << 1;
    static final int ISTATUS = 1 << 2;

    static final Timer RESET = new Timer(0, 0);

    /** ISTATUS: enabled, and the count has reached the compare value; masked or not. */
    boolean conditionMet(long count) {
        return (control & ENABLE) != 0 && Long.compareUnsigned(count, compare) >= 0;
    }

    /** Whether it asserts its interrupt whenever the condition is met. */
    boolean unmasked() {
        return (control & (ENABLE | IMASK)) == ENABLE;
    }
}
