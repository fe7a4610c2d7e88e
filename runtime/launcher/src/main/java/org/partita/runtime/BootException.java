package org.partita.runtime;

/** The platform can't be started: exit status 3. The message names the file or bundle, the rule and the way out. */
final class BootException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BootException(String message) {
        super(message);
    }

    BootException(String message, Throwable cause) {
        super(message, cause);
    }
}
