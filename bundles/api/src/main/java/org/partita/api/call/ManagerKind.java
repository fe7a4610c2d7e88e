package org.partita.api.call;

/** The components that answer or forward calls (FF-A 2.1, 2.2). */
public enum ManagerKind {
    HYPERVISOR("Hypervisor", "hypervisor"),
    SPMD("SPMD", "spmd"),
    SPMC("SPMC", "spmc");

    private final String title;
    private final String word;

    ManagerKind(String title, String word) {
        this.title = title;
        this.word = word;
    }

    /** The name that the specification uses. */
    public String title() {
        return title;
    }

    /** The one-word name that roles and commands use. */
    public String word() {
        return word;
    }
}
