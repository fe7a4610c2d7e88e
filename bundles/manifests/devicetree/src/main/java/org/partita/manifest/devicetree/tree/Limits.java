package org.partita.manifest.devicetree.tree;

/** How large a manifest may become: bounds on work and memory, whatever the bytes of the file claim. */
public final class Limits {
    /** Bytes of a file, and of all files that one source includes. */
    public static final int MAX_FILE = 16 << 20;

    /** Bytes of all property values; references to labels can make them larger than the source. */
    public static final int MAX_VALUES = 16 << 20;

    /** Nodes of a tree. */
    public static final int MAX_NODES = 65_536;

    /** Properties of a tree, and labels and references of a source. */
    public static final int MAX_PROPERTIES = 131_072;

    /** Depth of nodes, of parentheses in expressions, and of included files. */
    public static final int MAX_DEPTH = 32;

    /** Characters of the name of a node or property; the Devicetree Specification allows 31. */
    public static final int MAX_NAME = 127;

    /** Memory reservations. */
    public static final int MAX_RESERVATIONS = 1024;

    private Limits() {}
}
