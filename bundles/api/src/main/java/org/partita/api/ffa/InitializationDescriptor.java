package org.partita.api.ffa;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What a partition manager hands to the boot execution context (FF-A Table 3.9).
 *
 * @param objects the name-value-size tuples in order
 */
public record InitializationDescriptor(List<NameValueSize> objects) {
    /** ASCII "FF-A", read as a little-endian word. */
    public static final int SIGNATURE = 0x412D4646;

    private static final int HEADER = 8;

    public InitializationDescriptor {
        objects = List.copyOf(objects);
    }

    /** Bytes of the whole descriptor. */
    public long size() {
        return HEADER + (long) objects.size() * NameValueSize.SIZE;
    }

    /** Writes the descriptor from the first byte of the segment on. */
    public void encode(MemorySegment to) {
        Layouts.require(to, 0, size(), "initialization descriptor");
        Layouts.u32(to, 0, SIGNATURE);
        Layouts.u32(to, 4, objects.size());
        for (int i = 0; i < objects.size(); i++) {
            objects.get(i).encode(to, HEADER + (long) i * NameValueSize.SIZE);
        }
    }

    /**
     * Reads a descriptor; the claimed count is checked against the length of the segment before anything is allocated.
     *
     * @throws DescriptorException naming the field and offset
     */
    public static InitializationDescriptor decode(MemorySegment from) {
        Layouts.require(from, 0, HEADER, "initialization descriptor");
        if (Layouts.u32(from, 0) != SIGNATURE) {
            throw new DescriptorException("Signature", 0, "must be ASCII \"FF-A\" (FF-A Table 3.9)");
        }
        long count = Integer.toUnsignedLong(Layouts.u32(from, 4));
        if (count > (from.byteSize() - HEADER) / NameValueSize.SIZE) {
            throw new DescriptorException(
                    "NVS count", 4, count + " tuples do not fit into " + from.byteSize() + " bytes");
        }
        List<NameValueSize> objects = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            objects.add(NameValueSize.decode(from, HEADER + (long) i * NameValueSize.SIZE));
        }
        return new InitializationDescriptor(objects);
    }
}
