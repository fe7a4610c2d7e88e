package org.partita.interfaces.cycles;

import org.partita.api.call.Call;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/** FFA_NORMAL_WORLD_RESUME of the SPMC at the SPMD: whoever was interrupted in the Normal world goes on (FF-A 9.4). */
final class NormalWorldResume {
    static final Rule PREEMPTED = new Rule(
            "FFA-9.4.1-3",
            Status.DENIED,
            "FF-A 9.4.1, Table 9.17",
            "w0",
            "the Normal world was not preempted on this PE: a call of its own is to be completed");

    static final Rule AT_THE_SPMD = new Rule(
            "FFA-9.4.1-4",
            Status.NOT_SUPPORTED,
            "FF-A 9.4.1",
            "w0",
            "only the SPMC asks for the Normal world to go on, at the SPMD");

    private NormalWorldResume() {}

    static Outcome answer(Call call) {
        ExecutionContext context = call.context();
        if (call.manager().manager() != ManagerKind.SPMD) {
            return call.refuse(AT_THE_SPMD, call.registers.x0);
        }
        if (!Lenders.secure(context)) {
            // nobody in the Secure world has taken the interrupt: the context whose pass this is goes on
            return call.reinstate(context);
        }
        ExecutionContext lender = context.lender();
        if (lender == null || !lender.interrupted() || Lenders.secure(lender)) {
            return call.refuse(PREEMPTED, call.registers.x0);
        }
        return call.reinstate(lender);
    }
}
