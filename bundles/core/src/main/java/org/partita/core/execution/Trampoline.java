package org.partita.core.execution;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.MemoryFault;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;

/**
 * Makes passes and acts on their outcomes: the only place that runs partition code and parks, and only when all
 * provider frames are gone from the stack.
 */
public final class Trampoline {
    /** The call is completed: the registers hold the completing function. */
    private static final boolean COMPLETED = true;
    /** The context is idle; the calling thread no longer speaks for it unless it is the context's own. */
    private static final boolean IDLE = false;

    private static final int REFUSED_ANSWERS = 3;
    private static final int NESTING_LIMIT = 32;
    private static final long POLL = 100_000;
    private static final long MEMORY = 1L << RoleTable.MEMORY;

    private final Hub hub;
    private final Vacancies vacancies;
    private final Faults faults;

    /**
     * @param hub where the wiring is
     * @param vacancies who decides about held calls
     * @param faults who hears of crashes
     */
    public Trampoline(Hub hub, Vacancies vacancies, Faults faults) {
        this.hub = hub;
        this.vacancies = vacancies;
        this.faults = faults;
    }

    Hub hub() {
        return hub;
    }

    /** Invokes the function in the context's registers. Returns COMPLETED or IDLE. */
    boolean invoke(Context context, Conduit by) {
        Pe pe = running(context);
        pe.progress++;
        RunToken token = hub.token();
        if (token != null) {
            token.step();
        }
        if (context.kernel && waitsByItself(context)) {
            context.above = true;
            return rest(context, pe);
        }
        if (pe.nesting >= NESTING_LIMIT && isDirectRequest(context.call.registers.function())) {
            context.call.refuse(CoreRules.NESTING, receiver(context));
            return COMPLETED;
        }
        Outcome outcome;
        do {
            outcome = attempt(context, pe, by);
        } while (outcome == Outcome.PROCEED);
        return switch (outcome) {
            case DELIVER -> deliver(context, pe);
            case WAIT -> rest(context, pe);
            default -> COMPLETED;
        };
    }

    /**
     * One pass, or one wait for a vacant role: then PROCEED. The wiring is known to this frame only: a context that
     * parks must not keep a provider's class loader alive.
     */
    private Outcome attempt(Context context, Pe pe, Conduit by) {
        Signal superseded = hub.superseded();
        Wiring w = pe.pin();
        if (w.vacant != 0) {
            long missing = w.vacant & Needs.of(context, by, w);
            if (missing != 0) {
                pe.leave();
                Rule verdict = hold(context, pe, w, missing, false, superseded);
                if (verdict == null) {
                    return Outcome.PROCEED;
                }
                context.call.refuse(verdict);
                return Outcome.COMPLETE;
            }
        }
        return pass(context, pe, w, by);
    }

    private @Nullable Rule hold(Context context, Pe pe, Wiring seen, long missing, boolean access, Signal superseded) {
        pe.held = true;
        try {
            return vacancies.hold(context, seen, missing, access, superseded);
        } finally {
            pe.held = false;
            pe.progress++;
        }
    }

    /**
     * The code of an OS kernel says FFA_MSG_WAIT like everybody's. It means that the kernel has nothing to do, also that
     * it is set up, which both are its own affair (FF-A 3.1): nothing crosses the Non-secure physical instance.
     */
    private static boolean waitsByItself(Context context) {
        return !context.borrowed
                && context.requester == null
                && FunctionId.of(context.call.registers.function()) == FunctionId.FFA_MSG_WAIT;
    }

    private Outcome pass(Context context, Pe pe, Wiring w, Conduit by) {
        Outcome outcome;
        long epoch = w.epoch;
        try {
            outcome = context.call.run(w, pe, by);
        } catch (RuntimeException | Error e) {
            outcome = failed(context, e);
        } finally {
            pe.leave();
        }
        if (pe.revoked == epoch && hub.lost(pe, epoch)) {
            context.call.discard(outcome);
            context.call.refuse(CoreRules.OUTCOME_UNKNOWN);
            outcome = Outcome.COMPLETE;
        }
        return outcome;
    }

