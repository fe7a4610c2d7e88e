package org.partita.interfaces.cycles;

import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/**
 * FFA_YIELD of a VM: the cycles go back to the primary scheduler, and the caller stays busy until it is run again (FF-A 9.2). What the
 * VM has in w1 is ignored: INVALID_PARAMETERS is for the ERET conduit only (Table 9.8).
 */
final class Yield {
    static final Rule NO_REQUEST = new Rule(
            "FFA-9.2-2",
            Status.DENIED,
            "FF-A 9.2, 4.5.2",
            "w0",
            "the caller is processing a direct request: it ends with FFA_MSG_SEND_DIRECT_RESP");

    static final Rule A_VM =
            new Rule("FFA-9.2-18", Status.DENIED, "FF-A Table 9.8", "w0", "only a VM yields, at the Hypervisor");

    private Yield() {}

    static Outcome answer(Call call) {
        Endpoint caller = call.context().endpoint();
        if (caller == null
                || caller.manager() != ManagerKind.HYPERVISOR
                || call.context().state() == RunState.CREATED) {
            return call.refuse(A_VM, call.registers.x0);
        }
        if (call.context().requester() != null) {
            return call.refuse(NO_REQUEST, call.registers.x0);
        }
        return Lenders.giveBack(call, FunctionId.FFA_YIELD, RunState.YIELDED);
    }
}
