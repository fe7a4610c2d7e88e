package org.partita.manifest.devicetree;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.partita.manifest.devicetree.tree.Devicetree;
import org.partita.manifest.devicetree.tree.Node;
import org.partita.manifest.devicetree.tree.Property;
import org.partita.manifest.devicetree.tree.Reservation;

/** Writes a flattened devicetree of version 17, as Devicetree Specification chapter 5 has it. */
final class BlobWriter {
    private final ByteArrayOutputStream structure = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new LinkedHashMap<>();

    private BlobWriter() {}

    static byte[] write(Devicetree tree) {
        return new BlobWriter().all(tree);
    }

    private byte[] all(Devicetree tree) {
        node(tree.root());
        cell(structure, 9);
        ByteArrayOutputStream reservations = new ByteArrayOutputStream();
        for (Reservation r : tree.reservations()) {
            reservations.writeBytes(ByteBuffer.allocate(16)
                    .putLong(r.address())
                    .putLong(r.size())
                    .array());
        }
        reservations.writeBytes(new byte[16]);
        int structureAt = 40 + reservations.size();
        int stringsAt = structureAt + structure.size();
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        int[] header = {
            0xd00dfeed,
            stringsAt + strings.size(),
            structureAt,
            stringsAt,
            40,
            17,
            16,
            0,
            strings.size(),
            structure.size()
        };
        for (int field : header) {
            cell(blob, field);
        }
        blob.writeBytes(reservations.toByteArray());
        blob.writeBytes(structure.toByteArray());
        blob.writeBytes(strings.toByteArray());
        return blob.toByteArray();
    }

    private void node(Node node) {
        cell(structure, 1);
        padded((node.name() + "\0").getBytes(StandardCharsets.US_ASCII));
        for (Property p : node.properties()) {
            cell(structure, 3);
            cell(structure, p.length());
            cell(structure, offsets.computeIfAbsent(p.name(), this::string));
            padded(p.value());
        }
        node.children().forEach(this::node);
        cell(structure, 2);
    }

    private int string(String name) {
        int at = strings.size();
        strings.writeBytes((name + "\0").getBytes(StandardCharsets.US_ASCII));
        return at;
    }

    private void padded(byte[] bytes) {
        structure.writeBytes(bytes);
        structure.writeBytes(new byte[-bytes.length & 3]);
    }

    private static void cell(ByteArrayOutputStream to, int value) {
        to.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
    }
}
