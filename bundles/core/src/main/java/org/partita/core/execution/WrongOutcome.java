package org.partita.core.execution;

/** A provider has answered with an outcome that is not allowed there: nothing of it is on the stack any more. */
final class WrongOutcome extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final int role;

    /** @param role that the provider fills */
    WrongOutcome(int role, String what) {
        super(what);
        this.role = role;
    }

    int role() {
        return role;
    }
}
