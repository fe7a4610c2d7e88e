package org.partita.interfaces.setup;

import org.partita.api.call.Call;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.lib.relayer.Caller;

/** FFA_ID_GET (FF-A 8.7): 0 at the Non-secure physical instance, the SPMC's ID at the Secure physical one. */
final class IdGet {
    static final Rule FROM_BELOW = new Rule(
            "FFA-8.7-12",
            Status.NOT_SUPPORTED,
            "FF-A Table 8.31",
            "w0",
            "a component asks the one above it, never the other way");

    private IdGet() {}

    static Outcome answer(Call call) {
        if (call.fromAbove()) {
            return call.refuse(FROM_BELOW, call.registers.x0);
        }
        boolean spmc = call.boundary().lower().manager() == ManagerKind.SPMC;
        return call.succeed(spmc ? call.state().spmcId() : Caller.id(call));
    }
}
