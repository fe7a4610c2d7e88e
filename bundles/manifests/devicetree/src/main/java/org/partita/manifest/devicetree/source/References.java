package org.partita.manifest.devicetree.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.Problem;
import org.partita.manifest.devicetree.tree.Devicetree;
import org.partita.manifest.devicetree.tree.Limits;
import org.partita.manifest.devicetree.tree.Node;
import org.partita.manifest.devicetree.tree.Place;
import org.partita.manifest.devicetree.tree.Property;

/** Labels, and references to nodes, which are put into values when the whole source has been read. */
final class References {
    private static final String RULE = "Devicetree Specification 6.3";

    private final Map<String, Node> labels = new HashMap<>();
    private final IdentityHashMap<Node, List<String>> labelsOf = new IdentityHashMap<>();
    private final IdentityHashMap<Property, List<Value.Reference>> open = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Boolean> omitted = new IdentityHashMap<>();
    private final Map<Integer, Node> phandles = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private int nextPhandle = 1;
    private int pathBytes;

    /** Remembers a label; returns the other node that has it already, or null. */
    @Nullable
    Node label(String name, Node node) {
        Node other = labels.putIfAbsent(name, node);
        if (other == null) {
            labelsOf.computeIfAbsent(node, n -> new ArrayList<>()).add(name);
        }
        return other == node ? null : other;
    }

    void hold(Property property, List<Value.Reference> references) {
        if (!references.isEmpty()) {
            open.put(property, references);
        }
    }

    /** The node is left out unless something refers to it. */
    void omitUnlessReferenced(Node node) {
        omitted.put(node, true);
    }

    /** Forgets the labels of a node that is deleted, and of all nodes in it. */
    void forget(Node node) {
        labelsOf.getOrDefault(node, List.of()).forEach(labels::remove);
        labelsOf.remove(node);
        omitted.remove(node);
        node.children().forEach(this::forget);
    }

    /** The node of a label or path, or null. */
    @Nullable
    Node find(String target, Node root) {
        if (!target.startsWith("/")) {
            return labels.get(target);
        }
        Node node = root;
        for (String name : target.substring(1).split("/", -1)) {
            node = node == null || name.isEmpty() ? node : node.child(name);
        }
        return node;
    }

    /** Fills every reference in. */
    void resolve(Node root) throws ManifestException {
        collectPhandles(root);
        fill(root, root);
        omitted.keySet().forEach(node -> {
            Node parent = node.parent();
            if (parent != null && Devicetree.phandle(node) == null) {
                parent.removeChild(node.name());
            }
        });
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
    }

    private void collectPhandles(Node node) {
        Property phandle = Devicetree.phandle(node);
        if (phandle != null && phandle.length() == 4 && !open.containsKey(phandle)) {
            phandles.putIfAbsent(phandle.cell(0), node);
        }
        node.children().forEach(this::collectPhandles);
    }

    private void fill(Node node, Node root) {
        for (Property property : List.copyOf(node.properties())) {
            List<Value.Reference> references = open.get(property);
            if (references != null) {
                fill(node, property, references, root);
            }
        }
        node.children().forEach(child -> fill(child, root));
    }

    private void fill(Node node, Property property, List<Value.Reference> references, Node root) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        int from = 0;
        byte[] written = property.value();
        for (Value.Reference reference : references) {
            value.write(written, from, reference.offset() - from);
            from = reference.offset();
            Node target = find(reference.target(), root);
            if (target == null) {
                problem(
                        reference.place(),
                        node,
                        property,
                        "there is no node " + reference.target() + "; a reference needs a node with this "
                                + (reference.target().startsWith("/") ? "path" : "label"));
            } else if (reference.path()) {
                value.writeBytes((target.path() + "\0").getBytes(StandardCharsets.ISO_8859_1));
                pathBytes += target.path().length();
            } else {
                boolean own =
                        property.name().equals("phandle") || property.name().equals("linux,phandle");
                value.writeBytes(ByteBuffer.allocate(4)
                        .putInt(own ? ownPhandle(node, target, reference) : phandle(target))
                        .array());
            }
            from += reference.path() ? 0 : 4;
            if (pathBytes > Limits.MAX_VALUES) {
                problem(
                        reference.place(),
                        node,
                        property,
                        "the paths in all values have more than " + (Limits.MAX_VALUES >> 20) + " MiB");
                return;
            }
        }
        value.write(written, from, written.length - from);
        node.put(new Property(property.name(), value.toByteArray(), property.place()));
    }

    /** A phandle property that refers to its own node asks for a number of the reader's choice. */
    private int ownPhandle(Node node, Node target, Value.Reference reference) {
        if (target != node) {
            problems.add(new Problem(
                    new Position(reference.place().file(), reference.place().line(), node.path(), "phandle"),
                    RULE,
                    "a phandle can't be a reference to another node, here " + target.path(),
                    true));
        }
        return unused(node);
    }

    private int phandle(Node target) {
        Property phandle = Devicetree.phandle(target);
        if (phandle != null && phandle.length() == 4 && !open.containsKey(phandle)) {
            return phandle.cell(0);
        }
        int number = unused(target);
        byte[] value = ByteBuffer.allocate(4).putInt(number).array();
        target.put(new Property("phandle", value, target.place()));
        return number;
    }

    private int unused(Node node) {
        while (phandles.containsKey(nextPhandle)) {
            nextPhandle++;
        }
        phandles.put(nextPhandle, node);
        return nextPhandle;
    }

    private void problem(Place place, Node node, Property property, String message) {
        if (problems.size() < 100) {
            problems.add(new Problem(
                    new Position(place.file(), place.line(), node.path(), property.name()), RULE, message, true));
        }
    }
}
