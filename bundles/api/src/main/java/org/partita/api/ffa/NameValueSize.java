package org.partita.api.ffa;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * An object passed to a partition at boot (FF-A Table 3.8).
 *
 * @param name at most 16 bytes of ASCII
 * @param value 64 bits; often an address in the partition's own address kind
 * @param size of the object in bytes, 64 bits unsigned
 */
public record NameValueSize(String name, long value, long size) {
    /** Bytes of one tuple. */
    public static final int SIZE = 32;

    private static final int NAME_LENGTH = 16;

    public NameValueSize {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > NAME_LENGTH || !name.equals(new String(bytes, StandardCharsets.US_ASCII))) {
            throw new IllegalArgumentException(
                    "name \"" + name + "\": a name-value-size tuple takes at most 16 ASCII bytes (FF-A Table 3.8)");
        }
    }

    /** Writes the 32 bytes at {@code offset}; a shorter name is filled with zero bytes. */
    public void encode(MemorySegment to, long offset) {
        Layouts.require(to, offset, SIZE, "name-value-size tuple");
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        to.asSlice(offset, NAME_LENGTH).fill((byte) 0);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, to, offset, bytes.length);
        Layouts.u64(to, offset + 16, value);
        Layouts.u64(to, offset + 24, size);
    }

    /** Reads the 32 bytes at {@code offset}. */
    public static NameValueSize decode(MemorySegment from, long offset) {
        Layouts.require(from, offset, SIZE, "name-value-size tuple");
        byte[] bytes = from.asSlice(offset, NAME_LENGTH).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        int length = 0;
        while (length < NAME_LENGTH && bytes[length] != 0) {
            if (bytes[length] < 0) {
                throw new DescriptorException("Name", offset + length, "not an ASCII character (FF-A Table 3.8)");
            }
            length++;
        }
        return new NameValueSize(
                new String(bytes, 0, length, StandardCharsets.US_ASCII),
                Layouts.u64(from, offset + 16),
                Layouts.u64(from, offset + 24));
    }
}
