package org.partita.interfaces.directmessaging;

import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.PhysicalInterrupts;

/** The end of a managed exit (FF-A 4.5.4, Figure 4.11 step 5): the SPMC lets Non-secure interrupts come again. */
final class ManagedExit {
    private ManagedExit() {}

    /** At the manager of an endpoint that answers, or has aborted. */
    static void end(Call call, Endpoint endpoint) {
        if (!endpoint.managesExit()) {
            return;
        }
        PhysicalInterrupts interrupts = call.state().interrupts();
        int pe = call.context().pe();
        if (interrupts.nonSecureMasked(pe)) {
            interrupts.maskNonSecure(pe, false);
        }
    }
}
