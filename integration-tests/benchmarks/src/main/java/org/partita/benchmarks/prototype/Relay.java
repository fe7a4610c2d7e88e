package org.partita.benchmarks.prototype;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Status;

/** Direct requests by hand, through one manager (SP to SP) or through Hypervisor, SPMD and SPMC (VM to SP). */
public final class Relay {
    private static final int REQUEST = FunctionId.FFA_MSG_SEND_DIRECT_REQ.index();
    private static final int RESPONSE = FunctionId.FFA_MSG_SEND_DIRECT_RESP.index();

    private final Guard guard;

    public Relay(Party... parties) {
        guard = new Guard(new Tables(1, parties));
        guard.publish(new Tables(2, parties));
    }

    // ---- SP to SP

    /** The request in the registers of {@code from}, and its response. */
    public void spToSp(Party from) {
        Tables t = guard.pin();
        boolean delivered = spmc(t, from, from, FfaInstance.SECURE_VIRTUAL, Conduit.SMC);
        guard.unpin();
        if (delivered) {
            answer(t, from);
        }
    }

    /** As {@link #spToSp} without the pin. */
    public void spToSpUnguarded(Party from) {
        Tables t = guard.current();
        if (spmc(t, from, from, FfaInstance.SECURE_VIRTUAL, Conduit.SMC)) {
            answer(t, from);
        }
    }

    // ---- VM to SP

    /** The request in the registers of {@code from} through three managers, and its response. */
    public void vmToSp(Party from) {
        Tables t = guard.pin();
        boolean delivered = hypervisor(t, from);
        guard.unpin();
        if (delivered) {
            answer(t, from);
        }
    }

    private static boolean hypervisor(Tables t, Party from) {
        Registers r = from.registers;
        if (!crosses(t, from, r, FfaInstance.NONSECURE_VIRTUAL, Conduit.SMC, REQUEST)) {
            return false;
        }
        if (!checkedSender(t, from, r)) {
            return false;
        }
        return spmd(t, from);
    }

    private static boolean spmd(Tables t, Party from) {
        Registers r = from.registers;
        if (!admitted(t, r, FfaInstance.NONSECURE_PHYSICAL, Conduit.SMC, REQUEST)) {
            return false;
        }
        Party to = t.party(r.w(1));
        if (to == null || !to.secure) {
            return refuse(r, Status.INVALID_PARAMETERS);
        }
        return spmc(t, from, null, FfaInstance.SECURE_PHYSICAL, Conduit.ERET);
    }

    // ---- the relayer that delivers

    /** Checks 1 to 5 of FF-A 10.2.1.2.1, then copies the registers to the receiver. */
    private static boolean spmc(Tables t, Party from, @Nullable Party below, FfaInstance at, Conduit by) {
        Registers r = from.registers;
        boolean crossed = below == null ? admitted(t, r, at, by, REQUEST) : crosses(t, below, r, at, by, REQUEST);
        if (!crossed || !checkedSender(t, from, r)) {
            return false;
        }
        Party to = t.party(r.w(1));
        if (!to.receivesDirect) {
            return refuse(r, Status.DENIED);
        }
        if (!to.claim()) {
            return refuse(r, Status.BUSY);
        }
        if (!admitted(t, r, FfaInstance.SECURE_VIRTUAL, Conduit.ERET, REQUEST)) {
            to.idle();
            return false;
        }
        to.requester = from;
        to.above = false;
        to.registers.copyFrom(r);
        return true;
    }

    /** Checks 1 to 3 of FF-A 10.2.1.2.1. */
    private static boolean checkedSender(Tables t, Party from, Registers r) {
        if (!from.sendsDirect) {
            return refuse(r, Status.NOT_SUPPORTED);
        }
        int ids = r.w(1);
        if (ids >>> 16 != from.id || (ids & 0xFFFF) == from.id || t.party(ids) == null) {
            return refuse(r, Status.INVALID_PARAMETERS);
        }
        return r.x2 == 0 || refuse(r, Status.INVALID_PARAMETERS);
    }

    // ---- the receiver's turn, and the way back

    private static void answer(Tables t, Party from) {
        Party to = t.party(from.registers.w(1));
        Registers r = to.registers;
        boolean is64 = FunctionId.is64(r.function());
        if (to.code != null) {
            to.code.directRequest(r);
        }
        FunctionId response = FunctionId.FFA_MSG_SEND_DIRECT_RESP;
        r.set(
                is64 ? response.id64() : response.id32(),
                Integer.toUnsignedLong(to.id << 16 | from.id),
                0,
                r.x3,
                r.x4,
                r.x5,
                r.x6,
                r.x7);
        if (respond(t, to)) {
            from.above = false;
            from.registers.copyFrom(r);
            to.idle();
        }
    }

    private static boolean respond(Tables t, Party to) {
        Registers r = to.registers;
        Party requester = to.requester;
        if (!crosses(t, to, r, FfaInstance.SECURE_VIRTUAL, Conduit.SMC, RESPONSE)) {
            return false;
        }
        if (requester == null) {
            return refuse(r, Status.DENIED);
        }
        if (!checkedResponder(t, to, requester, r)) {
            return false;
        }
        if (requester.secure) {
            to.requester = null;
            return admitted(t, r, FfaInstance.SECURE_VIRTUAL, Conduit.ERET, RESPONSE);
        }
        return backThroughSpmdAndHypervisor(t, to, requester, r);
    }

    private static boolean backThroughSpmdAndHypervisor(Tables t, Party to, Party requester, Registers r) {
        if (!admitted(t, r, FfaInstance.SECURE_PHYSICAL, Conduit.SMC, RESPONSE)) {
            return false;
        }
        Party destination = t.party(r.w(1));
        if (destination == null || destination.secure) {
            return refuse(r, Status.INVALID_PARAMETERS);
        }
        if (!admitted(t, r, FfaInstance.NONSECURE_PHYSICAL, Conduit.ERET, RESPONSE)
                || !checkedResponder(t, to, requester, r)) {
            return false;
        }
        to.requester = null;
        return admitted(t, r, FfaInstance.NONSECURE_VIRTUAL, Conduit.ERET, RESPONSE);
    }

    private static boolean checkedResponder(Tables t, Party from, Party requester, Registers r) {
        int ids = r.w(1);
        if (ids >>> 16 != from.id || (ids & 0xFFFF) != requester.id || t.party(ids) == null) {
            return refuse(r, Status.INVALID_PARAMETERS);
        }
        return r.x2 == 0 || refuse(r, Status.INVALID_PARAMETERS);
    }

    // ---- crossings

    /** An endpoint's call upward: its turn at the boundary, then the instance's table. */
    private static boolean crosses(Tables t, Party from, Registers r, FfaInstance at, Conduit by, int function) {
        if (from.above) {
            return refuse(r, Status.DENIED);
        }
        if (!admitted(t, r, at, by, function)) {
            return false;
        }
        from.above = true;
        return true;
    }

    private static boolean admitted(Tables t, Registers r, FfaInstance at, Conduit by, int expected) {
        int w0 = r.function();
        int function = FunctionId.indexOf(w0);
        if (!FunctionId.is64(w0)) {
            r.truncate();
        }
        return (function == expected && t.admits(at, by, function)) || refuse(r, Status.NOT_SUPPORTED);
    }

    private static boolean refuse(Registers r, Status status) {
        r.set(FunctionId.FFA_ERROR.id32(), 0, Integer.toUnsignedLong(status.code()), 0, 0, 0, 0, 0);
        return false;
    }
}
