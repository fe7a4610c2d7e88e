package org.partita.manager.spmd;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Call;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Manager;
import org.partita.api.provider.NeedsRole;
import org.partita.api.provider.Roles;

/**
 * The SPM Dispatcher (FF-A 2.2): forwards calls between the Normal world and the SPMC. It answers itself what asks
 * about the SPMD, and delivers messages to the OS kernel where no Hypervisor does (4.1).
 */
@Component(immediate = true, service = Manager.class)
@FillsRole(role = Roles.MANAGER_SPMD)
@NeedsRole(role = Roles.INSTANCE_NONSECURE_PHYSICAL)
@NeedsRole(role = Roles.CONDUIT_SMC)
@NeedsRole(role = Roles.CONDUIT_ERET)
public final class Spmd implements Manager {
    private static final Rule UNKNOWN_FUNCTION = new Rule(
            "FFA-2.4-15",
            Status.NOT_SUPPORTED,
            "FF-A 2.4",
            "w0",
            "the SPMD knows no function with this identifier; a call that is not FF-A's gets -1 in w0");

    private static final int REQUEST = FunctionId.FFA_MSG_SEND_DIRECT_REQ.index();
    private static final int RESPONSE = FunctionId.FFA_MSG_SEND_DIRECT_RESP.index();
    private static final int INTERRUPT = FunctionId.FFA_INTERRUPT.index();
    private static final int WAIT = FunctionId.FFA_MSG_WAIT.index();
    private static final int FEATURES = FunctionId.FFA_FEATURES.index();

    /** What the SPMD itself implements at both physical instances. */
    private static final int OWN_FUNCTIONS =
            bit(FunctionId.FFA_VERSION) | bit(FunctionId.FFA_FEATURES) | bit(FunctionId.FFA_ID_GET);

    private static final int STATUS_FUNCTIONS =
            bit(FunctionId.FFA_ERROR) | bit(FunctionId.FFA_SUCCESS) | bit(FunctionId.FFA_INTERRUPT);

    /** A changed ranking is a swap that core makes; the provider goes on as it is. */
    @Modified
    void modified() {}

    @Override
    public Outcome receive(Call call) {
        int function = call.functionIndex();
        if (function == REQUEST || function == RESPONSE) {
            return Route.message(call);
        }
        if (function < 0) {
            return call.refuse(UNKNOWN_FUNCTION, call.registers.x0);
        }
        if ((function == WAIT || function == INTERRUPT) && Route.fromSpmc(call)) {
            return Route.toLender(call);
        }
        if (has(STATUS_FUNCTIONS, function)) {
            return Route.abortOnItsWay(call) ? Route.toRequester(call) : Outcome.PROCEED;
        }
        if (Route.fromSpmc(call) || answersItself(call, function)) {
            return Outcome.PROCEED;
        }
        return Route.to(call, ManagerKind.SPMC);
    }

    /** Here start the abort of the OS kernel, and what a Secure interrupt needs that was taken to EL3. */
    @Override
    public Outcome forward(Call call) {
        return FunctionId.indexOf(call.registers.function()) == INTERRUPT
                ? Route.to(call, ManagerKind.SPMC)
                : Route.toRequester(call);
    }

    /** A query about a function that the SPMC implements is the SPMC's to answer (FF-A Table 8.7 row 2, ERET). */
    private static boolean answersItself(Call call, int function) {
        if (function == FEATURES) {
            int asked = FunctionId.indexOf(call.registers.w(1));
            return asked < 0 || has(OWN_FUNCTIONS | STATUS_FUNCTIONS, asked);
        }
        return has(OWN_FUNCTIONS, function);
    }

    private static int bit(FunctionId function) {
        return 1 << function.index();
    }

    private static boolean has(int functions, int index) {
        return (functions >>> index & 1) != 0;
    }
}
