package org.partita.interfaces.cycles;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FunctionId;

/** What completes the wait of an endpoint's context (FF-A 9.1): an interrupt for it, or a message in its RX buffer. */
final class Wakening {
    private static final int MASK = 0xFFFF;

    private Wakening() {}

    /**
     * Fills in the completing function.
     *
     * @return false if there is nothing for the context
     */
    static boolean completes(Call call, Endpoint endpoint, ExecutionContext context) {
        if (context.virtual().pending()) {
            interrupt(call, endpoint, context);
            return true;
        }
        RxTxPair pair = message(call, endpoint);
        if (pair == null) {
            return false;
        }
        int sender = pair.messageSender();
        call.registers.set(
                FunctionId.FFA_MSG_SEND.id32(),
                Integer.toUnsignedLong((sender & ~MASK) | endpoint.id()),
                0,
                Integer.toUnsignedLong(pair.messageSize()),
                0,
                sender & MASK,
                0,
                0);
        pair.messageTold();
        return true;
    }

    /** Only an endpoint in S-EL0 is told which interrupt it is (FF-A Table 7.10). */
    private static void interrupt(Call call, Endpoint endpoint, ExecutionContext context) {
        ExceptionLevel level = endpoint.component().level();
        boolean told = level.secure() && level.number() == 0;
        int intid = told ? context.virtual().next() : 0;
        call.registers.set(FunctionId.FFA_INTERRUPT.id32(), 0, intid, 0, 0, 0, 0, 0);
    }

    /** The pair with a message that the endpoint has not been told of, or null. */
    private static @Nullable RxTxPair message(Call call, Endpoint endpoint) {
        if (endpoint.manager() != ManagerKind.HYPERVISOR) {
            return null;
        }
        RxTxPair pair = call.state().pair(ManagerKind.HYPERVISOR, endpoint.id());
        return pair != null && pair.messagePending() ? pair : null;
    }
}
