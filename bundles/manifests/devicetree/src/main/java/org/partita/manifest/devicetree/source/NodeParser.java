package org.partita.manifest.devicetree.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.Problem;
import org.partita.manifest.devicetree.tree.Limits;
import org.partita.manifest.devicetree.tree.Names;
import org.partita.manifest.devicetree.tree.Node;
import org.partita.manifest.devicetree.tree.Place;
import org.partita.manifest.devicetree.tree.Property;

/** What stands between the braces of a node. A node that is defined again is merged: later properties win. */
final class NodeParser {
    private static final int MAX_WARNINGS = 100;

    private final Input in;
    private final Values values;
    private final References references;
    private final List<Problem> warnings;
    private final StringBuilder label = new StringBuilder();
    private int nodes;
    private int labels;
    private int properties;

    NodeParser(Input in, Values values, References references, List<Problem> warnings) {
        this.in = in;
        this.values = values;
        this.references = references;
        this.warnings = warnings;
    }

    /** Labels before a node or statement. */
    List<String> labels() throws ManifestException {
        List<String> labels = new ArrayList<>();
        while (in.acceptLabel(label)) {
            if (++this.labels > Limits.MAX_PROPERTIES) {
                throw in.fault("more than " + Limits.MAX_PROPERTIES + " labels");
            }
            labels.add(label.toString());
        }
        return labels;
    }

    void label(List<String> labels, Node node, Place place) throws ManifestException {
        for (String name : labels) {
            Node other = references.label(name, node);
            if (other != null) {
                throw in.faultAt(
                        place, "the label " + name + " is already that of " + other.path() + "; use another one");
            }
        }
    }

    /** The braces of a node, what is in them, and the semicolon. */
    void body(Node node, Place place) throws ManifestException {
        if (node.depth() > Limits.MAX_DEPTH || ++nodes > Limits.MAX_NODES) {
            throw in.fault("more than " + Limits.MAX_DEPTH + " nodes inside each other, or more than "
                    + Limits.MAX_NODES + " altogether");
        }
        node.place(place);
        String path = node.path();
        in.within(path);
        in.expect('{', path);
        Set<String> seen = new HashSet<>();
        while (!in.accept('}')) {
            entry(node, seen);
        }
        in.expect(';', "the } of " + path);
        Node parent = node.parent();
        in.within(parent == null ? "/" : parent.path());
    }

    private void entry(Node node, Set<String> seen) throws ManifestException {
        List<String> labels = labels();
        Place place = in.place();
        if (in.accept("/delete-property/")) {
            String name = name("/delete-property/");
            node.removeProperty(name);
            seen.remove(name);
            in.expect(';', "/delete-property/ " + name);
        } else if (in.accept("/delete-node/")) {
            deleteChild(node, seen);
        } else if (in.accept("/omit-if-no-ref/")) {
            labels.addAll(labels());
            references.omitUnlessReferenced(child(node, name("/omit-if-no-ref/"), labels, place, seen));
        } else {
            String name = name("{ or ;");
            if (in.peek() == '{') {
                child(node, name, labels, place, seen);
            } else {
                property(node, name, place, seen);
            }
        }
    }

    private Node child(Node node, String name, List<String> labels, Place place, Set<String> seen)
            throws ManifestException {
        Node child = node.child(name);
        if (child == null) {
            child = new Node(name, node, place);
            node.add(child);
        } else if (seen.contains("/" + name) && warnings.size() < MAX_WARNINGS) {
            warnings.add(SourceParser.warning(
                    place,
                    child,
                    "the node is defined twice between the same braces, first in line "
                            + child.place().line()
                            + "; both are taken as one: give it another name if it is another node"));
        }
        seen.add("/" + name);
        label(labels, child, place);
        body(child, place);
        return child;
    }

    private void property(Node node, String name, Place place, Set<String> seen) throws ManifestException {
        if (!seen.add(name)) {
            throw in.faultAt(place, "the property " + name + " stands twice between the same braces; leave one out");
        }
        if (++properties > Limits.MAX_PROPERTIES) {
            throw in.fault("more than " + Limits.MAX_PROPERTIES + " properties");
        }
        Value value = in.accept('=') ? values.value() : new Value();
        in.expect(';', "the property " + name);
        Property property = new Property(name, value.bytes(), place);
        references.hold(property, value.references());
        node.put(property);
    }

    private void deleteChild(Node node, Set<String> seen) throws ManifestException {
        String name = name("/delete-node/");
        Node child = node.child(name);
        if (child != null) {
            delete(child);
        }
        seen.remove("/" + name);
        in.expect(';', "/delete-node/ " + name);
    }

    /** Deletes a node with all that is in it. */
    void delete(Node node) throws ManifestException {
        Node parent = node.parent();
        if (parent == null) {
            throw in.fault("the root node can't be deleted");
        }
        references.forget(node);
        parent.removeChild(node.name());
    }

    private String name(String after) throws ManifestException {
        in.accept('\\');
        String name = in.word(Names::isNameCharacter, Limits.MAX_NAME);
        if (name.isEmpty()) {
            throw in.fault("expecting the name of a property or node (" + after + "), found " + in.found());
        }
        return name;
    }
}
