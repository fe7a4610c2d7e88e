package org.partita.interfaces.cycles;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/**
 * FFA_SUCCESS or FFA_ERROR by which the primary scheduler answers an FFA_MSG_SEND that the Hypervisor has forwarded to it (FF-A
 * 10.1.3 item 2.1.2). w1 says whose (Tables 7.4, 7.7); the Sender gets the answer and goes on.
 */
final class SchedulerAnswer {
    static final Rule A_SENDER = new Rule(
            "FFA-7.3-7",
            Status.DENIED,
            "FF-A Tables 7.4, 7.7, 10.1.3",
            "w1",
            "must be the endpoint and vCPU ID of a Sender whose FFA_MSG_SEND was forwarded to the caller");

    private static final int ID = 0xFFFF;

    private SchedulerAnswer() {}

    /** Null if the caller is no primary scheduler. */
    static @Nullable Outcome relay(Call call) {
        Endpoint caller = call.context().endpoint();
        boolean schedules = caller != null
                && caller == call.scheduler()
                && caller.manager() == ManagerKind.HYPERVISOR
                && call.context().state() != RunState.CREATED;
        if (!schedules) {
            return null;
        }
        ExecutionContext sender = sender(call);
        if (sender == null) {
            return call.refuse(A_SENDER, Integer.toUnsignedLong(call.registers.w(1)));
        }
        boolean lent = call.context().lender() == sender;
        if (!lent && !call.claim(sender, RunState.YIELDED)) {
            return call.refuse(A_SENDER, Integer.toUnsignedLong(call.registers.w(1)));
        }
        boolean error = call.functionIndex() == FunctionId.FFA_ERROR.index();
        long status = error ? Integer.toUnsignedLong(call.registers.w(2)) : 0;
        int function = error ? FunctionId.FFA_ERROR.id32() : FunctionId.FFA_SUCCESS.id32();
        call.registers.set(function, 0, status, 0, 0, 0, 0, 0);
        return lent ? call.giveBack(sender, RunState.YIELDED) : call.run(sender);
    }

    private static @Nullable ExecutionContext sender(Call call) {
        int ids = call.registers.w(1);
        ExecutionContext lender = call.context().lender();
        if (ids == 0) {
            // the only one that it can be without being named
            return lender != null && lender.endpoint() != null ? lender : null;
        }
        Endpoint e = call.state().endpoint(ids >>> 16);
        ExecutionContext c = e == null ? null : e.context(ids & ID);
        boolean waits =
                c != null && (c == lender || (c.state() == RunState.YIELDED && c.waitsIn() == FunctionId.FFA_MSG_SEND));
        return waits ? c : null;
    }
}
