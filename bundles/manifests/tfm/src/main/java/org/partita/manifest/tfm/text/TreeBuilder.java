package org.partita.manifest.tfm.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.partita.api.manifest.ManifestException;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Makes a tree of the events of one document, within {@link Limits}: an alias counts as much as what it repeats, so that nobody who
 * walks the tree walks longer than the limit says.
 */
final class TreeBuilder {
    private final String file;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<String, Optional<Node>> anchors = new HashMap<>();
    private int documents;
    private int weight;
    private Node.@Nullable Mapping root;

    TreeBuilder(String file) {
        this.file = file;
    }

    /** A list or mapping whose end has not come. */
    private static final class Open {
        final boolean mapping;
        final int line;
        final @Nullable String anchor;
        final List<Node> items = new ArrayList<>();
        final Map<String, Node.Entry> entries = new LinkedHashMap<>();
        final List<Node.Entry> repeated = new ArrayList<>();
        Node.@Nullable Scalar key;
        int weight = 1;

        Open(boolean mapping, int line, @Nullable String anchor) {
            this.mapping = mapping;
            this.line = line;
            this.anchor = anchor;
        }
    }

    void take(Event event) throws ManifestException {
        int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        switch (event.getEventId()) {
            case DocumentStart -> {
                documents++;
                if (documents > 1) {
                    throw fault(
                            line, "another document begins; a file has one manifest: put it into a file of its own");
                }
            }
            case Scalar -> scalar((ScalarEvent) event, line);
            case Alias -> add(repeated(((AliasEvent) event).getAlias().getValue(), line), line);
            case SequenceStart, MappingStart -> begin((CollectionStartEvent) event, line);
            case SequenceEnd, MappingEnd -> end();
            case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
        }
    }

    /** The whole document. */
    Node.Mapping root() throws ManifestException {
        if (root == null) {
            throw fault(1, "the file is empty; expecting names with values: { \"name\": ... }");
        }
        return root;
    }

    private void scalar(ScalarEvent event, int line) throws ManifestException {
        if (event.getTag().isPresent()) {
            throw tagged(event.getTag().get(), line);
        }
        Node.Scalar scalar = new Node.Scalar(event.getValue(), !event.isPlain(), line);
        String anchor = anchor(event);
        if (anchor != null) {
            anchors.put(anchor, Optional.of(scalar));
        }
        add(scalar, line);
    }

    private void begin(CollectionStartEvent event, int line) throws ManifestException {
        if (event.getTag().isPresent()) {
            throw tagged(event.getTag().get(), line);
        }
        if (open.size() >= Limits.MAX_DEPTH) {
            throw fault(
                    line, "more than " + Limits.MAX_DEPTH + " lists and mappings inside each other; write it flatter");
        }
        weigh(1, line);
        String anchor = anchor(event);
        if (anchor != null) {
            anchors.put(anchor, Optional.empty());
        }
        open.push(new Open(event instanceof MappingStartEvent, line, anchor));
    }

    private void end() throws ManifestException {
        Open ended = open.pop();
        Node node = ended.mapping
                ? new Node.Mapping(Collections.unmodifiableMap(ended.entries), ended.repeated, ended.line, ended.weight)
                : new Node.Sequence(ended.items, ended.line, ended.weight);
        if (ended.anchor != null) {
            anchors.put(ended.anchor, Optional.of(node));
        }
        add(node, ended.line);
    }

    private Node repeated(String anchor, int line) throws ManifestException {
        Optional<Node> node = anchors.get(anchor);
        if (node == null) {
            throw fault(line, "*" + Node.Scalar.shorten(anchor) + " repeats what nothing is named; write the value");
        }
        if (node.isEmpty()) {
            throw fault(line, "*" + Node.Scalar.shorten(anchor) + " repeats what it is part of; write the value");
        }
        weigh(node.get().weight(), line);
        return node.get();
    }

    private void add(Node node, int line) throws ManifestException {
        if (node instanceof Node.Scalar) {
            weigh(1, line);
        }
        Open parent = open.peek();
        if (parent == null) {
            if (!(node instanceof Node.Mapping mapping)) {
                throw fault(line, "found " + node.show() + "; expecting names with values: { \"name\": ... }");
            }
            root = mapping;
            return;
        }
        parent.weight += node.weight();
        if (!parent.mapping) {
            parent.items.add(node);
        } else if (parent.key == null) {
            if (!(node instanceof Node.Scalar key)) {
                throw fault(line, "found " + node.show() + " as the name of a value; expecting a string");
            }
            parent.key = key;
        } else {
            Node.Entry entry = new Node.Entry(parent.key.text(), parent.key.line(), node);
            if (parent.entries.putIfAbsent(entry.name(), entry) != null) {
                parent.repeated.add(entry);
            }
            parent.key = null;
        }
    }

    private void weigh(int more, int line) throws ManifestException {
        weight += more;
        if (weight > Limits.MAX_NODES) {
            throw fault(
                    line, "more than " + Limits.MAX_NODES + " values, with those that aliases repeat; divide the file");
        }
    }

    private static @Nullable String anchor(NodeEvent event) {
        return event.getAnchor().map(Anchor::getValue).orElse(null);
    }

    private ManifestException tagged(String tag, int line) {
        return fault(line, "found the tag " + Node.Scalar.shorten(tag) + "; manifests have none: take it out");
    }

    private ManifestException fault(int line, String message) {
        return ManifestText.fault(file, line, message);
    }
}
