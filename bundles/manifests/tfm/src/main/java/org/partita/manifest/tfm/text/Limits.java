package org.partita.manifest.tfm.text;

/** How large manifests may become: bounds on work and memory, whatever the text claims. */
public final class Limits {
    /** Bytes of a file; real ones have some thousand. */
    public static final int MAX_FILE = 1 << 20;

    /** Bytes of a list and all its manifests. */
    public static final int MAX_FILES = 16 << 20;

    /** Values of a file, with those that aliases repeat. */
    public static final int MAX_NODES = 65_536;

    /** Values inside each other; manifests need four. */
    public static final int MAX_DEPTH = 16;

    /** Partitions of a list. */
    public static final int MAX_PARTITIONS = 1024;

    private Limits() {}
}
