package org.partita.api.memory;

/** Ownership and access of one component for a memory region (FF-A Table 5.3). */
public enum AccessState {
    NOT_OWNER_NO_ACCESS("!Owner-NA"),
    NOT_OWNER_EXCLUSIVE("!Owner-EA"),
    NOT_OWNER_SHARED("!Owner-SA"),
    OWNER_NO_ACCESS("Owner-NA"),
    OWNER_EXCLUSIVE("Owner-EA"),
    OWNER_SHARED("Owner-SA");

    private final String acronym;

    AccessState(String acronym) {
        this.acronym = acronym;
    }

    /** As the specification writes it: {@code Owner-EA}. */
    public String acronym() {
        return acronym;
    }

    public boolean owner() {
        return ordinal() >= OWNER_NO_ACCESS.ordinal();
    }
}
