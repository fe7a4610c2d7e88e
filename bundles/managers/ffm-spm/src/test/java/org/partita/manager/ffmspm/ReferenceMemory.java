package org.partita.manager.ffmspm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.lib.fixture.psa.SpmMemoryModel;

/** What memory has to contain, and whose it is, by the isolation level. */
final class ReferenceMemory {
    private static final long ADDRESSES = 1L << 32;

    private final IsolationLevel level;
    private final Map<Area, byte[]> contents = new EnumMap<>(Area.class);

    ReferenceMemory(IsolationLevel level) {
        this.level = level;
        for (Area a : Area.values()) {
            byte[] bytes = new byte[Area.SIZE];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (17 * a.ordinal() + i);
            }
            contents.put(a, bytes);
        }
    }

    /** Whether an access is within the caller's protection boundary, and within 32-bit addresses. */
    boolean may(Actor by, long address, long length, boolean write, boolean nonSecure) {
        if (length == 0) {
            return true;
        }
        Area a = Area.of(address, length);
        if (a == null || address + length > ADDRESSES || !(write ? a.writable : a.readable)) {
            return false;
        }
        Actor owner = a.owner;
        if (owner == null) {
            return true;
        }
        if (nonSecure || !by.secure()) {
            return false;
        }
        return switch (level) {
            case SPE -> true;
            case PSA_ROT -> by.psaRot || !owner.psaRot;
            case PARTITIONS -> by == owner;
        };
    }

    private ByteBuffer at(long address, int length) {
        Area a = Objects.requireNonNull(Area.of(address, length));
        return ByteBuffer.wrap(contents.get(a), (int) (address - a.base()), length)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    long word(long address) {
        return Integer.toUnsignedLong(at(address, Integer.BYTES).getInt());
    }

    void word(long address, long value) {
        at(address, Integer.BYTES).putInt((int) value);
    }

    void copy(long from, long to, long length) {
        byte[] bytes = new byte[(int) length];
        at(from, bytes.length).get(bytes);
        at(to, bytes.length).put(bytes);
    }

    /** Gives another memory the contents that this one has. */
    void fill(SpmMemoryModel memory) {
        contents.forEach((area, bytes) -> memory.bytes(area.base(), bytes));
    }

    void requireSame(SpmMemoryModel memory) {
        contents.forEach((area, bytes) -> {
            byte[] found = memory.bytes(area.base(), Area.SIZE);
            int at = Arrays.mismatch(found, bytes);
            if (at >= 0) {
                throw new AssertionError(
                        area + "+" + Integer.toHexString(at) + " is " + found[at] + ", not " + bytes[at]);
            }
        });
    }
}
