package org.partita.partition.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An asset, and the slot of memory that it fills: whether there is one (4 bytes, 1 or 0), client id (4), UID (8), flags (4), size
 * (4), and the asset, little-endian.
 *
 * @param client id of the client whose asset it is
 * @param uid not 0
 * @param flags as it was set with
 * @param data at most {@link #MOST_BYTES}
 */
record Asset(int client, long uid, int flags, byte[] data) {
    /** Most bytes of an asset. */
    static final int MOST_BYTES = 512;

    private static final int HEADER = 24;
    private static final int PRESENT = 1;

    /** Bytes of a slot. */
    static final int SLOT = HEADER + MOST_BYTES;

    /** Whether a slot, or its header, has an asset of this client. */
    static boolean matches(ByteBuffer header, int client, long uid) {
        return isPresent(header) && header.getInt(4) == client && header.getLong(8) == uid;
    }

    static boolean isPresent(ByteBuffer header) {
        return header.getInt(0) == PRESENT;
    }

    /** The header of a slot, from its first bytes. */
    static ByteBuffer header() {
        return ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Asset decode(byte[] slot) {
        ByteBuffer bytes = ByteBuffer.wrap(slot).order(ByteOrder.LITTLE_ENDIAN);
        int size = bytes.getInt(20);
        return new Asset(
                bytes.getInt(4), bytes.getLong(8), bytes.getInt(16), Arrays.copyOfRange(slot, HEADER, HEADER + size));
    }

    byte[] encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(SLOT).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(PRESENT)
                .putInt(client)
                .putLong(uid)
                .putInt(flags)
                .putInt(data.length)
                .put(data);
        return bytes.array();
    }

    int size() {
        return data.length;
    }

    /** What follows an offset, which is not behind the end, but no more than there is room for. */
    byte[] part(int offset, long room) {
        return Arrays.copyOfRange(data, offset, (int) Math.min(data.length, offset + room));
    }
}
