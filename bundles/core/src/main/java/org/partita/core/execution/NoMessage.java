package org.partita.core.execution;

/** An interface wants something to be processed or answered that is no message, or one without a service. */
final class NoMessage extends IllegalStateException {
    private static final long serialVersionUID = 1;

    NoMessage(String what) {
        super(what);
    }
}
