package org.partita.core.execution;

/** A pass met a vacant role: an error in the prediction of what a call needs. */
final class VacantRole extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    VacantRole() {
        super("the call needs a role that is vacant");
    }
}
