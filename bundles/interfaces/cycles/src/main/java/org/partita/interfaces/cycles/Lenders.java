package org.partita.interfaces.cycles;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;

/** How the cycles of a context get back to whoever lent them: FF-A 9.1.1.1, 9.2.1. */
final class Lenders {
    private Lenders() {}

    /**
     * Passes a call by which an endpoint gives up its cycles on to the primary scheduler that lent them: by ERET at the manager of
     * the lender, towards it before. A lender that is the manager itself gets them without a call. One that lent them with the
     * notification of its message, which the scheduler does not answer, is told that the message is sent (4.3.2).
     *
     * @param function FFA_MSG_WAIT or FFA_YIELD
     * @param then what the endpoint's context is from now on
     */
    static Outcome giveBack(Call call, FunctionId function, RunState then) {
        ExecutionContext context = call.context();
        ExecutionContext lender = context.lender();
        if (lender != null && lender.interrupted()) {
            return reinstate(call, lender);
        }
        if (lender == null
                || (lender.endpoint() == null
                        && managerOf(lender) == call.manager().manager())) {
            return call.rest(then);
        }
        if (lender.waitsIn() == FunctionId.FFA_MSG_SEND) {
            call.registers.set(FunctionId.FFA_SUCCESS.id32(), 0);
            return call.giveBack(lender, then);
        }
        boolean arrived = managerOf(lender) == call.manager().manager();
        long timeout = arrived ? timeout(context) : 0;
        call.registers.set(function.id32(), ids(context), timeout & 0xFFFFFFFFL, timeout >>> Integer.SIZE, 0, 0, 0, 0);
        return arrived ? call.giveBack(lender, then) : call.forward();
    }

    /** The Hypervisor knows when a VM wants to be run again, by the VM's virtual timer (FF-A 9.1, 9.2). */
    private static long timeout(ExecutionContext context) {
        Endpoint e = context.endpoint();
        return e != null && e.manager() == ManagerKind.HYPERVISOR ? context.timeout() : 0;
    }

    /** The caller has handled the interrupt that met the lender, which goes on: in the Normal world by way of the SPMD (FF-A 9.4). */
    private static Outcome reinstate(Call call, ExecutionContext interrupted) {
        Endpoint e = interrupted.endpoint();
        if (e != null && e.secure()) {
            return call.reinstate(interrupted);
        }
        call.registers.set(FunctionId.FFA_NORMAL_WORLD_RESUME.id32(), 0);
        return call.forward();
    }

    /** Endpoint ID in bits 31:16, vCPU ID in bits 15:0 (FF-A Tables 9.3, 9.7). */
    static long ids(ExecutionContext context) {
        Endpoint e = context.endpoint();
        return Integer.toUnsignedLong((e == null ? 0 : e.id()) << 16 | context.vcpu());
    }

    /** Whether a context is the Secure world's: an SP's, or the SPMC's own. */
    static boolean secure(ExecutionContext context) {
        Endpoint e = context.endpoint();
        return e == null ? context.component().manager() == ManagerKind.SPMC : e.secure();
    }

    /** The manager that has control when the context does not: an endpoint's, or the one whose own context it is. */
    static @Nullable ManagerKind managerOf(ExecutionContext context) {
        Endpoint e = context.endpoint();
        return e == null ? context.component().manager() : e.manager();
    }
}
