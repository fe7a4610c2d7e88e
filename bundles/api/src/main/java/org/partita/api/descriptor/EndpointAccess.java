package org.partita.api.descriptor;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.Layouts;

/**
 * What an endpoint may do with a region: an endpoint memory access descriptor with its permissions (FF-A Tables 5.15 to
 * 5.17). It exists in a {@link MemoryTransaction} only, which also has the region's bytes.
 *
 * @param endpoint 16-bit ID
 * @param data data access permission
 * @param instruction instruction access permission
 * @param nonRetrieval bit 0 of the flags: this is another Borrower, nothing is retrieved for it
 * @param region the region that the offset leads to, or null for offset 0: the one that the Handle identifies
 */
public record EndpointAccess(
        int endpoint,
        DataAccess data,
        InstructionAccess instruction,
        boolean nonRetrieval,
        @Nullable CompositeRegion region) {
    /** Bytes of one entry. */
    public static final int SIZE = 16;

    /** Offset of the memory access permissions in an entry. */
    public static final int PERMISSIONS = 2;

    /** Offset of the flags in an entry. */
    public static final int FLAGS = 3;

    /** Offset, in an entry, of the composite memory region descriptor offset. */
    public static final int REGION = 4;

    /** @throws IllegalArgumentException if the ID does not have 16 bits */
    public EndpointAccess {
        MemoryRules.requireId(endpoint);
    }

    /** An entry without flags. */
    public EndpointAccess(
            int endpoint, DataAccess data, InstructionAccess instruction, @Nullable CompositeRegion region) {
        this(endpoint, data, instruction, false, region);
    }

    /** The same for another region. */
    public EndpointAccess withRegion(@Nullable CompositeRegion other) {
        return new EndpointAccess(endpoint, data, instruction, nonRetrieval, other);
    }

    /** The byte with both access permissions (FF-A Table 5.15). */
    public int permissions() {
        return instruction.encode() << 2 | data.encode();
    }

    void encode(MemorySegment to, long at, long regionOffset) {
        Layouts.u16(to, at, endpoint);
        Layouts.u8(to, at + PERMISSIONS, permissions());
        Layouts.u8(to, at + FLAGS, nonRetrieval ? 1 : 0);
        Layouts.u32(to, at + REGION, (int) regionOffset);
        Layouts.u64(to, at + 8, 0);
    }

    static EndpointAccess decode(MemorySegment from, long at, RegionReader regions) {
        int permissions = Layouts.u8(from, at + PERMISSIONS);
        if ((permissions & 0xF0) != 0) {
            throw MemoryRules.broken(MemoryRules.PERMISSIONS_RESERVED, at + PERMISSIONS, permissions);
        }
        InstructionAccess instruction = InstructionAccess.decode(permissions >> 2, permissions, at + PERMISSIONS);
        DataAccess data = DataAccess.decode(permissions & 3, permissions, at + PERMISSIONS);
        int flags = Layouts.u8(from, at + FLAGS);
        if ((flags & ~1) != 0) {
            throw MemoryRules.broken(MemoryRules.ACCESS_FLAGS, at + FLAGS, flags);
        }
        if (Layouts.u64(from, at + 8) != 0) {
            throw MemoryRules.broken(MemoryRules.ACCESS_RESERVED, at + 8, Layouts.u64(from, at + 8));
        }
        return new EndpointAccess(Layouts.u16(from, at), data, instruction, flags == 1, regions.at(at + REGION));
    }
}
