package org.partita.api.descriptor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.DescriptorException;
import org.partita.api.ffa.Layouts;

/**
 * The lend, donate or share memory transaction descriptor (FF-A Table 5.19) with everything that its offsets lead to.
 *
 * <p>Encoded, the composites stand behind the array of endpoints, in the order in which its entries first use them and at
 * multiples of 16; entries with equal regions share one. Decoded, entries with equal offsets share an instance, bytes that
 * nothing leads to are ignored, and an offset may be any behind the array: Table 5.16 asks for no alignment.
 *
 * @param sender 16-bit ID of the Owner
 * @param attributes memory region attributes
 * @param flags 32 bits; which function carries the descriptor says whether they are {@link SendFlags},
 *     {@link RetrieveFlags} or {@link ResponseFlags}
 * @param handle 64-bit Handle, 0 in FFA_MEM_DONATE, FFA_MEM_LEND and FFA_MEM_SHARE
 * @param tag 64 bits that the endpoints have agreed on
 * @param endpoints entries of the endpoint memory access descriptor array in order
 */
public record MemoryTransaction(
        int sender, MemoryAttributes attributes, int flags, long handle, long tag, List<EndpointAccess> endpoints) {
    /** Bytes before the array of endpoints. */
    public static final int HEADER = 32;

    /** Offset of the Sender endpoint ID. */
    public static final int SENDER = 0;

    /** Offset of the memory region attributes. */
    public static final int ATTRIBUTES = 2;

    /** Offset of the flags. */
    public static final int FLAGS = 4;

    /** Offset of the Handle. */
    public static final int HANDLE = 8;

    /** Offset of the Tag. */
    public static final int TAG = 16;

    /** Offset of the count of entries. */
    public static final int COUNT = 28;

    /** @throws IllegalArgumentException if the sender's ID does not have 16 bits */
    public MemoryTransaction {
        MemoryRules.requireId(sender);
        endpoints = List.copyOf(endpoints);
    }

    /** What FFA_MEM_DONATE, FFA_MEM_LEND or FFA_MEM_SHARE carries. */
    public static MemoryTransaction send(
            int sender, MemoryAttributes attributes, SendFlags flags, long tag, List<EndpointAccess> endpoints) {
        return new MemoryTransaction(sender, attributes, flags.encode(), 0, tag, endpoints);
    }

    /** What FFA_MEM_RETRIEVE_REQ carries; the sender is the Owner, not the caller. */
    public static MemoryTransaction request(
            int sender,
            MemoryAttributes attributes,
            RetrieveFlags flags,
            long handle,
            long tag,
            List<EndpointAccess> endpoints) {
        return new MemoryTransaction(sender, attributes, flags.encode(), handle, tag, endpoints);
    }

    /** What FFA_MEM_RETRIEVE_REQ of the Hypervisor carries: nothing but the Handle (FF-A 11.4.3). */
    public static MemoryTransaction request(long handle) {
        return new MemoryTransaction(0, MemoryAttributes.NOT_SPECIFIED, 0, handle, 0, List.of());
    }

    /** What FFA_MEM_RETRIEVE_RESP carries. */
    public static MemoryTransaction response(
            int sender,
            MemoryAttributes attributes,
            ResponseFlags flags,
            long handle,
            long tag,
            List<EndpointAccess> endpoints) {
        return new MemoryTransaction(sender, attributes, flags.encode(), handle, tag, endpoints);
    }

    /**
     * The region of all entries, or null if there is no entry, one has none, or two are at different offsets. In
     * FFA_MEM_LEND and FFA_MEM_SHARE all offsets have to be equal (FF-A 5.12.3.1), so this is the one there.
     */
    @SuppressWarnings("ReferenceEquality") // equal regions at different offsets are two
    public @Nullable CompositeRegion region() {
        CompositeRegion region =
                endpoints.isEmpty() ? null : endpoints.getFirst().region();
        for (EndpointAccess entry : endpoints) {
            if (entry.region() != region) {
                return null;
            }
        }
        return region;
    }

    /**
     * Fails if an endpoint is listed twice (FF-A 5.11: one endpoint, one set of permissions).
     *
     * @throws DescriptorException at the later entry
     */
    public void requireDistinctEndpoints() {
        long[] entries = new long[endpoints.size()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = (long) endpoints.get(i).endpoint() << Integer.SIZE | i;
        }
        Arrays.sort(entries);
        for (int i = 1; i < entries.length; i++) {
            if (entries[i - 1] >> Integer.SIZE == entries[i] >> Integer.SIZE) {
                throw MemoryRules.broken(
                        MemoryRules.ONE_PERMISSION, entry((int) entries[i]), entries[i] >> Integer.SIZE);
            }
        }
    }

    /** Bytes of the whole descriptor: its Total length. */
    public long size() {
        long size = entry(endpoints.size());
        for (CompositeRegion region : offsets().keySet()) {
            size += region.size();
        }
        return size;
    }

    /** The bytes of the descriptor. */
    public byte[] encoded() {
        byte[] bytes = new byte[(int) size()];
        encode(MemorySegment.ofArray(bytes));
        return bytes;
    }

    /**
     * Writes the descriptor from the first byte of the segment on.
     *
     * @throws DescriptorException if the segment is shorter than {@link #size}
     */
    public void encode(MemorySegment to) {
        Layouts.require(to, 0, size(), "lend, donate or share memory transaction descriptor");
        Layouts.u16(to, SENDER, sender);
        Layouts.u8(to, ATTRIBUTES, attributes.encode());
        Layouts.u8(to, 3, 0);
        Layouts.u32(to, FLAGS, flags);
        Layouts.u64(to, HANDLE, handle);
        Layouts.u64(to, TAG, tag);
        Layouts.u32(to, 24, 0);
        Layouts.u32(to, COUNT, endpoints.size());
        Map<CompositeRegion, Long> offsets = offsets();
        for (int i = 0; i < endpoints.size(); i++) {
            EndpointAccess entry = endpoints.get(i);
            Long offset = entry.region() == null ? null : offsets.get(entry.region());
            entry.encode(to, entry(i), offset == null ? 0 : offset);
        }
        offsets.forEach((region, offset) -> region.encode(to, offset));
    }

    private Map<CompositeRegion, Long> offsets() {
        long next = entry(endpoints.size());
        CompositeRegion only = region();
        if (only != null) {
            return Map.of(only, next);
        }
        Map<CompositeRegion, Long> offsets = new LinkedHashMap<>();
        for (EndpointAccess entry : endpoints) {
            CompositeRegion region = entry.region();
            if (region != null && offsets.putIfAbsent(region, next) == null) {
                next += region.size();
            }
        }
        return offsets;
    }

    /** Offset of an entry of the endpoint memory access descriptor array. */
    public static long entry(int index) {
        return HEADER + (long) index * EndpointAccess.SIZE;
    }

    /**
     * Reads a descriptor. Everything it claims is checked against the length of the segment before anything is allocated.
     *
     * @param from exactly the bytes of the descriptor: as many as its Total length
     * @throws DescriptorException naming the field, its offset and the requirement
     */
    public static MemoryTransaction decode(MemorySegment from) {
        if (from.byteSize() < HEADER) {
            throw new DescriptorException(MemoryRules.TRANSACTION, 0, from.byteSize(), from.byteSize() + " bytes");
        }
        MemoryAttributes attributes = MemoryAttributes.decode(Layouts.u8(from, ATTRIBUTES), ATTRIBUTES);
        if (Layouts.u8(from, 3) != 0) {
            throw MemoryRules.broken(MemoryRules.RESERVED_3, 3, Layouts.u8(from, 3));
        }
        if (Layouts.u32(from, 24) != 0) {
            throw MemoryRules.broken(MemoryRules.RESERVED_24, 24, Integer.toUnsignedLong(Layouts.u32(from, 24)));
        }
        long count = Integer.toUnsignedLong(Layouts.u32(from, COUNT));
        long room = (from.byteSize() - HEADER) / EndpointAccess.SIZE;
        if (count > room) {
            throw new DescriptorException(MemoryRules.ACCESS_COUNT, COUNT, count, count + " entries, room for " + room);
        }
        EndpointAccess[] endpoints = new EndpointAccess[(int) count];
        RegionReader regions = new RegionReader(from, entry(endpoints.length));
        for (int i = 0; i < endpoints.length; i++) {
            endpoints[i] = EndpointAccess.decode(from, entry(i), regions);
        }
        return new MemoryTransaction(
                Layouts.u16(from, SENDER),
                attributes,
                Layouts.u32(from, FLAGS),
                Layouts.u64(from, HANDLE),
                Layouts.u64(from, TAG),
                List.of(endpoints));
    }
}
