package org.partita.api.descriptor;

import org.partita.api.ffa.DescriptorException;

/**
 * Memory region attributes (FF-A Table 5.18): a Device type, or Normal memory with its cacheability, inner and outer alike,
 * and its shareability.
 */
public enum MemoryAttributes {
    /** Left to the Relayer: must be ignored. */
    NOT_SPECIFIED(0x00, 0, 0, 0),
    DEVICE_NGNRNE(0x10, 1, 0, 0),
    DEVICE_NGNRE(0x14, 2, 0, 0),
    DEVICE_NGRE(0x18, 3, 0, 0),
    DEVICE_GRE(0x1C, 4, 0, 0),
    NORMAL_NON_CACHEABLE_NON_SHAREABLE(0x24, 5, 0, 0),
    NORMAL_NON_CACHEABLE_INNER_SHAREABLE(0x27, 5, 0, 1),
    NORMAL_NON_CACHEABLE_OUTER_SHAREABLE(0x26, 5, 0, 2),
    NORMAL_WRITE_BACK_NON_SHAREABLE(0x2C, 5, 1, 0),
    NORMAL_WRITE_BACK_INNER_SHAREABLE(0x2F, 5, 1, 1),
    NORMAL_WRITE_BACK_OUTER_SHAREABLE(0x2E, 5, 1, 2);

    private static final int NORMAL = 5;
    private static final MemoryAttributes[] OF_BYTE = new MemoryAttributes[0x30];

    static {
        for (MemoryAttributes attributes : values()) {
            OF_BYTE[attributes.bits] = attributes;
        }
    }

    private final int bits;
    // ranks of 5.11.4: the encoding of shareability has another order than its permissiveness
    private final int type;
    private final int cacheability;
    private final int shareability;

    MemoryAttributes(int bits, int type, int cacheability, int shareability) {
        this.bits = bits;
        this.type = type;
        this.cacheability = cacheability;
        this.shareability = shareability;
    }

    /** Whether this is one of the four Device types. */
    public boolean device() {
        return type > 0 && type < NORMAL;
    }

    /** Whether this is Normal memory. */
    public boolean normal() {
        return type == NORMAL;
    }

    /** The byte. */
    public int encode() {
        return bits;
    }

    /**
     * The attributes with this byte. Without a memory type bits 3:0 mean nothing and are ignored.
     *
     * @param bits 8 bits
     * @throws DescriptorException if a reserved bit is set or a reserved encoding used
     */
    public static MemoryAttributes decode(int bits) {
        return decode(bits, 0);
    }

    static MemoryAttributes decode(int bits, long offset) {
        if ((bits & ~0x3F) != 0) {
            throw MemoryRules.broken(MemoryRules.ATTRIBUTES_RESERVED, offset, bits);
        }
        switch (bits >> 4) {
            case 0 -> {
                return NOT_SPECIFIED;
            }
            case 1 -> {
                if ((bits & 3) != 0) {
                    throw MemoryRules.broken(MemoryRules.DEVICE_SHAREABILITY, offset, bits);
                }
            }
            case 2 -> requireNormal(bits, offset);
            default -> throw MemoryRules.broken(MemoryRules.MEMORY_TYPE, offset, bits);
        }
        return OF_BYTE[bits];
    }

    private static void requireNormal(int bits, long offset) {
        int cacheability = bits >> 2 & 3;
        if (cacheability == 0) {
            throw MemoryRules.broken(MemoryRules.CACHEABILITY_0, offset, bits);
        }
        if (cacheability == 2) {
            throw MemoryRules.broken(MemoryRules.CACHEABILITY_2, offset, bits);
        }
        if ((bits & 3) == 1) {
            throw MemoryRules.broken(MemoryRules.SHAREABILITY_1, offset, bits);
        }
    }

    /**
     * Whether these are the same as, or less permissive than, the others by the precedence rules of 5.11.4: any Device type
     * is less than Normal memory; of two Normal ones, neither cacheability nor shareability may be more. What is not
     * specified asks for nothing and is within everything; as a limit it permits nothing that is specified.
     */
    public boolean within(MemoryAttributes other) {
        return type < other.type
                || (type == other.type && cacheability <= other.cacheability && shareability <= other.shareability);
    }
}
