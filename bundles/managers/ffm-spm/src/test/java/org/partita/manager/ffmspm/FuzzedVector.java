package org.partita.manager.ffmspm;

import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/** A descriptor of a vector, or two words of a client's memory. */
record FuzzedVector(@NotNull Operand base, int length) {
    @Override
    public String toString() {
        return base + " " + Integer.toHexString(length);
    }
}
