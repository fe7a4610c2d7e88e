package org.partita.manifest.devicetree.source;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.Problem;
import org.partita.manifest.devicetree.tree.Devicetree;
import org.partita.manifest.devicetree.tree.Limits;
import org.partita.manifest.devicetree.tree.Node;
import org.partita.manifest.devicetree.tree.Place;
import org.partita.manifest.devicetree.tree.Reservation;

/** Reads devicetree source, version 1, and what it includes: the statements outside of nodes. */
public final class SourceParser {
    private final Input in;
    private final Values values;
    private final References references = new References();
    private final NodeParser nodes;
    private final List<Reservation> reservations = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private @Nullable Node root;

    private SourceParser(Input in) {
        this.in = in;
        this.values = new Values(in);
        this.nodes = new NodeParser(in, values, references, warnings);
    }

    /**
     * Reads a source.
     *
     * @param file name for messages and, if it is a path, the place of included files
     * @param content the bytes
     * @param includes finds included files
     * @throws ManifestException where the text is no devicetree source, or a reference has no target
     */
    public static Devicetree parse(String file, byte[] content, Includes includes) throws ManifestException {
        return new SourceParser(new Input(file, content, includes)).parse();
    }

    private Devicetree parse() throws ManifestException {
        if (!in.accept("/dts-v1/")) {
            throw in.fault("expecting /dts-v1/; at the begin of devicetree source, found " + in.found());
        }
        in.expect(';', "/dts-v1/");
        while (in.peek() >= 0) {
            statement();
        }
        if (root == null) {
            throw in.fault("there is no root node; write / { ... };");
        }
        references.resolve(root);
        return new Devicetree(root, reservations, warnings);
    }

    private void statement() throws ManifestException {
        List<String> labels = nodes.labels();
        Place place = in.place();
        if (in.accept("/memreserve/")) {
            reserve();
        } else if (in.accept("/plugin/")) {
            throw in.faultAt(place, "/plugin/ makes an overlay; a manifest is a whole devicetree: leave the line out");
        } else if (in.accept("/dts-v1/")) {
            in.expect(';', "/dts-v1/");
        } else if (in.accept("/delete-node/")) {
            nodes.delete(existing());
            in.expect(';', "/delete-node/");
        } else if (in.accept("/omit-if-no-ref/")) {
            references.omitUnlessReferenced(existing());
            in.expect(';', "/omit-if-no-ref/");
        } else if (in.peek() == '&') {
            Node node = existing();
            nodes.label(labels, node, place);
            nodes.body(node, place);
        } else if (in.accept('/')) {
            Node top = root == null ? new Node("", null, place) : root;
            root = top;
            nodes.label(labels, top, place);
            nodes.body(top, place);
        } else {
            throw in.fault("expecting the root node / { ... }; or a node &label { ... };, found " + in.found());
        }
    }

    private void reserve() throws ManifestException {
        Reservation reservation = new Reservation(values.number(), values.number());
        in.expect(';', "/memreserve/ address size");
        if (reservations.size() >= Limits.MAX_RESERVATIONS) {
            throw in.fault("more than " + Limits.MAX_RESERVATIONS + " memory reservations");
        }
        reservations.add(reservation);
    }

    /** The node of a reference, which must have been defined before. */
    private Node existing() throws ManifestException {
        Place place = in.place();
        in.expect('&', "this");
        String target = values.reference();
        Node node = root == null ? null : references.find(target, root);
        if (node == null) {
            throw in.faultAt(place, "there is no node " + target + " yet; define it before it is changed");
        }
        return node;
    }

    /** A warning about a node. */
    static Problem warning(Place place, Node node, String message) {
        return new Problem(new Position(place.file(), place.line(), node.path(), ""), Input.RULE, message, false);
    }
}
