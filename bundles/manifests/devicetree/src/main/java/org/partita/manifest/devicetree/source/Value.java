package org.partita.manifest.devicetree.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.partita.manifest.devicetree.tree.Place;

/** The value of a property while it is read: bytes, and references to nodes that may come later. */
final class Value {
    /**
     * A reference to a node.
     *
     * @param offset where in the value it stands
     * @param target label, or path that begins with {@code /}
     * @param path whether the path of the node is meant instead of its phandle
     * @param place for messages
     */
    record Reference(int offset, String target, boolean path, Place place) {}

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Reference> references = new ArrayList<>();

    void add(byte[] more) {
        bytes.writeBytes(more);
    }

    /** Adds the low-order {@code bits} (8, 16, 32, 64) of a number, big-endian. */
    void add(long number, int bits) {
        byte[] all = ByteBuffer.allocate(8).putLong(number).array();
        bytes.write(all, 8 - bits / 8, bits / 8);
    }

    void addPhandle(String target, Place place) {
        references.add(new Reference(bytes.size(), target, false, place));
        add(-1, 32);
    }

    void addPath(String target, Place place) {
        references.add(new Reference(bytes.size(), target, true, place));
    }

    int size() {
        return bytes.size();
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    List<Reference> references() {
        return references;
    }
}
