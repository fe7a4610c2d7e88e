package org.partita.interfaces.directmessaging;

import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.PhysicalInterrupts;
import org.partita.api.call.VirtualInterrupts;

/**
 * The end of a managed exit (FF-A 4.5.4, Figure 4.11 step 5): the SPMC lets Non-secure interrupts come again. An SP that has answered
 * before it looked is not asked once more.
 */
final class ManagedExit {
    private ManagedExit() {}

    /** At the manager of an endpoint that answers. */
    static void end(Call call, Endpoint endpoint) {
        if (!endpoint.managesExit()) {
            return;
        }
        PhysicalInterrupts interrupts = call.state().interrupts();
        int pe = call.context().pe();
        if (interrupts.exitMissed(pe) || interrupts.nonSecureMasked(pe)) {
            call.context().virtual().withdraw(VirtualInterrupts.MANAGED_EXIT);
            interrupts.maskNonSecure(pe, false);
        }
    }
}
