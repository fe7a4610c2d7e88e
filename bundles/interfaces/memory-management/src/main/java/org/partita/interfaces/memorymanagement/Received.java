package org.partita.interfaces.memorymanagement;

import java.lang.foreign.MemorySegment;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.ffa.DescriptorException;
import org.partita.api.ffa.Layouts;

/**
 * A transaction descriptor with its bytes, which tell where its composites stand: anywhere behind the array of entries.
 *
 * @param transaction what the bytes say
 * @param bytes a copy that nobody changes
 */
record Received(MemoryTransaction transaction, MemorySegment bytes) {
    /** Offset of the composite that an entry leads to, 0 if it leads to none. */
    long region(int entry) {
        return Integer.toUnsignedLong(Layouts.u32(bytes, MemoryTransaction.entry(entry) + EndpointAccess.REGION));
    }

    /** Offset of the Address of a range in the composite that an entry leads to. */
    long address(int entry, int range) {
        return region(entry) + CompositeRegion.range(range);
    }

    void requireDistinctEndpoints() {
        try {
            transaction.requireDistinctEndpoints();
        } catch (DescriptorException e) {
            throw Input.broken(e);
        }
    }

    /** The ranges of a composite that an entry leads to may not overlap. */
    void requireDisjoint(CompositeRegion region, int entry) {
        try {
            region.requireDisjoint(region(entry));
        } catch (DescriptorException e) {
            throw Input.broken(e);
        }
    }
}
