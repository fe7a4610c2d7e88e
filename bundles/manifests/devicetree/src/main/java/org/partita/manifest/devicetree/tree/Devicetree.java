package org.partita.manifest.devicetree.tree;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.api.manifest.Problem;

/**
 * A devicetree as it was read.
 *
 * @param root the root node
 * @param reservations the memory reservation block
 * @param warnings what was odd about the file itself
 */
public record Devicetree(Node root, List<Reservation> reservations, List<Problem> warnings) {
    public Devicetree {
        reservations = List.copyOf(reservations);
        warnings = List.copyOf(warnings);
    }

    /** The nodes by phandle; the first one where a value is used twice. References are never followed further. */
    public Map<Integer, Node> phandles() {
        Map<Integer, Node> nodes = new HashMap<>();
        collect(root, nodes);
        return nodes;
    }

    private static void collect(Node node, Map<Integer, Node> nodes) {
        Property phandle = phandle(node);
        if (phandle != null && phandle.length() == 4) {
            nodes.putIfAbsent(phandle.cell(0), node);
        }
        node.children().forEach(child -> collect(child, nodes));
    }

    /** The phandle property of a node, under its name or its old name. */
    public static @Nullable Property phandle(Node node) {
        Property phandle = node.property("phandle");
        return phandle == null ? node.property("linux,phandle") : phandle;
    }

    /** Whether both hold the same tree and reservations. */
    public boolean sameAs(Devicetree other) {
        return root.sameAs(other.root) && reservations.equals(other.reservations);
    }
}
