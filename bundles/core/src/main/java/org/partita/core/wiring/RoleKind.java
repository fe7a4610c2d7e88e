package org.partita.core.wiring;

/** The contracts that core binds. */
public enum RoleKind {
    CONDUIT("conduit"),
    INSTANCE("instance"),
    MANAGER("manager"),
    INTERFACE("interface"),
    HARDWARE("hardware"),
    MANIFEST("manifest");

    private final String room;

    RoleKind(String room) {
        this.room = room;
    }

    /** First half of the role's word. */
    public String room() {
        return room;
    }
}
