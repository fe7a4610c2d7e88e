package org.partita.interfaces.cycles;

import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/**
 * FFA_MSG_WAIT of an endpoint: at its own manager it gives the RX buffer back (FF-A 4.2.2.4), is completed at once if something is
 * there for the caller, or the caller becomes idle and the cycles go back to the primary scheduler. The boot execution context
 * says so that it is initialised (3.5.3).
 */
final class MessageWait {
    static final Rule NO_IDS = new Rule(
            "FFA-9.1-19",
            Status.INVALID_PARAMETERS,
            "FF-A Tables 9.3, 9.4",
            "w1",
            "endpoint and vCPU IDs go to the primary scheduler only; an endpoint's own wait has 0 here");

    static final Rule NOTHING_TO_ANSWER = new Rule(
            "FFA-4.5.2-4",
            Status.DENIED,
            "FF-A 4.5.2",
            "w0",
            "the caller is processing a direct request: it ends with FFA_MSG_SEND_DIRECT_RESP");

    static final Rule AN_ENDPOINT = new Rule(
            "FFA-9.1-25",
            Status.DENIED,
            "FF-A Table 9.4",
            "w0",
            "only an endpoint waits for messages, at the manager that runs it");

    static final Rule FORWARDED = new Rule(
            "FFA-9.1-24",
            Status.INVALID_PARAMETERS,
            "FF-A Table 9.4, 9.1.1.1.2",
            "w1",
            "must be the endpoint and vCPU ID of the SP that waits");

    private MessageWait() {}

    static Outcome answer(Call call) {
        ManagerKind here = call.manager().manager();
        Endpoint caller = call.context().endpoint();
        if (here == null || caller == null) {
            return call.refuse(AN_ENDPOINT, call.registers.x0);
        }
        if (caller.manager() != here) {
            return forwarded(call, caller);
        }
        int ids = call.registers.w(1);
        if (ids != 0) {
            return call.refuse(NO_IDS, Integer.toUnsignedLong(ids));
        }
        if (call.context().requester() != null) {
            return call.refuse(NOTHING_TO_ANSWER, call.registers.x0);
        }
        RxTxPair pair = call.state().pair(here, caller.id());
        if (pair != null) {
            pair.releaseRxUnlessPending();
        }
        if (initialized(call) && Wakening.completes(call, caller, call.context())) {
            return Outcome.COMPLETE;
        }
        return Lenders.giveBack(call, FunctionId.FFA_MSG_WAIT, RunState.IDLE);
    }

    /** The manager of the caller has sent the wait on to the primary scheduler (FF-A 9.1.1.1.2). */
    private static Outcome forwarded(Call call, Endpoint caller) {
        int ids = call.registers.w(1);
        if (ids != (int) Lenders.ids(call.context())) {
            return call.refuse(FORWARDED, Integer.toUnsignedLong(ids));
        }
        if (call.context().lender() == null) {
            return call.refuse(AN_ENDPOINT, caller.id());
        }
        return Lenders.giveBack(call, FunctionId.FFA_MSG_WAIT, RunState.IDLE);
    }

    /** The first wait of a context says that it is initialized, whatever has come meanwhile (FF-A 3.5.3). */
    private static boolean initialized(Call call) {
        return call.context().state() != RunState.CREATED;
    }
}
