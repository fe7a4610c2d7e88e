package org.partita.admin.assemble;

/** Nothing can be assembled from this: the message says what is missing, why it is needed, and the way out. */
final class AssemblyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AssemblyException(String message) {
        super(message);
    }
}
