package org.partita.admin.shell.text;

/** A command that fails: one line that names what is wrong, the rule and the way out. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }

    /** The JLine shell prints an exception by this method: the message is enough. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return String.valueOf(getMessage());
    }
}
