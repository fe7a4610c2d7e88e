package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Boundary;
import org.partita.api.call.Component;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.memory.MemoryFeature;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;

/**
 * Which roles a call may need: asked only while a role is vacant, before the call has any effect. Rather too many than
 * too few: a call that is held for a role it would not have met goes on as soon as the role is filled.
 */
final class Needs {
    private Needs() {}

    static long of(Context context, Conduit by, Wiring w) {
        Registers r = context.call.registers;
        FunctionId function = FunctionId.of(r.function());
        long roles = 1L << (RoleTable.CONDUITS + by.ordinal()) | 1L << (RoleTable.CONDUITS + Conduit.ERET.ordinal());
        Component from = context.component();
        if (function == null) {
            return roles | climb(from, false);
        }
        roles |= served(w, function);
        return switch (function) {
            case FFA_VERSION, FFA_ID_GET -> roles | climb(from, false);
            case FFA_FEATURES -> roles | climb(from, false) | queried(w, r.w(1)) | askedOfSpmd(from);
            case FFA_MSG_WAIT, FFA_YIELD, FFA_SUCCESS, FFA_ERROR, FFA_INTERRUPT, FFA_MSG_POLL ->
                roles | climb(from, true);
            // from buffer to buffer
            case FFA_MSG_SEND -> roles | climb(from, true) | 1L << RoleTable.MEMORY;
            case FFA_MSG_SEND_DIRECT_REQ, FFA_MSG_SEND_DIRECT_RESP ->
                roles | climb(from, true) | down(context, r.w(1) & 0xFFFF);
            default -> roles | climb(from, true) | ALL_THE_WAY_DOWN;
        };
    }

    /** What it takes to tell a requester that its responder has aborted. */
    static long ofAbort(Context from, Context requester, int messaging) {
        return 1L << (RoleTable.CONDUITS + Conduit.SMC.ordinal())
                | ofEntry(from)
                | climb(from.component(), true)
                | climb(requester.component(), true)
                | (messaging < 0 ? 0 : 1L << messaging);
    }

    /** What it takes to enter a context for the first time. */
    static long ofEntry(Context to) {
        return 1L << (RoleTable.CONDUITS + Conduit.ERET.ordinal()) | climb(to.component(), false);
    }

    /** What it takes to pass control for an interrupt, from the Secure world up to the Hypervisor if need be. */
    static long ofInterrupt(Context context, Wiring w) {
        return (ofDispatch(context, w) & ~(1L << RoleTable.SCHEDULER))
                | 1L << (RoleTable.MANAGERS + ManagerKind.HYPERVISOR.ordinal())
                | 1L << (RoleTable.INSTANCES + FfaInstance.NONSECURE_PHYSICAL.ordinal());
    }

    /** What it takes to lend cycles to whoever is next. */
    static long ofDispatch(Context manager, Wiring w) {
        return role(w, FunctionId.FFA_RUN)
                | 1L << RoleTable.SCHEDULER
                | 1L << (RoleTable.CONDUITS + Conduit.ERET.ordinal())
                | 1L << (RoleTable.INSTANCES + FfaInstance.NONSECURE_VIRTUAL.ordinal())
                | itself(manager.component())
                | climb(manager.component(), true)
                | ALL_THE_WAY_DOWN;
    }

    /** A manager that makes a pass of its own takes part in it. */
    private static long itself(Component component) {
        ManagerKind kind = component.manager();
        return kind == null ? 0 : 1L << (RoleTable.MANAGERS + kind.ordinal());
    }

    private static final long ALL_THE_WAY_DOWN = 1L << RoleTable.MEMORY
            | 1L << (RoleTable.CONDUITS + Conduit.SMC.ordinal())
            | 1L << (RoleTable.INSTANCES + FfaInstance.SECURE_PHYSICAL.ordinal())
            | 1L << (RoleTable.MANAGERS + 2);

    private static final long MEMORY_FEATURES =
            ((1L << MemoryFeature.values().length) - 1) << RoleTable.MEMORY_FEATURES;

    /** The SPMD forwards what it can't answer. */
    private static long askedOfSpmd(Component from) {
        Boundary up = from.up();
        return up != null && up.higher().manager() == ManagerKind.SPMD ? ALL_THE_WAY_DOWN : 0;
    }

    private static long served(Wiring w, FunctionId function) {
        return role(w, function) | (isMemory(function) ? MEMORY_FEATURES | role(w, FunctionId.FFA_MEM_SHARE) : 0);
    }

    private static long role(Wiring w, FunctionId function) {
        int role = w.interfaceRole[function.index()];
        return role < 0 ? 0 : 1L << role;
    }

    /** Whether it may use the features of memory management, or be used by them (FF-A 12.2, Table 8.10). */
    private static boolean isMemory(FunctionId function) {
        return function.compareTo(FunctionId.FFA_MEM_DONATE) >= 0
                && function.compareTo(FunctionId.FFA_MEM_FRAG_TX) <= 0;
    }

    private static long queried(Wiring w, int w1) {
        FunctionId f = FunctionId.of(w1);
        return f == null ? 0 : served(w, f);
    }

    /** Instances and managers above a component: the next one, or all to the top. */
    private static long climb(Component from, boolean all) {
        long roles = 0;
        Boundary b = from.up();
        while (b != null) {
            roles |= crossing(b);
            if (!all) {
                break;
            }
            roles |= 1L << (RoleTable.CONDUITS + Conduit.SMC.ordinal());
            b = b.higher().up();
        }
        return roles;
    }

    private static long down(Context context, int destination) {
        Endpoint to = context.call.state().endpoint(destination);
        return to == null ? ALL_THE_WAY_DOWN : climb(to.component(), true);
    }

    private static long crossing(Boundary b) {
        @Nullable FfaInstance kind = b.instance();
        long roles = kind == null ? 0 : 1L << (RoleTable.INSTANCES + kind.ordinal());
        var manager = b.higher().manager();
        return manager == null ? roles : roles | 1L << (RoleTable.MANAGERS + manager.ordinal());
    }
}
