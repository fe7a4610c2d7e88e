package org.partita.api.descriptor;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.partita.api.ffa.DescriptorException;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.Layouts;

/**
 * The descriptor to relinquish a memory region, in the TX buffer of the caller (FF-A Table 11.25).
 *
 * @param handle 64-bit Handle of the region
 * @param flags zeroing and time slicing
 * @param endpoints IDs of the Borrowers that relinquish it, one or more when decoded
 */
public record RelinquishDescriptor(long handle, RelinquishFlags flags, List<EndpointId> endpoints) {
    /** Bytes before the endpoints. */
    public static final int HEADER = 16;

    /** Offset of the Handle. */
    public static final int HANDLE = 0;

    /** Offset of the flags. */
    public static final int FLAGS = 8;

    private static final int COUNT = 12;
    private static final int ID = 2;

    public RelinquishDescriptor {
        endpoints = List.copyOf(endpoints);
    }

    /** Offset of an ID in the array. */
    public static long endpoint(int index) {
        return HEADER + (long) index * ID;
    }

    /** Bytes of the whole descriptor. */
    public long size() {
        return endpoint(endpoints.size());
    }

    /**
     * Writes the descriptor from the first byte of the segment on.
     *
     * @throws DescriptorException if the segment is shorter than {@link #size}
     */
    public void encode(MemorySegment to) {
        Layouts.require(to, 0, size(), "descriptor to relinquish a memory region");
        Layouts.u64(to, HANDLE, handle);
        Layouts.u32(to, FLAGS, flags.encode());
        Layouts.u32(to, COUNT, endpoints.size());
        for (int i = 0; i < endpoints.size(); i++) {
            Layouts.u16(to, endpoint(i), endpoints.get(i).value());
        }
    }

    /**
     * Bytes that the descriptor says it has, by its first {@link #HEADER}; no more than was given if those are not there.
     * Nothing of it has been checked.
     */
    public static long claimed(MemorySegment from) {
        return from.byteSize() < HEADER
                ? from.byteSize()
                : HEADER + Integer.toUnsignedLong(Layouts.u32(from, COUNT)) * ID;
    }

    /**
     * Reads the descriptor at the beginning of a segment, which may be longer: no register gives its length. The claimed
     * count is checked before anything is allocated.
     *
     * @throws DescriptorException naming the field, its offset and the requirement
     */
    public static RelinquishDescriptor decode(MemorySegment from) {
        if (from.byteSize() < HEADER) {
            throw new DescriptorException(MemoryRules.RELINQUISH, 0, from.byteSize(), from.byteSize() + " bytes");
        }
        RelinquishFlags flags = RelinquishFlags.decode(Layouts.u32(from, FLAGS));
        long count = Integer.toUnsignedLong(Layouts.u32(from, COUNT));
        if (count == 0) {
            throw new DescriptorException(MemoryRules.NO_ENDPOINT, COUNT, 0, "no endpoint");
        }
        long room = (from.byteSize() - HEADER) / ID;
        if (count > room) {
            throw new DescriptorException(
                    MemoryRules.ENDPOINT_COUNT, COUNT, count, count + " endpoints, room for " + room);
        }
        EndpointId[] endpoints = new EndpointId[(int) count];
        for (int i = 0; i < endpoints.length; i++) {
            endpoints[i] = new EndpointId(Layouts.u16(from, endpoint(i)));
        }
        return new RelinquishDescriptor(Layouts.u64(from, HANDLE), flags, List.of(endpoints));
    }
}
