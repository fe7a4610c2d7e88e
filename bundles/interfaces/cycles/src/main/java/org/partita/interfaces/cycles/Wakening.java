package org.partita.interfaces.cycles;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.IndirectMessage;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FunctionId;

/** What completes the wait of an endpoint's context (FF-A 9.1): an interrupt for it, or a message in its RX buffer. */
final class Wakening {
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
        IndirectMessage message = message(call, endpoint);
        if (message == null || !message.tell()) {
            return false;
        }
        call.registers.set(
                FunctionId.FFA_MSG_SEND.id32(),
                Integer.toUnsignedLong(message.sender() << 16 | endpoint.id()),
                0,
                Integer.toUnsignedLong(message.bytes()),
                0,
                message.vcpu(),
                0,
                0);
        return true;
    }

    /** Only an endpoint in S-EL0 is told which interrupt it is (FF-A Table 7.10). */
    static void interrupt(Call call, Endpoint endpoint, ExecutionContext context) {
        ExceptionLevel level = endpoint.component().level();
        boolean told = level.secure() && level.number() == 0;
        int intid = told ? context.virtual().next() : 0;
        call.registers.set(FunctionId.FFA_INTERRUPT.id32(), 0, intid, 0, 0, 0, 0, 0);
    }

    /** What is in RX, or null. */
    private static @Nullable IndirectMessage message(Call call, Endpoint endpoint) {
        if (endpoint.manager() != ManagerKind.HYPERVISOR) {
            return null;
        }
        RxTxPair pair = call.state().pair(ManagerKind.HYPERVISOR, endpoint.id());
        return pair == null ? null : pair.message();
    }
}
