package org.partita.partition.digest;

import java.lang.foreign.MemorySegment;
import org.partita.api.partition.MemoryView;

/** Key slots in the partition's own memory: 64 bytes a slot, first the length of the key, 0 if none, then the key. */
final class Keys {
    /** Number of slots. */
    static final int SLOTS = 8;

    /** IPA of the memory region "keys" in the manifest. */
    static final long ADDRESS = 0x6010000;

    private static final int SLOT_BYTES = 64;
    private static final int KEY_OFFSET = 8;

    private final MemoryView memory;

    Keys(MemoryView memory) {
        this.memory = memory;
    }

    void set(int slot, byte[] key) {
        memory.write(address(slot) + KEY_OFFSET, MemorySegment.ofArray(key));
        memory.write64(address(slot), key.length);
    }

    /** The key in this slot; empty if there is none. */
    byte[] get(int slot) {
        byte[] key = new byte[(int) memory.read64(address(slot))];
        if (key.length > 0) {
            memory.read(address(slot) + KEY_OFFSET, MemorySegment.ofArray(key));
        }
        return key;
    }

    private static long address(int slot) {
        return ADDRESS + (long) slot * SLOT_BYTES;
    }
}
