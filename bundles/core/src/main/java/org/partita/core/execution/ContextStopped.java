package org.partita.core.execution;

/** Unwinds the code of a partition that was terminated; partition code must not catch it. */
final class ContextStopped extends Error {
    private static final long serialVersionUID = 1L;

    ContextStopped() {
        super("the partition was terminated", null, false, false);
    }
}
