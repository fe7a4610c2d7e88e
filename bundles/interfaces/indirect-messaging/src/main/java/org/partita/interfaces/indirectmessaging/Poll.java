package org.partita.interfaces.indirectmessaging;

import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.IndirectMessage;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/** FFA_MSG_POLL (FF-A 10.4): tells the caller of the message in its RX buffer, as often as it asks until it releases RX. */
final class Poll {
    static final Rule NO_MESSAGE = new Rule(
            "FFA-10.4-10",
            Status.RETRY,
            "FF-A Table 10.16",
            "RX",
            "no message is in the caller's RX buffer: poll again, or use FFA_MSG_WAIT");

    static final Rule NO_REQUEST = new Rule(
            "FFA-10.4-2",
            Status.DENIED,
            "FF-A 10.4, 4.5.2",
            "w0",
            "the caller is processing a direct request: it ends with FFA_MSG_SEND_DIRECT_RESP");

    static final Rule STATE = new Rule(
            "FFA-10.4-11",
            Status.DENIED,
            "FF-A Table 10.16",
            "RX",
            "the caller has to support indirect messages, and to have an RX/TX buffer pair: see FFA_RXTX_MAP");

    private Poll() {}

    static Outcome answer(Call call) {
        Endpoint caller = call.context().endpoint();
        if (call.context().requester() != null) {
            return call.refuse(NO_REQUEST, call.registers.x0);
        }
        RxTxPair pair =
                caller == null || !caller.indirect() ? null : call.state().pair(ManagerKind.HYPERVISOR, caller.id());
        if (caller == null || pair == null || !pair.mapped()) {
            return call.refuse(STATE, 0);
        }
        IndirectMessage message = pair.message();
        if (message == null) {
            return call.refuse(NO_MESSAGE, 0);
        }
        message.tell();
        call.registers.set(
                FunctionId.FFA_MSG_SEND.id32(),
                Integer.toUnsignedLong(message.sender() << 16 | caller.id()),
                0,
                Integer.toUnsignedLong(message.bytes()),
                0,
                message.vcpu(),
                0,
                0);
        return Outcome.COMPLETE;
    }
}
