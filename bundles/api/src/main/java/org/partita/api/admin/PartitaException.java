package org.partita.api.admin;

/** A command that can't be carried out: the message names the thing, the rule and the way out. */
public final class PartitaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PartitaException(String message) {
        super(message);
    }
}
