package org.partita.partition.attestation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** CBOR in its deterministic encoding (RFC 8949 4.2.1), as much of it as tokens need. Whoever writes a map sorts its keys. */
final class Cbor {
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;

    private static final int MAJOR_SHIFT = 5;
    private static final int IN_HEAD = 24;
    private static final int ONE_BYTE = 24;
    private static final int TWO_BYTES = 25;
    private static final int FOUR_BYTES = 26;
    private static final int EIGHT_BYTES = 27;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** What was written. */
    byte[] encoded() {
        return out.toByteArray();
    }

    Cbor integer(long value) {
        return value < 0 ? head(NEGATIVE, -1 - value) : head(UNSIGNED, value);
    }

    Cbor bytes(byte[] value) {
        head(BYTES, value.length);
        out.writeBytes(value);
        return this;
    }

    Cbor text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    /** Begins an array; so many items follow. */
    Cbor array(int items) {
        return head(ARRAY, items);
    }

    /** Begins a map; so many pairs of key and value follow. */
    Cbor map(int pairs) {
        return head(MAP, pairs);
    }

    /** Tags the item that follows. */
    Cbor tag(int number) {
        return head(TAG, number);
    }

    /** The initial byte of an item and its argument, in the shortest form. */
    private Cbor head(int major, long argument) {
        int type = major << MAJOR_SHIFT;
        if (argument < IN_HEAD) {
            out.write(type | (int) argument);
        } else if (argument <= 0xFF) {
            out.write(type | ONE_BYTE);
            bigEndian(argument, 1);
        } else if (argument <= 0xFFFF) {
            out.write(type | TWO_BYTES);
            bigEndian(argument, 2);
        } else if (argument <= 0xFFFF_FFFFL) {
            out.write(type | FOUR_BYTES);
            bigEndian(argument, 4);
        } else {
            out.write(type | EIGHT_BYTES);
            bigEndian(argument, 8);
        }
        return this;
    }

    private void bigEndian(long argument, int bytes) {
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.write((int) (argument >>> shift));
        }
    }
}
