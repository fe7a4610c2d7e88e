package org.partita.partition.crypto;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.api.partition.MemoryView;

/**
 * Keys in the second half of the partition's memory; the first is the API's. A slot has 128 bytes: kind of the key (4 bytes, 0 if
 * there is none), client id (4), size (4), 0 (4), and the key. The id of a key is the number of its slot, from 1 on.
 */
final class KeyTable {
    /** Most bytes of a key. */
    static final int MOST_BYTES = 112;

    private static final int HEADER = 16;
    private static final int SLOT = HEADER + MOST_BYTES;
    private static final int FREE = 0;

    private final MemoryView memory;
    private final long base;
    private final int slots;

    private KeyTable(MemoryView memory, long base, long room) {
        this.memory = memory;
        this.base = base;
        slots = (int) (room / SLOT);
    }

    /** The keys of a partition. */
    static KeyTable of(SfnPsa psa) {
        long half = psa.scratchSize() / 2;
        if (half < SLOT) {
            throw new IllegalStateException("half of the partition's memory, " + half
                    + " bytes, has no room for a key of " + SLOT + " bytes; its manifest needs a larger heap_size");
        }
        return new KeyTable(psa.memory(), psa.scratch() + half, half);
    }

    /** A copy of a client's key of this kind; whoever uses it fills it with zeroes afterwards. */
    byte[] get(int client, int id, KeyKind kind) throws Refused {
        ByteBuffer slot = owned(client, id);
        if (slot.getInt(0) != kind.number()) {
            throw new Refused(PsaStatus.PSA_ERROR_INVALID_ARGUMENT);
        }
        byte[] key = new byte[slot.getInt(8)];
        slot.get(HEADER, key).put(0, new byte[SLOT]);
        return key;
    }

    /** Keeps a key for a client; its id. */
    int add(int client, KeyKind kind, byte[] key) throws Refused {
        int id = free();
        ByteBuffer slot = ByteBuffer.allocate(SLOT).order(ByteOrder.LITTLE_ENDIAN);
        slot.putInt(kind.number()).putInt(client).putInt(key.length).putInt(0).put(key);
        write(id, slot.array());
        return id;
    }

    /** Overwrites a client's key. */
    void destroy(int client, int id) throws Refused {
        owned(client, id).put(0, new byte[SLOT]);
        write(id, new byte[SLOT]);
    }

    /** Overwrites all keys of a client. */
    void destroyAll(int client) {
        for (int id = 1; id <= slots; id++) {
            if (isOf(client, read(id))) {
                write(id, new byte[SLOT]);
            }
        }
    }

    /** Overwrites all keys. */
    void clear() {
        memory.write(base, MemorySegment.ofArray(new byte[slots * SLOT]));
    }

    private ByteBuffer owned(int client, int id) throws Refused {
        if (id > 0 && id <= slots) {
            ByteBuffer slot = read(id);
            if (isOf(client, slot)) {
                return slot;
            }
        }
        throw new Refused(PsaStatus.PSA_ERROR_INVALID_HANDLE);
    }

    private static boolean isOf(int client, ByteBuffer slot) {
        return slot.getInt(0) != FREE && slot.getInt(4) == client;
    }

    /** The first id without a key. */
    private int free() throws Refused {
        for (int id = 1; id <= slots; id++) {
            if ((int) memory.read64(address(id)) == FREE) {
                return id;
            }
        }
        throw new Refused(PsaStatus.PSA_ERROR_INSUFFICIENT_MEMORY);
    }

    private ByteBuffer read(int id) {
        byte[] slot = new byte[SLOT];
        memory.read(address(id), MemorySegment.ofArray(slot));
        return ByteBuffer.wrap(slot).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(int id, byte[] slot) {
        memory.write(address(id), MemorySegment.ofArray(slot));
        Arrays.fill(slot, (byte) 0);
    }

    private long address(int id) {
        return base + (long) (id - 1) * SLOT;
    }
}
