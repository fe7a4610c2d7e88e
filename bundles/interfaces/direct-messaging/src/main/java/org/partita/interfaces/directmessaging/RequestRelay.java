package org.partita.interfaces.directmessaging;

import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/**
 * Relays FFA_MSG_SEND_DIRECT_REQ (FF-A 10.2.1.2, 10.2.1.3). Checks 1 to 3 of 10.2.1.2.1 are made at every manager on
 * the way, 4 and 5 where the receiver is managed.
 */
final class RequestRelay {
    static final Rule SENDER_MAY_SEND = new Rule(
            "FFA-10.2.1.2.1-1",
            Status.NOT_SUPPORTED,
            "FF-A 10.2.1.2.1 item 1",
            "w1[31:16]",
            "only an endpoint whose manifest lists sending of direct requests may send one");

    static final Rule VALID_SENDER = new Rule(
            "FFA-10.2.1.2.1-2",
            Status.INVALID_PARAMETERS,
            "FF-A 10.2.1.2.1 item 2",
            "w1[31:16]",
            "the source has to be the ID of the calling endpoint, see FFA_ID_GET");

    static final Rule VALID_RECEIVER = new Rule(
            "FFA-10.2.1.2.1-2",
            Status.INVALID_PARAMETERS,
            "FF-A 10.2.1.2.1 item 2",
            "w1[15:0]",
            "the destination has to be the ID of another endpoint, see FFA_PARTITION_INFO_GET");

    static final Rule RESERVED_ZERO = new Rule(
            "FFA-10.2.1.2.1-3",
            Status.INVALID_PARAMETERS,
            "FF-A 10.2.1.2.1 item 3, Table 10.7",
            "w2/x2",
            "the register is reserved and has to be 0");

    static final Rule RECEIVES_DIRECT = new Rule(
            "FFA-10.2.1.2.1-4",
            Status.DENIED,
            "FF-A 10.2.1.2.1 item 4",
            "w1[15:0]",
            "the manifest of the receiver has to list receipt of direct requests");

    static final Rule RECEIVER_ABORTED = new Rule(
            "FFA-10.2-17",
            Status.ABORTED,
            "FF-A Table 10.8",
            "w1[15:0]",
            "the receiver has aborted and takes no more messages");

    static final Rule IDLE_CONTEXT = new Rule(
            "FFA-10.2.1.2.1-5",
            Status.BUSY,
            "FF-A 10.2.1.2.1 item 5",
            "w1[15:0]",
            "the receiver needs an idle execution context on this PE; try again");

    private RequestRelay() {}

    static Outcome relay(Call call) {
        Endpoint sender = call.context().endpoint();
        if (sender == null || !sender.sendsDirect()) {
            return call.refuse(SENDER_MAY_SEND, Addresses.source(call));
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
        return Addresses.managedHere(call, receiver) ? deliver(call, receiver) : call.forward();
    }

    private static Outcome deliver(Call call, Endpoint receiver) {
        if (!receiver.receivesDirect()) {
            return call.refuse(RECEIVES_DIRECT, receiver.id());
        }
        if (receiver.aborted()) {
            return call.refuse(RECEIVER_ABORTED, receiver.id());
        }
        ExecutionContext context = receiver.contextOn(call.context().pe());
        if (context != null && call.claim(context)) {
            Addresses.dropUpperHalves(call);
            return call.deliver(context);
        }
        // it may have aborted since it was asked
        return call.refuse(receiver.aborted() ? RECEIVER_ABORTED : IDLE_CONTEXT, receiver.id());
    }
}