    /** A provider threw: our bug, answered with an error and never thrown into a partition. */
    private Outcome failed(Context context, Throwable e) {
        context.call.abandon(e);
        context.call.refuse(CoreRules.PROVIDER_FAILED);
        faults.providerFailed(context, e);
        return Outcome.COMPLETE;
    }

    // ---- outcomes

    private boolean deliver(Context from, Pe pe) {
        Context to = from.call.target();
        to.call.registers.copyFrom(from.call.registers);
        return from.call.isResponse() ? answer(from, to, pe) : ask(from, to, pe);
    }

    /** A direct request: the receiver runs on the sender's cycles until it answers. */
    private boolean ask(Context from, Context to, Pe pe) {
        to.requester = from;
        to.lender = from;
        from.responder = to;
        run(from, to, pe);
        return COMPLETED;
    }

    /** Lends the PE to a context until it gives it back. */
    private void run(Context lender, Context to, Pe pe) {
        if (to.runner instanceof CallbackRunner code) {
            to.pe = pe;
            pe.owner(to);
            pe.nesting++;
            try {
                loop(to, code, pe);
            } finally {
                pe.nesting--;
                pe.owner(lender);
            }
        } else {
            lender.prepareToWait();
            to.grant(pe);
            lender.awaitGrant();
        }
    }

    /** A response: the requester goes on, the responder is idle. */
    private boolean answer(Context from, Context to, Pe pe) {
        to.responder = null;
        from.requester = null;
        from.lender = null;
        if (from.runner instanceof ThreadedRunner && !from.borrowed) {
            from.prepareToWait();
            from.idle();
            to.grant(pe);
            from.awaitGrant();
            return COMPLETED;
        }
        becomeIdle(from);
        return IDLE;
    }

    /** FFA_MSG_WAIT: whoever lent the cycles gets them back. */
    private boolean rest(Context context, Pe pe) {
        if (context.state() == RunState.CREATED
                && FunctionId.of(context.call.registers.function()) == FunctionId.FFA_ERROR) {
            crash(context, pe, "reported by FFA_ERROR that its initialization failed (FF-A 3.5.3)", null);
            if (context.runner instanceof ThreadedRunner) {
                throw new ContextStopped();
            }
            return IDLE;
        }
        Context lender = context.lender;
        context.lender = null;
        if (context.runner instanceof ThreadedRunner && !context.borrowed) {
            context.prepareToWait();
            context.idle();
            if (lender != null) {
                lender.grant(pe);
            } else {
                pe.owner(null);
            }
            context.awaitGrant();
            return COMPLETED;
        }
        if (context.borrowed) {
            giveBack(context, pe);
        }
        becomeIdle(context);
        return IDLE;
    }

    /** A client's thread leaves the context and its PE, before the context is idle: then somebody else may run it. */
    void giveBack(Context context, Pe pe) {
        Clients.lend(context, pe, false);
        context.borrowed = false;
        context.above = true;
        context.returnTo(context.runner instanceof ThreadedRunner r ? r.thread() : null);
        pe.thread = null;
        pe.owner(null);
    }

    /** Idle from now on; one that was terminated meanwhile is aborted. */
    void becomeIdle(Context context) {
        context.idle();
        if (context.stopped) {
            terminate(context);
        }
    }

    // ---- callback contexts

    /** Enters a callback context until what it leaves in its registers makes it idle. */
    private void loop(Context context, CallbackRunner code, Pe pe) {
        for (int refused = 0; refused < REFUSED_ANSWERS; refused++) {
            if (context.stopped) {
                crash(context, pe, "was terminated", null);
                return;
            }
            try {
                code.enter(context);
            } catch (ContextStopped e) {
                crash(context, pe, "was terminated", null);
                return;
            } catch (Throwable e) {
                crash(context, pe, "threw an exception", e);
                return;
            }
            if (context.stopped) {
                crash(context, pe, "was terminated", null);
                return;
            }
            if (invoke(context, context.conduit) == IDLE
                    || (code.again(context) && invoke(context, context.conduit) == IDLE)) {
                return;
            }
        }
        Rule rule = context.call.rule();
        crash(context, pe, "left an answer that is refused again and again: " + (rule == null ? "" : rule), null);
    }

