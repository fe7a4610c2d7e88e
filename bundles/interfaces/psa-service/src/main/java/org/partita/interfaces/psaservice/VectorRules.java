package org.partita.interfaces.psaservice;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.ControlParameter;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.SpmConnection;

/** What all functions on vectors ask of their first two arguments: the handle of a request, the index of one of its vectors. */
final class VectorRules {
    private final PsaRule handle;
    private final PsaRule request;
    private final PsaRule index;

    /**
     * The rules of a function.
     *
     * @param field name of the argument with the index
     * @param handleId of the rule on the handle
     * @param requestId of the rule on the type of the message
     * @param indexId of the rule on the index
     */
    VectorRules(PsaFunction function, String field, String handleId, String requestId, String indexId) {
        handle = Misuse.of(handleId, function, "msg_handle", Misuse.NO_MESSAGE);
        request =
                Misuse.of(requestId, function, "msg_handle", "only a request has vectors: look at the message's type");
        index = Misuse.of(indexId, function, field, "a message has vectors 0 to 3 (PSA_MAX_IOVEC)");
    }

    /** The message; null if the call is refused. */
    @Nullable
    SpmConnection message(PsaCall call) {
        SpmConnection message = Caller.message(call);
        if (message == null) {
            call.panic(handle, Caller.unsigned(call, 1));
            return null;
        }
        if (message.type() < 0) {
            call.panic(request, message.type());
            return null;
        }
        if (Caller.unsigned(call, 2) >= ControlParameter.MAX_IOVEC) {
            call.panic(index, Caller.unsigned(call, 2));
            return null;
        }
        return message;
    }

    /** Whether a vector of the message is mapped, or was. */
    static boolean everMapped(SpmConnection message, int vector) {
        return ((message.mapped() | message.unmapped()) & 1 << vector) != 0;
    }
}
