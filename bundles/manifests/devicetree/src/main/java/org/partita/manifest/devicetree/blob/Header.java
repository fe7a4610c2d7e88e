package org.partita.manifest.devicetree.blob;

import java.nio.ByteBuffer;
import org.partita.api.manifest.ManifestException;
import org.partita.manifest.devicetree.tree.Faults;
import org.partita.manifest.devicetree.tree.Limits;
import org.partita.manifest.devicetree.tree.Place;

/**
 * The header of a blob (Devicetree Specification 5.2), after every offset in it has been checked.
 *
 * @param structure offset of the structure block
 * @param structureEnd first offset after it
 * @param strings offset of the strings block
 * @param stringsEnd first offset after it
 * @param reservations offset of the memory reservation block
 * @param end first offset after the blob
 */
record Header(int structure, int structureEnd, int strings, int stringsEnd, int reservations, int end) {
    static final int MAGIC = 0xd00dfeed;
    static final String RULE = "Devicetree Specification 5.2";
    private static final int LENGTH_16 = 36;
    private static final int LENGTH_17 = 40;

    static Header read(String file, ByteBuffer blob) throws ManifestException {
        if (blob.limit() > Limits.MAX_FILE) {
            throw fault(
                    file, 0, "the file has " + blob.limit() + " bytes; the limit for a manifest is " + Limits.MAX_FILE);
        }
        if (blob.limit() < LENGTH_16 || blob.getInt(0) != MAGIC) {
            throw fault(file, 0, "expecting a devicetree blob, which begins with 0xd00dfeed and a header of 40 bytes");
        }
        int version = blob.getInt(20);
        int compatible = blob.getInt(24);
        if (version < 16 || compatible > 17 || compatible < 0) {
            throw fault(
                    file,
                    20,
                    "blob version " + Integer.toUnsignedString(version) + ", compatible with "
                            + Integer.toUnsignedString(compatible)
                            + "; expecting 16 or 17: write it again with dtc -V 17");
        }
        boolean sized = version >= 17;
        int header = sized ? LENGTH_17 : LENGTH_16;
        int end = blob.getInt(4);
        if (end < header || end > blob.limit()) {
            throw fault(
                    file,
                    4,
                    "the header says " + Integer.toUnsignedString(end) + " bytes, the file has " + blob.limit()
                            + "; the file is cut off or no blob");
        }
        int structure = offset(file, blob, 8, header, end, 4);
        int strings = offset(file, blob, 12, header, end, 1);
        int reservations = offset(file, blob, 16, header, end, 8);
        int stringsEnd = blockEnd(file, 32, strings, blob.getInt(32), end);
        int structureEnd = sized ? blockEnd(file, 36, structure, blob.getInt(36), end) : end;
        return new Header(structure, structureEnd, strings, stringsEnd, reservations, end);
    }

    private static int offset(String file, ByteBuffer blob, int field, int least, int end, int alignment)
            throws ManifestException {
        int offset = blob.getInt(field);
        if (offset < least || offset > end || offset % alignment != 0) {
            throw fault(
                    file,
                    field,
                    "offset 0x" + Integer.toHexString(offset) + " of a block; expecting a multiple of " + alignment
                            + " from 0x" + Integer.toHexString(least) + " to 0x" + Integer.toHexString(end));
        }
        return offset;
    }

    private static int blockEnd(String file, int field, int begin, int size, int end) throws ManifestException {
        if (size < 0 || size > end - begin) {
            throw fault(
                    file,
                    field,
                    "a block of " + Integer.toUnsignedString(size) + " bytes at 0x" + Integer.toHexString(begin)
                            + " reaches over the end of the blob at 0x" + Integer.toHexString(end));
        }
        return begin + size;
    }

    static ManifestException fault(String file, int offset, String message) {
        return Faults.fault(new Place(file, 0), "/", RULE, "offset 0x" + Integer.toHexString(offset) + ": " + message);
    }
}
