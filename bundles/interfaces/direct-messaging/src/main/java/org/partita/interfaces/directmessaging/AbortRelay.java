package org.partita.interfaces.directmessaging;

import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FunctionId;

/**
 * Completes a direct request whose receiver ran into an unexpected error: FFA_ERROR ABORTED travels the way that the
 * response would have taken (FF-A Table 10.8). At every manager on it the call's context is the one that aborted.
 */
final class AbortRelay {
    private AbortRelay() {}

    /** At the manager of the aborted endpoint: the registers hold whatever its context left there. */
    static Outcome begin(Call call) {
        call.registers.set(FunctionId.FFA_ERROR.id32(), 0);
        call.refuse(RequestRelay.RECEIVER_ABORTED);
        return relay(call);
    }

    static Outcome relay(Call call) {
        ExecutionContext requester = call.context().requester();
        Endpoint waiting = requester == null ? null : requester.endpoint();
        if (requester == null || waiting == null) {
            return Outcome.COMPLETE;
        }
        return Addresses.managedHere(call, waiting) ? call.respond(requester) : call.forward();
    }
}
