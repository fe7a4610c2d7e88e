package org.partita.manifest.devicetree.tree;

/** Which characters names have (Devicetree Specification 2.2.1, 2.2.4.1). */
public final class Names {
    private static final String PUNCTUATION = ",._+-?#*@";

    private Names() {}

    /** Whether a node or property name may have this character. */
    public static boolean isNameCharacter(int c) {
        return isAlphanumeric(c) || (c > ' ' && PUNCTUATION.indexOf(c) >= 0);
    }

    /** Whether a label may have this character. */
    public static boolean isLabelCharacter(int c) {
        return isAlphanumeric(c) || c == '_';
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
