package org.partita.interfaces.cycles;

import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/**
 * FFA_ERROR, FFA_SUCCESS and FFA_INTERRUPT that an endpoint invokes. They report on a previous invocation (FF-A 7.1): on an
 * FFA_MSG_SEND that was forwarded to the primary scheduler, or on the endpoint's own initialisation, which FFA_ERROR fails
 * (3.5.3).
 */
final class StatusReport {
    static final Rule ERROR_EXPECTED =
            unexpected("FFA-7.2-1", "7.2", "initialisation is over, nothing is to be reported on");
    static final Rule SUCCESS_EXPECTED =
            unexpected("FFA-7.3-1", "7.3", "no invocation waits for results of the caller");
    static final Rule INTERRUPT_EXPECTED =
            unexpected("FFA-7.1-1", "7.1", "no component below the caller is to handle an interrupt");

    private static final int ERROR = FunctionId.FFA_ERROR.index();
    private static final int SUCCESS = FunctionId.FFA_SUCCESS.index();

    private StatusReport() {}

    /** WAIT with FFA_ERROR in the registers: the boot execution context has failed. */
    static Outcome answer(Call call, int function) {
        if (function == ERROR || function == SUCCESS) {
            Outcome forwarded = SchedulerAnswer.relay(call);
            if (forwarded != null) {
                return forwarded;
            }
        }
        if (function == ERROR) {
            return initialising(call) ? call.rest(RunState.IDLE) : call.refuse(ERROR_EXPECTED, call.registers.x0);
        }
        return call.refuse(function == SUCCESS ? SUCCESS_EXPECTED : INTERRUPT_EXPECTED, call.registers.x0);
    }

    private static boolean initialising(Call call) {
        Endpoint caller = call.context().endpoint();
        return caller != null
                && caller.manager() == call.manager().manager()
                && call.context().state() == RunState.CREATED;
    }

    private static Rule unexpected(String id, String section, String text) {
        return new Rule(id, Status.DENIED, "FF-A " + section, "w0", text);
    }
}
