package org.partita.partition.stmm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to the variable service in the SP's own memory: EFI_MM_COMMUNICATE_HEADER, function and ReturnStatus, parameters. Offsets
 * of parameters are from their beginning, and lead into the message once {@link #status} says SUCCESS.
 */
final class Message {
    static final UUID VARIABLE_SERVICE = UUID.fromString("ed32d533-99e6-4209-9cc0-2d72cdd998a7");

    private static final int LENGTH = Guid.SIZE;
    private static final int FUNCTION = LENGTH + Long.BYTES;
    private static final int RETURN_STATUS = FUNCTION + Long.BYTES;
    private static final int PARAMETERS = RETURN_STATUS + Long.BYTES;

    private final ByteBuffer bytes;

    /** @param copy of what the buffer holds from the message's offset on; from now on this message's */
    Message(byte[] copy) {
        bytes = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether it is one, as far as its headers say. */
    MmStatus status() {
        if (bytes.capacity() < PARAMETERS) {
            return MmStatus.INVALID_PARAMETERS;
        }
        if (!Guid.read(bytes, 0).equals(VARIABLE_SERVICE)) {
            return MmStatus.NOT_SUPPORTED;
        }
        long length = bytes.getLong(LENGTH);
        boolean fits = length >= PARAMETERS - FUNCTION && length <= bytes.capacity() - FUNCTION;
        return fits ? MmStatus.SUCCESS : MmStatus.INVALID_PARAMETERS;
    }

    /** What to write back: all of it, the headers if the length is wrong, or nothing if there is no ReturnStatus. */
    byte[] answer(EfiStatus status) {
        if (bytes.capacity() < PARAMETERS || status() == MmStatus.NOT_SUPPORTED) {
            return new byte[0];
        }
        bytes.putLong(RETURN_STATUS, status.code());
        int end = status() == MmStatus.SUCCESS ? PARAMETERS + size() : PARAMETERS;
        return Arrays.copyOf(bytes.array(), end);
    }

    long function() {
        return bytes.getLong(FUNCTION);
    }

    /** Bytes of the parameters. */
    int size() {
        return (int) bytes.getLong(LENGTH) - (PARAMETERS - FUNCTION);
    }

    /** Whether so many bytes, an unsigned number, are there from an offset on. */
    boolean has(int offset, long count) {
        return offset <= size() && Long.compareUnsigned(count, size() - (long) offset) <= 0;
    }

    UUID guid(int offset) {
        return Guid.read(bytes, PARAMETERS + offset);
    }

    void guid(int offset, UUID guid) {
        Guid.write(bytes, PARAMETERS + offset, guid);
    }

    int u32(int offset) {
        return bytes.getInt(PARAMETERS + offset);
    }

    void u32(int offset, int value) {
        bytes.putInt(PARAMETERS + offset, value);
    }

    long u64(int offset) {
        return bytes.getLong(PARAMETERS + offset);
    }

    void u64(int offset, long value) {
        bytes.putLong(PARAMETERS + offset, value);
    }

    byte[] data(int offset, int count) {
        byte[] data = new byte[count];
        bytes.get(PARAMETERS + offset, data);
        return data;
    }

    void data(int offset, byte[] data) {
        bytes.put(PARAMETERS + offset, data);
    }

    /** A name in UCS-2 up to its terminator; null if it has none within an even number of bytes that are there. */
    @Nullable
    String name(int offset, long count) {
        if (!has(offset, count) || count % Character.BYTES != 0) {
            return null;
        }
        String text = Ucs2.decode(data(offset, (int) count));
        int end = text.indexOf(0);
        return end < 0 ? null : text.substring(0, end);
    }
}