    // ---- boot and administration

    /**
     * Enters a context for the first time on behalf of its manager, and comes back when it is idle or has aborted.
     *
     * @param from the manager's context, which owns the PE
     * @param to the context; its registers are set
     */
    public void enter(Context from, Context to) {
        Pe pe = running(from);
        to.pe = pe;
        enterAcross(from, to, pe);
        if (!to.begin()) {
            throw new PartitaException("context " + to + " was terminated before it was entered");
        }
        to.lender = from;
        run(from, to, pe);
    }

    /**
     * Lends an idle context cycles: its wait is completed with FFA_INTERRUPT (FF-A 9.1). Comes back when it is idle.
     *
     * @return false if it was not idle
     */
    public boolean lend(Context from, Context to) {
        if (!to.claim()) {
            return false;
        }
        Pe pe = running(from);
        to.pe = pe;
        from.call.registers.set(FunctionId.FFA_INTERRUPT.id32(), 0);
        try {
            enterAcross(from, to, pe);
        } catch (RuntimeException e) {
            becomeIdle(to);
            throw e;
        }
        to.call.registers.copyFrom(from.call.registers);
        to.lender = from;
        run(from, to, pe);
        return true;
    }

    private void enterAcross(Context from, Context to, Pe pe) {
        Wiring w = pin(from, pe, Needs.ofEntry(to));
        if (w == null) {
            throw new PartitaException(
                    "context " + to + " can't be entered: a role it needs is vacant, see spm:wiring");
        }
        try {
            if (from.call.enter(w, pe, to) != Outcome.PROCEED) {
                throw new PartitaException("context " + to + " can't be entered by ERET: " + from.call.rule());
            }
        } catch (RuntimeException | Error e) {
            from.call.abandonEntry();
            throw e;
        } finally {
            pe.leave();
        }
    }

    /** Pins the PE's slot for an access to memory; held like a call while the role is vacant. */
    Pe pinMemory(Context context) {
        Pe pe = running(context);
        Wiring w = pin(context, pe, MEMORY);
        if (w == null) {
            throw new MemoryFault(
                    MemoryFault.Cause.BUS,
                    0,
                    context + " accesses memory, but hardware/memory is vacant: see spm:wiring");
        }
        w.served(pe.index)[RoleTable.MEMORY]++;
        return pe;
    }

    /** Pins a wiring that fills these roles; null if one of them stays vacant. */
    private @Nullable Wiring pin(Context context, Pe pe, long roles) {
        for (; ; ) {
            Signal superseded = hub.superseded();
            Wiring w = pe.pin();
            long missing = w.vacant & roles;
            if (missing == 0) {
                return w;
            }
            pe.leave();
            if (hold(context, pe, w, missing, roles == MEMORY, superseded) != null) {
                return null;
            }
        }
    }

    /** Waits until no context is doing work; in deterministic mode the others get their turns meanwhile. */
    public boolean awaitRest(List<Context> contexts, long nanos) {
        long deadline = now() + nanos;
        while (contexts.stream().anyMatch(c -> c.state() == RunState.BUSY)) {
            turn();
            if (now() - deadline > 0) {
                return false;
            }
        }
        return true;
    }

    /** For limits: no real time decides in deterministic mode. */
    private long now() {
        RunToken token = hub.token();
        return token != null ? token.now() : Execution.realNanos();
    }

    private void turn() {
        RunToken token = hub.token();
        if (token != null) {
            token.lookAgain();
        } else {
            Execution.pause(POLL);
        }
    }

    /** Takes a PE for a context, after at most this time; false if it was not free. */
    public boolean acquire(Context context, int index, long nanos) {
        long deadline = now() + nanos;
        while (!acquire(context, index)) {
            turn();
            if (now() - deadline > 0) {
                return false;
            }
        }
        return true;
    }

    /** Takes a free PE for a context; false if it is not free. */
    public boolean acquire(Context context, int index) {
        Pe pe = hub.pe(index);
        if (!pe.acquire(context)) {
            return false;
        }
        context.pe = pe;
        pe.thread = Thread.currentThread();
        return true;
    }

