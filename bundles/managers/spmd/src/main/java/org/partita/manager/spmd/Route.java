package org.partita.manager.spmd;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;

/** Where the SPMD sends messages between endpoints. */
final class Route {
    private static final int ID = 0xFFFF;

    private Route() {}

    /**
     * A direct message goes to the manager of its destination, w1[15:0]. A destination that nobody has, or that lies
     * on the sender's own side, goes where its IDs are validated: to the SPM's end of the call.
     */
    static Outcome message(Call call) {
        Endpoint destination = call.state().endpoint(call.registers.w(1) & ID);
        boolean upwards = fromSpmc(call);
        if (destination != null && destination.manager() == ManagerKind.SPMD) {
            return Outcome.PROCEED;
        }
        if (!upwards) {
            return to(call, ManagerKind.SPMC);
        }
        return destination != null && destination.manager() == ManagerKind.HYPERVISOR
                ? to(call, ManagerKind.HYPERVISOR)
                : Outcome.PROCEED;
    }

    /** Whether a manager has sent on that an endpoint of its own has aborted: nobody else forwards FFA_ERROR. */
    static boolean abortOnItsWay(Call call) {
        return call.boundary().lower() != call.context().component()
                && call.context().requester() != null;
    }

    /** FFA_ERROR ABORTED goes to the manager of the endpoint whose direct request can't be answered any more. */
    static Outcome toRequester(Call call) {
        ExecutionContext requester = call.context().requester();
        Endpoint waiting = requester == null ? null : requester.endpoint();
        if (waiting == null) {
            throw new IllegalStateException("the SPMD forwards only messages and aborts");
        }
        return waiting.manager() == ManagerKind.SPMD ? Outcome.PROCEED : to(call, waiting.manager());
    }

    /** FFA_MSG_WAIT of an SP goes to whoever has lent it cycles (FF-A 9.1.1.1.2); anybody else's is answered here. */
    static Outcome toLender(Call call) {
        ExecutionContext lender = call.context().lender();
        while (lender != null && secure(lender.endpoint())) {
            lender = lender.lender();
        }
        ManagerKind manager = null;
        if (lender != null) {
            Endpoint e = lender.endpoint();
            manager = e == null ? lender.component().manager() : e.manager();
        }
        return manager == ManagerKind.HYPERVISOR ? to(call, manager) : Outcome.PROCEED;
    }

    private static boolean secure(@Nullable Endpoint endpoint) {
        return endpoint != null && endpoint.secure();
    }

    /** Whether the call came from the SPMC, through the Secure physical instance or privately within EL3. */
    static boolean fromSpmc(Call call) {
        return call.boundary().lower().manager() == ManagerKind.SPMC;
    }

    static Outcome to(Call call, ManagerKind manager) {
        var component = call.state().component(manager);
        if (component == null) {
            throw new IllegalStateException("no " + manager.title() + " on this platform");
        }
        return call.to(component);
    }
}
