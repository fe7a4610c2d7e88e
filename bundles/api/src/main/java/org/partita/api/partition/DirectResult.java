package org.partita.api.partition;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Status;

/** What came of a direct request, one constant for each way in which it can complete (FF-A 10.2, Table 10.8). */
public enum DirectResult {
    /** FFA_MSG_SEND_DIRECT_RESP: x3 to x7 hold the response. */
    RESPONSE,
    /** FFA_INTERRUPT: the receiver was interrupted; FFA_RUN resumes it. */
    INTERRUPTED,
    /** FFA_SUCCESS: the request is complete and there is no response. */
    SUCCESS,
    /** The sender may not send direct requests, or the function is not implemented at this instance. */
    NOT_SUPPORTED,
    /** An endpoint ID is not valid, or a reserved register is not zero. */
    INVALID_PARAMETERS,
    /** The receiver does not support receipt of direct requests, or is in no state to handle one. */
    DENIED,
    /** The receiver is busy on this PE; the request may be sent again. */
    BUSY,
    /** The receiver ran into an unexpected error and has aborted. */
    ABORTED,
    /** A completion that FF-A 10.2 does not name; the registers hold it. */
    UNEXPECTED;

    /** The result that these registers stand for when they complete a direct request. */
    public static DirectResult of(Registers completion) {
        FunctionId function = FunctionId.of(completion.function());
        if (function == null) {
            return UNEXPECTED;
        }
        return switch (function) {
            case FFA_MSG_SEND_DIRECT_RESP -> RESPONSE;
            case FFA_INTERRUPT -> INTERRUPTED;
            case FFA_SUCCESS -> SUCCESS;
            case FFA_ERROR -> error(Status.of(completion.w(2)));
            default -> UNEXPECTED;
        };
    }

    private static DirectResult error(@Nullable Status status) {
        return switch (status) {
            case NOT_SUPPORTED -> NOT_SUPPORTED;
            case INVALID_PARAMETERS -> INVALID_PARAMETERS;
            case DENIED -> DENIED;
            case BUSY -> BUSY;
            case ABORTED -> ABORTED;
            // Table 10.8 does not have these
            case NO_MEMORY, INTERRUPTED, RETRY -> UNEXPECTED;
            case null -> UNEXPECTED;
        };
    }
}
