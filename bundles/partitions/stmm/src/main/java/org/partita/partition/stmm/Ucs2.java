package org.partita.partition.stmm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Text in UCS-2, little-endian: any 16 bits are a character, so that no two names become one. */
final class Ucs2 {
    private Ucs2() {}

    static String decode(byte[] bytes) {
        return ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asCharBuffer()
                .toString();
    }

    static byte[] encode(String text) {
        byte[] bytes = new byte[text.length() * Character.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().put(text);
        return bytes;
    }
}
