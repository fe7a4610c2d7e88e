package org.partita.api.ffa;

/**
 * The eight parameter registers x0 to x7 of a call. Mutable, one for each execution context, never shared between
 * threads. A 32-bit function uses w0 to w7: the upper halves are ignored on input and zero on output (SMC Calling
 * Convention; FF-A 2.4).
 */
public final class Registers {
    public static final int COUNT = 8;

    public long x0;
    public long x1;
    public long x2;
    public long x3;
    public long x4;
    public long x5;
    public long x6;
    public long x7;

    /** The function identifier: w0. */
    public int function() {
        return (int) x0;
    }

    /** The low 32 bits of register {@code n}, 0 to 7. */
    public int w(int n) {
        return (int) x(n);
    }

    /** Register {@code n}, 0 to 7. */
    public long x(int n) {
        return switch (n) {
            case 0 -> x0;
            case 1 -> x1;
            case 2 -> x2;
            case 3 -> x3;
            case 4 -> x4;
            case 5 -> x5;
            case 6 -> x6;
            case 7 -> x7;
            default -> throw new IndexOutOfBoundsException("register x" + n + ": a call has x0 to x7");
        };
    }

    /** Sets register {@code n}, 0 to 7. */
    public void x(int n, long value) {
        switch (n) {
            case 0 -> x0 = value;
            case 1 -> x1 = value;
            case 2 -> x2 = value;
            case 3 -> x3 = value;
            case 4 -> x4 = value;
            case 5 -> x5 = value;
            case 6 -> x6 = value;
            case 7 -> x7 = value;
            default -> throw new IndexOutOfBoundsException("register x" + n + ": a call has x0 to x7");
        }
    }

    /** Sets w0 and w1 and clears x2 to x7. */
    public Registers set(int w0, int w1) {
        return set(w0, w1, 0, 0, 0, 0, 0, 0);
    }

    /** Sets w0 (zero extended) and x1 to x7. */
    public Registers set(int w0, long x1, long x2, long x3, long x4, long x5, long x6, long x7) {
        this.x0 = Integer.toUnsignedLong(w0);
        this.x1 = x1;
        this.x2 = x2;
        this.x3 = x3;
        this.x4 = x4;
        this.x5 = x5;
        this.x6 = x6;
        this.x7 = x7;
        return this;
    }

    public void copyFrom(Registers other) {
        x0 = other.x0;
        x1 = other.x1;
        x2 = other.x2;
        x3 = other.x3;
        x4 = other.x4;
        x5 = other.x5;
        x6 = other.x6;
        x7 = other.x7;
    }

    /** Zeroes the upper halves of all registers: what a 32-bit function leaves and what its callee may see. */
    public void truncate() {
        x0 &= 0xFFFFFFFFL;
        x1 &= 0xFFFFFFFFL;
        x2 &= 0xFFFFFFFFL;
        x3 &= 0xFFFFFFFFL;
        x4 &= 0xFFFFFFFFL;
        x5 &= 0xFFFFFFFFL;
        x6 &= 0xFFFFFFFFL;
        x7 &= 0xFFFFFFFFL;
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        FunctionId f = FunctionId.of(function());
        s.append(f == null ? "w0=" + hex(function()) : f.name());
        for (int n = 1; n < COUNT; n++) {
            s.append(" x").append(n).append("=0x").append(Long.toHexString(x(n)));
        }
        return s.toString();
    }

    private static String hex(int w) {
        return "0x" + Integer.toHexString(w);
    }
}
