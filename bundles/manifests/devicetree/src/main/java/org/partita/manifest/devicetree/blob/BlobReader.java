package org.partita.manifest.devicetree.blob;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.manifest.ManifestException;
import org.partita.manifest.devicetree.tree.Devicetree;
import org.partita.manifest.devicetree.tree.Faults;
import org.partita.manifest.devicetree.tree.Limits;
import org.partita.manifest.devicetree.tree.Names;
import org.partita.manifest.devicetree.tree.Node;
import org.partita.manifest.devicetree.tree.Place;
import org.partita.manifest.devicetree.tree.Property;
import org.partita.manifest.devicetree.tree.Reservation;

/**
 * Reads a flattened devicetree strictly: nothing is read outside of the block it belongs to, nothing is allocated
 * because a count says so, and every fault is named with its offset.
 */
public final class BlobReader {
    private static final String RULE = "Devicetree Specification 5.4";
    private static final int BEGIN_NODE = 1;
    private static final int END_NODE = 2;
    private static final int PROP = 3;
    private static final int NOP = 4;
    private static final int END = 9;

    private final ByteBuffer blob;
    private final Header header;
    private final Place place;
    private final List<Reservation> reservations = new ArrayList<>();
    private int at;
    private int nodes;
    private int properties;
    private @Nullable Node root;
    private @Nullable Node current;

    private BlobReader(String file, ByteBuffer blob, Header header) {
        this.blob = blob;
        this.header = header;
        this.place = new Place(file, 0);
    }

    /** Whether these are the first bytes of a blob. */
    public static boolean isBlob(byte[] content) {
        return content.length >= 4 && ByteBuffer.wrap(content).getInt() == Header.MAGIC;
    }

    /**
     * Reads a blob.
     *
     * @param file name for messages
     * @param content the bytes
     * @throws ManifestException with the offset at which the blob is wrong
     */
    public static Devicetree read(String file, byte[] content) throws ManifestException {
        ByteBuffer blob = ByteBuffer.wrap(content);
        BlobReader reader = new BlobReader(file, blob, Header.read(file, blob));
        reader.reservations();
        return new Devicetree(reader.structure(), reader.reservations, List.of());
    }

    private void reservations() throws ManifestException {
        for (int offset = header.reservations(); ; offset += 16) {
            if (header.end() - offset < 16) {
                throw fault(offset, "the memory reservation block has no end; expecting an entry of 16 zero bytes");
            }
            Reservation reservation = new Reservation(blob.getLong(offset), blob.getLong(offset + 8));
            if (reservation.address() == 0 && reservation.size() == 0) {
                return;
            }
            if (reservations.size() >= Limits.MAX_RESERVATIONS) {
                throw fault(offset, "more than " + Limits.MAX_RESERVATIONS + " memory reservations");
            }
            reservations.add(reservation);
        }
    }

    private Node structure() throws ManifestException {
        at = header.structure();
        while (true) {
            int token = cell();
            switch (token) {
                case BEGIN_NODE -> begin();
                case END_NODE -> end();
                case PROP -> property();
                case NOP -> {}
                case END -> {
                    if (root == null || current != null) {
                        throw fault(at - 4, "the blob ends before its nodes do");
                    }
                    return root;
                }
                default ->
                    throw fault(
                            at - 4,
                            "token 0x" + Integer.toHexString(token)
                                    + "; expecting 1 (begin of a node), 2 (its end), 3 (property), 4 (nothing) or 9 (end)");
            }
        }
    }

    private int cell() throws ManifestException {
        if (header.structureEnd() - at < 4) {
            throw fault(at, "the structure block has no end; expecting the token 9");
        }
        at += 4;
        return blob.getInt(at - 4);
    }

    private void begin() throws ManifestException {
        int begin = at;
        String name = name(at, header.structureEnd());
        at = aligned(at + name.length() + 1);
        if (name.isEmpty() != (current == null) || (current == null && root != null)) {
            throw fault(begin, "a node \"" + name + "\"; the root alone has no name, and there is one root");
        }
        if (++nodes > Limits.MAX_NODES || (current != null && current.depth() >= Limits.MAX_DEPTH)) {
            throw fault(
                    begin,
                    "more than " + Limits.MAX_DEPTH + " nodes inside each other, or more than " + Limits.MAX_NODES
                            + " altogether");
        }
        Node node = new Node(name, current, place);
        if (current == null) {
            root = node;
        } else if (current.child(name) != null) {
            throw fault(begin, "a second node " + name + " in the same node");
        } else {
            current.add(node);
        }
        current = node;
    }

    private void end() throws ManifestException {
        if (current == null) {
            throw fault(at - 4, "a node ends that has not begun");
        }
        current = current.parent();
    }

    private void property() throws ManifestException {
        int begin = at - 4;
        int length = cell();
        int nameOffset = cell();
        if (current == null) {
            throw fault(begin, "a property outside of every node");
        }
        if (length < 0 || length > header.structureEnd() - at) {
            throw fault(
                    begin + 4,
                    "a value of " + Integer.toUnsignedString(length) + " bytes; " + (header.structureEnd() - at)
                            + " are left in the structure block");
        }
        if (nameOffset < 0 || nameOffset >= header.stringsEnd() - header.strings()) {
            throw fault(
                    begin + 8,
                    "a name at 0x" + Integer.toHexString(nameOffset) + " of the strings block, which has "
                            + (header.stringsEnd() - header.strings()) + " bytes");
        }
        String name = name(header.strings() + nameOffset, header.stringsEnd());
        if (name.isEmpty() || current.property(name) != null) {
            throw fault(begin + 8, name.isEmpty() ? "a property without a name" : "a second property " + name);
        }
        if (++properties > Limits.MAX_PROPERTIES) {
            throw fault(begin, "more than " + Limits.MAX_PROPERTIES + " properties");
        }
        byte[] value = new byte[length];
        blob.get(at, value);
        at = aligned(at + length);
        current.put(new Property(name, value, place));
    }

    /** The name that begins at an offset and ends with NUL before {@code limit}. */
    private String name(int offset, int limit) throws ManifestException {
        int end = offset;
        while (end < limit && blob.get(end) != 0) {
            if (!Names.isNameCharacter(blob.get(end) & 0xff) || end - offset >= Limits.MAX_NAME) {
                throw fault(
                        end,
                        "byte 0x" + Integer.toHexString(blob.get(end) & 0xff) + " in a name; expecting at most "
                                + Limits.MAX_NAME + " letters, digits and ,._+-?#*@");
            }
            end++;
        }
        if (end == limit) {
            throw fault(offset, "a name that reaches over the end of its block");
        }
        byte[] name = new byte[end - offset];
        blob.get(offset, name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    private static int aligned(int offset) {
        return (offset + 3) & ~3;
    }

    private ManifestException fault(int offset, String message) {
        return Faults.fault(
                place,
                current == null ? "/" : current.path(),
                RULE,
                "offset 0x" + Integer.toHexString(offset) + ": " + message);
    }
}
