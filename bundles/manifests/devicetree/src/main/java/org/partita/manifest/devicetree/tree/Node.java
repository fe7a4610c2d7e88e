package org.partita.manifest.devicetree.tree;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node: properties and children in the order of the file. It grows while it is read and is then left alone. */
public final class Node {
    private final String name;
    private final @Nullable Node parent;
    private final int depth;
    private final Map<String, Property> properties = new LinkedHashMap<>();
    private final Map<String, Node> children = new LinkedHashMap<>();
    private Place place;

    /**
     * @param name with unit address, empty for the root
     * @param parent null for the root
     * @param place where the node begins
     */
    public Node(String name, @Nullable Node parent, Place place) {
        this.name = name;
        this.parent = parent;
        this.depth = parent == null ? 0 : parent.depth + 1;
        this.place = place;
    }

    public String name() {
        return name;
    }

    public Place place() {
        return place;
    }

    /** A later definition of the same node is the better place for messages about what is missing. */
    public void place(Place later) {
        place = later;
    }

    /** 0 for the root. */
    public int depth() {
        return depth;
    }

    public @Nullable Node parent() {
        return parent;
    }

    /** The name without unit address. */
    public String baseName() {
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    /** Full path, {@code /} for the root. */
    public String path() {
        if (parent == null) {
            return "/";
        }
        return parent.parent == null ? "/" + name : parent.path() + "/" + name;
    }

    public @Nullable Property property(String property) {
        return properties.get(property);
    }

    public Collection<Property> properties() {
        return Collections.unmodifiableCollection(properties.values());
    }

    public @Nullable Node child(String child) {
        return children.get(child);
    }

    public Collection<Node> children() {
        return Collections.unmodifiableCollection(children.values());
    }

    /** Adds a property, or replaces the one of this name. */
    public void put(Property property) {
        properties.put(property.name(), property);
    }

    public void add(Node child) {
        children.put(child.name, child);
    }

    public void removeProperty(String property) {
        properties.remove(property);
    }

    /** Takes a child away and returns it, null if there is none. */
    public @Nullable Node removeChild(String child) {
        return children.remove(child);
    }

    /** Whether both trees have the same names, values and order; places are not compared. */
    public boolean sameAs(Node other) {
        if (!name.equals(other.name)
                || properties.size() != other.properties.size()
                || children.size() != other.children.size()) {
            return false;
        }
        var theirs = other.properties.values().iterator();
        for (Property p : properties.values()) {
            if (!p.sameAs(theirs.next())) {
                return false;
            }
        }
        var theirChildren = other.children.values().iterator();
        for (Node c : children.values()) {
            if (!c.sameAs(theirChildren.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return path();
    }
}
