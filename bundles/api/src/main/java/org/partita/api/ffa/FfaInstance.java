package org.partita.api.ffa;

/** A kind of FF-A instance: where two components meet at an exception level boundary (FF-A 2.3). */
public enum FfaInstance {
    SECURE_PHYSICAL("secure-physical", "Secure physical"),
    SECURE_VIRTUAL("secure-virtual", "Secure virtual"),
    NONSECURE_PHYSICAL("nonsecure-physical", "Non-secure physical"),
    NONSECURE_VIRTUAL("nonsecure-virtual", "Non-secure virtual");

    private final String word;
    private final String title;

    FfaInstance(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** The one-word name that roles and commands use. */
    public String word() {
        return word;
    }

    /** The name that the specification uses. */
    public String title() {
        return title;
    }

    public boolean physical() {
        return this == SECURE_PHYSICAL || this == NONSECURE_PHYSICAL;
    }

    public boolean secure() {
        return this == SECURE_PHYSICAL || this == SECURE_VIRTUAL;
    }
}
