package org.partita.api.partition;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;

/** A function that did not succeed where {@link Ffa} expects that it does. */
public final class FfaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FunctionId function;
    private final @Nullable Status status;

    /**
     * @param function the function that was invoked
     * @param status what FFA_ERROR carried, or null if something else completed the call
     * @param completion the completing registers in words
     */
    public FfaException(FunctionId function, @Nullable Status status, String completion) {
        super(function + " (FF-A " + function.section() + ") "
                + (status == null ? "was completed by " + completion : "was answered " + status));
        this.function = function;
        this.status = status;
    }

    /** The function that was invoked. */
    public FunctionId function() {
        return function;
    }

    /** The status of Table 7.2 that FFA_ERROR carried, or null if something else completed the call. */
    public @Nullable Status status() {
        return status;
    }
}
