package org.partita.api.ffa;

import org.jspecify.annotations.Nullable;

/** Status codes that {@code FFA_ERROR} carries in w2, signed 32 bits (FF-A Table 7.2). */
public enum Status {
    NOT_SUPPORTED(-1),
    INVALID_PARAMETERS(-2),
    NO_MEMORY(-3),
    BUSY(-4),
    INTERRUPTED(-5),
    DENIED(-6),
    RETRY(-7),
    ABORTED(-8);

    private static final Status[] VALUES = values();
    private final int code;

    Status(int code) {
        this.code = code;
    }

    /** The signed 32-bit value of Table 7.2. */
    public int code() {
        return code;
    }

    /** The status with this code, or null if Table 7.2 has none. */
    public static @Nullable Status of(int code) {
        int index = -code - 1;
        return index >= 0 && index < VALUES.length ? VALUES[index] : null;
    }
}
