package org.partita.it.scheduling;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** A message to the variable service of an STMM SP, laid out as EDK II does: EFI_MM_COMMUNICATE_HEADER and what follows it. */
final class VariableMessage {
    static final UUID SERVICE = UUID.fromString("ed32d533-99e6-4209-9cc0-2d72cdd998a7");

    static final int GET = 1;
    static final int NEXT = 2;
    static final int SET = 3;
    static final int QUERY = 4;

    static final int LENGTH = 16;
    static final int FUNCTION = 24;
    static final int STATUS = 32;
    static final int PARAMETERS = 40;

    /** EFI_STATUS. */
    static final long INVALID_PARAMETER = 0x8000_0000_0000_0002L;

    static final long UNSUPPORTED = 0x8000_0000_0000_0003L;
    static final long BAD_BUFFER_SIZE = 0x8000_0000_0000_0004L;
    static final long BUFFER_TOO_SMALL = 0x8000_0000_0000_0005L;
    static final long OUT_OF_RESOURCES = 0x8000_0000_0000_0009L;
    static final long NOT_FOUND = 0x8000_0000_0000_000EL;

    private final ByteBuffer bytes;

    VariableMessage(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static VariableMessage of(int function, int parameters) {
        VariableMessage m = new VariableMessage(new byte[PARAMETERS + parameters]);
        return m.guid(0, SERVICE)
                .u64(LENGTH, FUNCTION - LENGTH + parameters + 8)
                .u64(FUNCTION, function);
    }

    /** SMM_VARIABLE_COMMUNICATE_ACCESS_VARIABLE. */
    private static VariableMessage access(int function, UUID vendor, String name, int dataSize) {
        int nameSize = 2 * name.length() + 2;
        return of(function, 36 + nameSize + dataSize)
                .guid(PARAMETERS, vendor)
                .u64(PARAMETERS + 16, dataSize)
                .u64(PARAMETERS + 24, nameSize)
                .text(PARAMETERS + 36, name);
    }

    /** @param room bytes for data */
    static VariableMessage get(UUID vendor, String name, int room) {
        return access(GET, vendor, name, room);
    }

    static VariableMessage set(UUID vendor, String name, int attributes, byte... data) {
        VariableMessage m = access(SET, vendor, name, data.length).u32(PARAMETERS + 32, attributes);
        m.bytes.put(m.size() - data.length, data);
        return m;
    }

    /** SMM_VARIABLE_COMMUNICATE_GET_NEXT_VARIABLE_NAME. */
    static VariableMessage next(UUID vendor, String name, int room) {
        return of(NEXT, 24 + room)
                .guid(PARAMETERS, vendor)
                .u64(PARAMETERS + 16, room)
                .text(PARAMETERS + 24, name);
    }

    /** SMM_VARIABLE_COMMUNICATE_QUERY_VARIABLE_INFO. */
    static VariableMessage query(int attributes) {
        return of(QUERY, 32).u32(PARAMETERS + 24, attributes);
    }

    VariableMessage guid(int at, UUID guid) {
        bytes.putInt(at, (int) (guid.getMostSignificantBits() >>> 32));
        bytes.putShort(at + 4, (short) (guid.getMostSignificantBits() >>> 16));
        bytes.putShort(at + 6, (short) guid.getMostSignificantBits());
        bytes.putLong(at + 8, Long.reverseBytes(guid.getLeastSignificantBits()));
        return this;
    }

    UUID guid(int at) {
        long most = (long) bytes.getInt(at) << 32
                | Short.toUnsignedLong(bytes.getShort(at + 4)) << 16
                | Short.toUnsignedLong(bytes.getShort(at + 6));
        return new UUID(most, Long.reverseBytes(bytes.getLong(at + 8)));
    }

    VariableMessage u64(int at, long value) {
        bytes.putLong(at, value);
        return this;
    }

    VariableMessage u32(int at, int value) {
        bytes.putInt(at, value);
        return this;
    }

    VariableMessage text(int at, String text) {
        bytes.put(at, text.getBytes(StandardCharsets.UTF_16LE));
        return this;
    }

    byte[] bytes() {
        return bytes.array();
    }

    int size() {
        return bytes.capacity();
    }

    /** EFI_STATUS of the answer. */
    long status() {
        return bytes.getLong(STATUS);
    }

    long u64(int at) {
        return bytes.getLong(at);
    }

    int u32(int at) {
        return bytes.getInt(at);
    }

    /** The data of an answer to GetVariable. */
    byte[] data() {
        int from = PARAMETERS + 36 + (int) u64(PARAMETERS + 24);
        return Arrays.copyOfRange(bytes(), from, from + (int) u64(PARAMETERS + 16));
    }

    int attributes() {
        return u32(PARAMETERS + 32);
    }

    /** The name in an answer to GetNextVariableName. */
    String name() {
        int size = (int) u64(PARAMETERS + 16);
        String text = new String(bytes(), PARAMETERS + 24, size, StandardCharsets.UTF_16LE);
        return text.substring(0, text.indexOf(0));
    }
}