    /** Gives the PE of a context back to nobody. */
    public void release(Context context) {
        Pe pe = running(context);
        pe.thread = null;
        pe.owner(null);
    }

    /** Sets a manager's context on a PE, while the platform is made: it has control at its boundary from the start. */
    public void manager(ManagerKind kind, int index, Context context) {
        Pe pe = hub.pe(index);
        context.pe = pe;
        // the SPMC has waited since it was initialized, the Hypervisor runs (FF-A 2.2, 4.1.2)
        context.above = kind != ManagerKind.HYPERVISOR;
        pe.manager(kind, context);
    }

    /**
     * Ends a context whose partition is terminated. An idle one is aborted at once; a busy threaded one unwinds at its
     * next call, a callback one when it returns: then who waits for its answer gets ABORTED.
     */
    public void terminate(Context context) {
        context.stopped = true;
        if (context.claim() || context.drop()) {
            context.abort();
        }
        if (context.runner() instanceof ThreadedRunner r) {
            r.end(context);
        }
    }

    /** As {@link #invoke}, for managers' own calls while the platform boots. */
    public void call(Context context) {
        invoke(context, Conduit.SMC);
    }

    private static Pe running(Context context) {
        Pe pe = context.pe;
        if (pe == null) {
            throw new IllegalStateException(context + " does not run on a PE");
        }
        return pe;
    }

    /** Whom the direct request in the registers of a context is for (FF-A Table 10.6). */
    private static long receiver(Context context) {
        return context.call.registers.x1 & 0xFFFF;
    }

    private static boolean isDirectRequest(int w0) {
        return FunctionId.of(w0) == FunctionId.FFA_MSG_SEND_DIRECT_REQ;
    }

    // ---- crashes

    /**
     * A context's code is gone or must go: the endpoint is aborted, and who waits for its answer gets ABORTED.
     *
     * @param pe the PE, owned by the context or by whoever cut it off
     */
    void crash(Context context, Pe pe, String how, @Nullable Throwable cause) {
        faults.crashed(context, how, cause);
        context.abort();
        Context requester = context.requester;
        Context lender = context.lender;
        context.lender = null;
        if (requester != null) {
            tellRequester(context, requester, pe);
        }
        if (context.runner instanceof ThreadedRunner && !context.borrowed) {
            if (lender != null) {
                lender.grant(pe);
            } else {
                pe.owner(null);
            }
        }
    }

    private void tellRequester(Context context, Context requester, Pe pe) {
        if (!relayAbort(context, requester, pe)) {
            requester.call.takeBack();
            requester.call.refuse(CoreRules.RESPONDER_ABORTED, receiver(requester));
        }
        requester.responder = null;
        context.requester = null;
    }

    private boolean relayAbort(Context context, Context requester, Pe pe) {
        int request = FunctionId.FFA_MSG_SEND_DIRECT_REQ.index();
        Wiring w = pin(context, pe, Needs.ofAbort(context, requester, hub.wiring().interfaceRole[request]));
        if (w == null) {
            return false;
        }
        try {
            if (context.call.abort(w, pe, request) == Outcome.DELIVER && context.call.target() == requester) {
                requester.call.completedAs(context.call);
                return true;
            }
            context.call.takeBack();
        } catch (RuntimeException | Error e) {
            context.call.abandon(e);
            faults.providerFailed(context, e);
        } finally {
            pe.leave();
        }
        return false;
    }

    /** A threaded context was cut off: its requester gets ABORTED, its PE goes on. On a thread of core's own. */
    void abandonLooping(Context context, Pe pe) {
        pe.thread = Thread.currentThread();
        crash(context, pe, "looped without calls and preemption points", null);
    }

    /** Notes that a call of this context was held. */
    public static void held(Context context, long nanos) {
        context.holds.add(nanos);
    }

    /** The rule that refused the last call of a context, or null. */
    public static @Nullable Rule rule(Context context) {
        return context.call.rule();
    }

    /** The registers of a context, for whoever set up a call in it. */
    public static Registers registers(Context context) {
        return context.call.registers;
    }
}
