package org.partita.runtime;

/** The command line or a platform folder can't be understood: exit status 2. The message says what is possible. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
