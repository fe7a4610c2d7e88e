package org.partita.api.descriptor;

import org.partita.api.ffa.DescriptorException;

/** Instruction access permission (FF-A Table 5.15, bits 3:2), from less to more permissive (5.11.3). */
public enum InstructionAccess {
    /** Left to the Relayer: must be ignored. */
    NOT_SPECIFIED,
    EXECUTE_NEVER,
    EXECUTABLE;

    private static final InstructionAccess[] VALUES = values();

    /** The two bits, as a value from 0 to 2. */
    public int encode() {
        return ordinal();
    }

    /**
     * The permission with these two bits.
     *
     * @throws DescriptorException if they are b'11, or not two bits
     */
    public static InstructionAccess decode(int bits) {
        return decode(bits, bits, 0);
    }

    /** @param field the byte that the bits are of, at this offset */
    static InstructionAccess decode(int bits, int field, long offset) {
        if (bits < 0 || bits >= VALUES.length) {
            throw MemoryRules.broken(MemoryRules.INSTRUCTION, offset, field);
        }
        return VALUES[bits];
    }

    /**
     * Whether this is the same as, or less permissive than, the other. What is not specified asks for nothing and is within
     * everything; as a limit it permits nothing that is specified.
     */
    public boolean within(InstructionAccess other) {
        return compareTo(other) <= 0;
    }
}
