package org.partita.manifest.tfm.binding;

/** The rules of manifests, numbered as docs/manifests.md lists them. */
final class Rules {
    /** Which attributes there are, and of what types. */
    static final String ATTRIBUTES = "TF-M manifest, attributes";

    static final String WORDS = rule(1);
    static final String IDS = rule(2);
    static final String MODEL = rule(3);
    static final String SERVICES = rule(4);
    static final String SIGNALS = rule(5);
    static final String BACKEND = rule(6);
    static final String STATELESS = rule(7);
    static final String DEPENDENCIES = rule(8);
    static final String CONDITIONAL = rule(9);
    static final String HANDLING = rule(10);
    static final String ISOLATION = rule(11);
    static final String NAMES = rule(12);
    static final String CLIENT_IDS = rule(13);
    static final String SOURCES = rule(14);
    static final String FILES = rule(15);

    private Rules() {}

    private static String rule(int number) {
        return "TF-M manifest " + number;
    }
}
