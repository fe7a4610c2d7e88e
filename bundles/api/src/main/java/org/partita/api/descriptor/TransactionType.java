package org.partita.api.descriptor;

import org.jspecify.annotations.Nullable;

/** Type of a memory management transaction, as bits 4:3 of the flags say it (FF-A Tables 5.21, 5.22). */
public enum TransactionType {
    SHARE(1),
    LEND(2),
    DONATE(3);

    private static final TransactionType[] VALUES = values();
    private final int code;

    TransactionType(int code) {
        this.code = code;
    }

    /** The two bits, as a value from 1 to 3. */
    public int encode() {
        return code;
    }

    /** The type with this value, or null for 0 and for what is no value of two bits. */
    public static @Nullable TransactionType decode(int bits) {
        return bits > 0 && bits <= VALUES.length ? VALUES[bits - 1] : null;
    }
}
