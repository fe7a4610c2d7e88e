package org.partita.partition.digest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.partita.api.partition.DirectRequest;

/** The bytes of x4 to x7, or of w4 to w7 in a 32-bit call, little-endian. */
final class Payload {
    private static final int FIRST = 4;
    private static final int LAST = 7;

    private Payload() {}

    static byte[] of(DirectRequest request) {
        byte[] payload = new byte[size(request)];
        ByteBuffer bytes = buffer(payload);
        for (int n = FIRST; n <= LAST; n++) {
            if (request.is64()) {
                bytes.putLong(request.x(n));
            } else {
                bytes.putInt((int) request.x(n));
            }
        }
        return payload;
    }

    /** Responds with as many of these bytes as the registers hold. */
    static void respond(DirectRequest request, byte[] with) {
        ByteBuffer bytes = buffer(with);
        for (int n = FIRST; n <= LAST; n++) {
            request.respond(n, request.is64() ? bytes.getLong() : Integer.toUnsignedLong(bytes.getInt()));
        }
    }

    private static int size(DirectRequest request) {
        return (LAST - FIRST + 1) * (request.is64() ? Long.BYTES : Integer.BYTES);
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
