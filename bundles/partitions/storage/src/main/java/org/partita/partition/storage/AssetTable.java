package org.partita.partition.storage;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.api.partition.MemoryView;

/**
 * The slots of assets, one behind the other in the second half of the partition's memory; the first is the API's. Memory that is
 * zero is an empty table.
 */
final class AssetTable {
    private final MemoryView memory;
    private final long base;
    private final int slots;

    private AssetTable(MemoryView memory, long base, long room) {
        this.memory = memory;
        this.base = base;
        slots = (int) (room / Asset.SLOT);
    }

    /** The table of a partition. */
    static AssetTable of(SfnPsa psa) {
        long half = psa.scratchSize() / 2;
        if (half < Asset.SLOT) {
            throw new IllegalStateException(
                    "half of the partition's memory, " + half + " bytes, has no room for an asset of " + Asset.SLOT
                            + " bytes; its manifest needs a larger heap_size");
        }
        return new AssetTable(psa.memory(), psa.scratch() + half, half);
    }

    /** Slot of a client's asset, or -1. */
    int find(int client, long uid) {
        ByteBuffer header = Asset.header();
        for (int slot = 0; slot < slots; slot++) {
            memory.read(address(slot), MemorySegment.ofBuffer(header));
            if (Asset.matches(header, client, uid)) {
                return slot;
            }
        }
        return -1;
    }

    /** The first slot without an asset, or -1. */
    int free() {
        ByteBuffer header = Asset.header();
        for (int slot = 0; slot < slots; slot++) {
            memory.read(address(slot), MemorySegment.ofBuffer(header));
            if (!Asset.isPresent(header)) {
                return slot;
            }
        }
        return -1;
    }

    /** The asset in a slot that has one. */
    Asset get(int slot) {
        byte[] bytes = new byte[Asset.SLOT];
        memory.read(address(slot), MemorySegment.ofArray(bytes));
        return Asset.decode(bytes);
    }

    /** Fills a slot. */
    void put(int slot, byte[] bytes) {
        memory.write(address(slot), MemorySegment.ofArray(bytes));
    }

    /** Bytes of all slots. */
    int size() {
        return slots * Asset.SLOT;
    }

    /** The bytes of all slots as they would be with another one in this place. */
    byte[] imageWith(int slot, byte[] bytes) {
        byte[] image = new byte[size()];
        memory.read(base, MemorySegment.ofArray(image));
        System.arraycopy(bytes, 0, image, slot * Asset.SLOT, bytes.length);
        return image;
    }

    /** Fills all slots, the first with what the image has, the others with nothing. */
    void image(byte[] image) {
        byte[] all = new byte[size()];
        System.arraycopy(image, 0, all, 0, image.length);
        memory.write(base, MemorySegment.ofArray(all));
    }

    private long address(int slot) {
        return base + (long) slot * Asset.SLOT;
    }
}
