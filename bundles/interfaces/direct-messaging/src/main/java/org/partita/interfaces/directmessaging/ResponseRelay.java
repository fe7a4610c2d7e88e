package org.partita.interfaces.directmessaging;

import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/**
 * Relays FFA_MSG_SEND_DIRECT_RESP (FF-A 10.3.1.2, 10.3.1.3). The text copies the checks of a request; read for a
 * response: an endpoint that only receives may respond, and the target is the context that waits for this response.
 */
final class ResponseRelay {
    static final Rule SENDER_MAY_RESPOND = new Rule(
            "FFA-10.3.1.2.1-1",
            Status.NOT_SUPPORTED,
            "FF-A 10.3.1.2.1 item 1, 4.4.1",
            "w1[31:16]",
            "only an endpoint whose manifest lists direct messages may respond to one");

    static final Rule VALID_SENDER = new Rule(
            "FFA-10.3.1.2.1-2",
            Status.INVALID_PARAMETERS,
            "FF-A 10.3.1.2.1 item 2",
            "w1[31:16]",
            "the source has to be the ID of the calling endpoint, see FFA_ID_GET");

    static final Rule VALID_RECEIVER = new Rule(
            "FFA-10.3.1.2.1-2",
            Status.INVALID_PARAMETERS,
            "FF-A 10.3.1.2.1 item 2",
            "w1[15:0]",
            "the destination has to be the ID of the endpoint that sent the request");

    static final Rule RESERVED_ZERO = new Rule(
            "FFA-10.3.1.2.1-3",
            Status.INVALID_PARAMETERS,
            "FF-A 10.3.1.2.1 item 3, Table 10.11",
            "w2/x2",
            "the register is reserved and has to be 0");

    static final Rule REQUESTER_WAITS = new Rule(
            "FFA-10.3.1.2.1-4",
            Status.DENIED,
            "FF-A 10.3.1.2.1 item 4, 4.5.2",
            "w1[15:0]",
            "the destination has to be the endpoint whose request the caller is processing");

    static final Rule REQUESTER_ON_THIS_PE = new Rule(
            "FFA-10.3.1.2.1-5",
            Status.BUSY,
            "FF-A 10.3.1.2.1 item 5",
            "w1[15:0]",
            "the context that waits for the response has to be blocked on this PE");

    private ResponseRelay() {}

    static Outcome relay(Call call) {
        Endpoint sender = call.context().endpoint();
        if (sender == null || !(sender.receivesDirect() || sender.sendsDirect())) {
            return call.refuse(SENDER_MAY_RESPOND, Addresses.source(call));
        }
        if (!Addresses.sourceIs(call, sender)) {
            return call.refuse(VALID_SENDER, Addresses.source(call));
        }
        Endpoint receiver = Addresses.reachable(call);
        if (receiver == null) {
            return call.refuse(VALID_RECEIVER, Addresses.destination(call));
        }
        if (Addresses.reserved(call) != 0) {
            return call.refuse(RESERVED_ZERO, Addresses.reserved(call));
        }
        if (sender.manager() == call.manager().manager()) {
            ManagedExit.end(call, sender);
        }
        return Addresses.managedHere(call, receiver) ? respond(call, receiver) : call.forward();
    }

    private static Outcome respond(Call call, Endpoint receiver) {
        ExecutionContext responder = call.context();
        ExecutionContext requester = responder.requester();
        if (requester == null || !receiver.equals(requester.endpoint())) {
            return call.refuse(REQUESTER_WAITS, receiver.id());
        }
        if (requester.pe() != responder.pe()) {
            return call.refuse(REQUESTER_ON_THIS_PE, requester.pe());
        }
        Addresses.dropUpperHalves(call);
        return call.respond(requester);
    }
}
