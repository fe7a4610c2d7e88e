package org.partita.core.execution;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.call.Endpoint;
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
    private static final int NESTING_LIMIT = 32;
    private static final long POLL = 100_000;
    private static final long MOMENT = 300_000_000;
    private static final long MEMORY = 1L << RoleTable.MEMORY;

    private final Hub hub;
    private final Vacancies vacancies;
    private final Faults faults;
    private final Crashes crashes;
    private final Cycles cycles;
    private final Preemption preemption;

    /**
     * @param hub where the wiring is
     * @param vacancies who decides about held calls
     * @param faults who hears of crashes
     */
    public Trampoline(Hub hub, Vacancies vacancies, Faults faults) {
        this.hub = hub;
        this.vacancies = vacancies;
        this.faults = faults;
        this.crashes = new Crashes(this, faults);
        this.cycles = new Cycles(this, crashes);
        this.preemption = new Preemption(this, cycles);
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
            context.call.restsIn(RunState.IDLE);
            return cycles.rest(context, pe);
        }
        if (pe.nesting >= NESTING_LIMIT && isDirectRequest(context.call.registers.function())) {
            context.call.refuse(CoreRules.NESTING, Crashes.receiver(context));
            return Cycles.COMPLETED;
        }
        Outcome outcome;
        do {
            outcome = attempt(context, pe, by);
        } while (outcome == Outcome.PROCEED);
        return switch (outcome) {
            case DELIVER -> cycles.deliver(context, pe);
            case WAIT -> cycles.rest(context, pe);
            default -> Cycles.COMPLETED;
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
            outcome = failed(context, w, e);
        } finally {
            pe.leave();
        }
        if (lost(context, pe, epoch, outcome)) {
            context.call.refuse(CoreRules.OUTCOME_UNKNOWN);
            outcome = Outcome.COMPLETE;
        }
        return outcome;
    }

    /** Whether a pass that has ended was given up by a drain: then nothing is to be done with its outcome. */
    boolean lost(Context context, Pe pe, long epoch, Outcome outcome) {
        boolean lost = pe.revoked == epoch && hub.lost(pe, epoch);
        if (lost) {
            context.call.discard(outcome);
        }
        return lost;
    }

    /** A provider threw: our bug, answered with an error and never thrown into a partition. */
    private Outcome failed(Context context, Wiring w, Throwable e) {
        abandoned(context, w, e);
        context.call.refuse(CoreRules.PROVIDER_FAILED);
        return Outcome.COMPLETE;
    }

    /** A pass was broken off by an exception: gives back what it had, and names the provider. */
    void abandoned(Context context, Wiring w, Throwable e) {
        context.call.abandon(e);
        faults.providerFailed(context, e instanceof WrongOutcome o ? w.bound(o.role()) : w.thrower(e), e);
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
        cycles.run(from, to, pe);
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
        to.unplaced = true;
        from.call.registers.set(FunctionId.FFA_INTERRUPT.id32(), 0);
        try {
            enterAcross(from, to, pe);
        } catch (RuntimeException e) {
            cycles.becomeIdle(to);
            throw e;
        } finally {
            to.unplaced = false;
        }
        to.call.registers.copyFrom(from.call.registers);
        to.lender = from;
        cycles.run(from, to, pe);
        return true;
    }

    /**
     * The manager lends the PE that it has taken to a context that it chooses, and comes back when it has the PE again.
     *
     * @param choose who is next by this wiring, or null
     * @return false if nobody was run
     */
    boolean dispatch(Context manager, Function<Wiring, @Nullable Context> choose) {
        Pe pe = running(manager);
        RunToken token = hub.token();
        if (token != null) {
            token.step();
        }
        Context kernel = attempt(manager, pe, choose);
        if (kernel != null) {
            return wake(manager, kernel, pe);
        }
        if (!manager.call.hasTarget()) {
            return false;
        }
        cycles.deliver(manager, pe);
        return true;
    }

    /**
     * Chooses who is next, and makes the pass by which the manager runs it: then that is the pass's target. An OS kernel, which no
     * pass leads to, is returned.
     */
    private @Nullable Context attempt(Context manager, Pe pe, Function<Wiring, @Nullable Context> choose) {
        manager.call.forgetTarget();
        Wiring w = pin(manager, pe, Needs.ofDispatch(manager, hub.wiring()));
        if (w == null) {
            return null;
        }
        Outcome outcome = Outcome.COMPLETE;
        try {
            Context next = choose.apply(w);
            if (next != null && next.kernel) {
                return next;
            }
            if (next != null) {
                manager.call.registers.set(FunctionId.FFA_RUN.id32(), target(next), 0, 0, 0, 0, 0, 0);
                outcome = manager.call.dispatch(w, pe);
            }
        } catch (RuntimeException | Error e) {
            outcome = failed(manager, w, e);
        } finally {
            pe.leave();
        }
        if (lost(manager, pe, w.epoch, outcome) || outcome != Outcome.DELIVER) {
            manager.call.forgetTarget();
        }
        return null;
    }

    /** FF-A Table 9.11, w1: the endpoint and vCPU that are to run. */
    private static long target(Context context) {
        Endpoint e = context.endpoint();
        return Integer.toUnsignedLong((e == null ? 0 : e.id()) << 16 | context.vcpu());
    }

    /** An interrupt ends the wait of an OS kernel, which is its own affair: nothing crosses. */
    private boolean wake(Context manager, Context kernel, Pe pe) {
        if (!kernel.claim()) {
            return false;
        }
        kernel.call.registers.set(FunctionId.FFA_INTERRUPT.id32(), 0);
        kernel.above = false;
        kernel.lender = manager;
        cycles.run(manager, kernel, pe);
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
    @Nullable
    Wiring pin(Context context, Pe pe, long roles) {
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
        while (contexts.stream().anyMatch(c -> c.state() == RunState.BUSY || c.interrupted())) {
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

    /**
     * Tries for a moment where a primary scheduler may have what is wanted, which it gives back; once where there is none.
     *
     * @return whether it succeeded
     */
    boolean patiently(BooleanSupplier attempt) {
        if (attempt.getAsBoolean()) {
            return true;
        }
        long deadline = now() + MOMENT;
        while (hub.dispatches()) {
            turn();
            if (attempt.getAsBoolean()) {
                return true;
            }
            if (now() - deadline > 0) {
                return false;
            }
        }
        return false;
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
        running(context).free();
    }

    /** Sets a manager's context on a PE, while the platform is made: it has control at its boundary from the start. */
    public void manager(ManagerKind kind, int index, Context context) {
        Pe pe = hub.pe(index);
        context.pe = pe;
        // the SPMC has waited since it was initialized, the Hypervisor runs (FF-A 2.2, 4.1.2)
        context.above = kind != ManagerKind.HYPERVISOR;
        pe.manager(kind, context);
    }

    /** As {@link #invoke}, for managers' own calls while the platform boots. */
    public void call(Context context) {
        invoke(context, Conduit.SMC);
    }

    /** A preemption point of a running context, see {@link Preemption#attend}. */
    boolean attend(Context context) {
        return preemption.attend(context);
    }

    /** The PE that the context runs on. */
    Pe pe(Context context) {
        return running(context);
    }

    private static Pe running(Context context) {
        Pe pe = context.pe;
        if (pe == null) {
            throw new IllegalStateException(context + " does not run on a PE");
        }
        return pe;
    }

    /** See {@link Crashes#terminate}. */
    public void terminate(Context context) {
        crashes.terminate(context);
    }

    /** A context's code has ended, see {@link Crashes#crash}. */
    void crash(Context context, Pe pe, String how, @Nullable Throwable cause) {
        crashes.crash(context, pe, how, cause);
    }

    /** A client leaves a context, see {@link Cycles#giveBack(Context, Pe)}. */
    void giveBack(Context context, Pe pe) {
        cycles.giveBack(context, pe);
    }

    /** A client leaves a context that has lent cycles, see {@link Cycles#leave}. */
    void leave(Context context, Pe pe) {
        cycles.leave(context, pe);
    }

    /** See {@link Cycles#becomeIdle}. */
    void becomeIdle(Context context) {
        cycles.becomeIdle(context);
    }

    private static boolean isDirectRequest(int w0) {
        return FunctionId.of(w0) == FunctionId.FFA_MSG_SEND_DIRECT_REQ;
    }

    /** A threaded context was cut off: its requester gets ABORTED, its PE goes on. On a thread of core's own. */
    void abandonLooping(Context context, Pe pe) {
        pe.thread = Thread.currentThread();
        crashes.crash(context, pe, "looped without calls and preemption points", null);
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
