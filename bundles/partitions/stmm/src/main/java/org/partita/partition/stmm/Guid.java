package org.partita.partition.stmm;

import java.nio.ByteBuffer;
import java.util.UUID;

/** An EFI_GUID in a little-endian buffer: 32, 16 and 16 bits are numbers, the other 64 are bytes in order. */
final class Guid {
    static final int SIZE = 16;

    private Guid() {}

    static UUID read(ByteBuffer from, int at) {
        long most = Integer.toUnsignedLong(from.getInt(at)) << 32
                | Short.toUnsignedLong(from.getShort(at + 4)) << 16
                | Short.toUnsignedLong(from.getShort(at + 6));
        return new UUID(most, Long.reverseBytes(from.getLong(at + 8)));
    }

    static void write(ByteBuffer to, int at, UUID guid) {
        long most = guid.getMostSignificantBits();
        to.putInt(at, (int) (most >>> 32));
        to.putShort(at + 4, (short) (most >>> 16));
        to.putShort(at + 6, (short) most);
        to.putLong(at + 8, Long.reverseBytes(guid.getLeastSignificantBits()));
    }
}
