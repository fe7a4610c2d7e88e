package org.partita.partition.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.partita.api.ffm.partition.Outputs;
import org.partita.lib.fixture.psa.partition.SfnModel;

/** A partition, and its clients as psa/internal_trusted_storage.h has their functions. */
final class StorageClient {
    static final int CLIENT = -1;

    private final SfnModel partition;

    private StorageClient(SfnModel partition) {
        this.partition = partition;
    }

    /** The partition in memory that has room for so many assets, with this file behind it; none if it is empty. */
    static StorageClient loaded(int assets, String file) throws Exception {
        SfnModel model = new SfnModel(257, 0x70, 2 * 536 * assets, new Storage(file));
        int status = model.initialize();
        if (status != 0) {
            throw new AssertionError("it is not initialized: " + status);
        }
        return new StorageClient(model);
    }

    SfnModel partition() {
        return partition;
    }

    int set(int client, long uid, String data, int flags) {
        return set(client, uid, data.getBytes(StandardCharsets.US_ASCII), flags);
    }

    int set(int client, long uid, byte[] data, int flags) {
        return partition.request(client, 1001, Outputs.NONE, uid(uid), data, word(flags));
    }

    /** What there is from the offset on, or the status as a number. */
    String get(int client, long uid, int offset, int room) {
        Outputs outputs = new Outputs(room);
        int status = partition.request(client, 1002, outputs, uid(uid), word(offset));
        return status == 0 ? new String(outputs.bytes(0), StandardCharsets.US_ASCII) : Integer.toString(status);
    }

    String get(int client, long uid) {
        return get(client, uid, 0, 1024);
    }

    /** Capacity, size and flags, or the status as a number. */
    String info(int client, long uid) {
        Outputs outputs = new Outputs(12);
        int status = partition.request(client, 1003, outputs, uid(uid));
        if (status != 0) {
            return Integer.toString(status);
        }
        ByteBuffer info = ByteBuffer.wrap(outputs.bytes(0)).order(ByteOrder.LITTLE_ENDIAN);
        return info.getInt() + " " + info.getInt() + " " + info.getInt();
    }

    int remove(int client, long uid) {
        return partition.request(client, 1004, Outputs.NONE, uid(uid));
    }

    static byte[] uid(long uid) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(uid)
                .array();
    }

    static byte[] word(int word) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(word)
                .array();
    }
}
