package org.partita.core.execution;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmConnection;
import org.partita.core.spm.PooledConnection;
import org.partita.core.spm.Resident;
import org.partita.core.spm.Waiter;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;

/**
 * Makes passes of the PSA API, acts on their outcomes, and hands the one PE from component to component: the only place that runs FF-M
 * partitions and parks, with no provider on the stack.
 */
public final class SpmCycles {
    /** Most components: their readiness is a set of bits. */
    public static final int LIMIT = Long.SIZE;

    private static final int NESTING_LIMIT = 32;
    private static final VarHandle READY;

    static {
        try {
            READY = MethodHandles.lookup().findVarHandle(SpmCycles.class, "ready", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Hub hub;
    private final Vacancies vacancies;
    private final Faults faults;
    private final SpmSociety society;
    private final SpmReady candidates = new SpmReady();
    private final Conduit conduit;
    private final SpmGate gate = new SpmGate();
    private final SpmProtection protection;

    private volatile long ready;
    /** Somebody may have become more urgent than whoever runs. */
    private volatile boolean changed;

    SpmCycles(Hub hub, Vacancies vacancies, Faults faults, SpmSociety society, Conduit conduit) {
        this.hub = hub;
        this.vacancies = vacancies;
        this.faults = faults;
        this.society = society;
        this.conduit = conduit;
        this.protection = new SpmProtection(hub, this, faults);
    }

    private Pe pe() {
        return hub.pe(0);
    }

    SpmGate gate() {
        return gate;
    }

    SpmProtection protection() {
        return protection;
    }

    // ---- calls

    /** Invokes the function in the component's registers; comes back when it is completed. */
    void invoke(SpmComponent c) {
        if (c.ended()) {
            throw new ContextStopped();
        }
        Pe pe = pe();
        pe.progress++;
        RunToken token = hub.token();
        if (token != null) {
            token.step();
        }
        Outcome outcome;
        do {
            outcome = attempt(c, pe);
        } while (outcome == Outcome.PROCEED);
        if (outcome == Outcome.DELIVER) {
            PooledConnection m = c.pass.connection();
            enter(c, m, pe);
            finish(c, m);
        } else if (outcome == Outcome.WAIT) {
            if (c.pass.waitsForAnswer()) {
                awaitAnswer(c, c.pass.connection(), pe);
            } else {
                awaitSignals(c, pe);
            }
        }
        if (outcome != Outcome.COMPLETE && hub.wiring().tracing) {
            pe.log().record(c.pass, c.toString(), true, pe.index);
        }
        if (c.pass.panics()) {
            panic(c);
        }
        if (changed) {
            reschedule(c, pe);
        }
    }

    /** One pass, or one wait for a vacant role: then PROCEED. */
    private Outcome attempt(SpmComponent c, Pe pe) {
        Signal superseded = hub.superseded();
        Wiring w = pe.pin();
        if (w.vacant != 0) {
            long missing = w.vacant & SpmNeeds.of(PsaFunction.of(c.context.call.registers.function()), conduit);
            if (missing != 0) {
                pe.leave();
                return held(c, pe, w, missing, superseded);
            }
        }
        Outcome outcome;
        try {
            outcome = c.pass.run(w, pe, conduit);
        } catch (RuntimeException | Error e) {
            faults.providerFailed(c.context, w.thrower(e), e);
            c.pass.abandon(SpmRules.PROVIDER_FAILED);
            outcome = Outcome.COMPLETE;
        } finally {
            pe.leave();
        }
        if (pe.revoked == w.epoch && hub.lost(pe, w.epoch)) {
            c.pass.abandon(SpmRules.OUTCOME_UNKNOWN);
            outcome = Outcome.COMPLETE;
        }
        return outcome;
    }

    private Outcome held(SpmComponent c, Pe pe, Wiring seen, long missing, Signal superseded) {
        Rule verdict = hold(c.context, pe, seen, missing, false, superseded);
        if (verdict == null) {
            return Outcome.PROCEED;
        }
        if (PsaFunction.of(c.context.call.registers.function()) == PsaFunction.PSA_WAIT) {
            giveWay(c, pe);
            return Outcome.PROCEED;
        }
        return c.pass.lose(verdict.status() == Status.BUSY ? SpmRules.VACANT_BUSY : SpmRules.VACANT);
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

    private void panic(SpmComponent c) {
        var rule = c.pass.broken();
        end(c, "panicked" + (rule == null ? "" : ": " + rule.text() + " [" + rule.id() + "]"), null);
        throw new ContextStopped();
    }

    // ---- messages

    private void awaitAnswer(SpmComponent c, PooledConnection m, Pe pe) {
        c.awaited = m;
        try {
            while (m.state() != SpmConnection.State.ANSWERED) {
                c.again = false;
                block(c, pe);
                if (c.again && m.state() == SpmConnection.State.QUEUED && again(c, pe)) {
                    m.taken();
                    m.service().partition().settleSignals();
                    enter(c, m, pe);
                }
            }
        } catch (ContextStopped e) {
            c.awaited = null;
            // a client that has ended keeps no connection
            if (m.state() == SpmConnection.State.TAKEN) {
                m.orphan(() -> c.pass.state().free(m));
            } else {
                // who was told of it by its signal finds nothing to take (FF-M, psa_get: PSA_ERROR_DOES_NOT_EXIST)
                m.service().partition().unqueue(m);
                c.pass.state().free(m);
            }
            throw e;
        }
        c.awaited = null;
        finish(c, m);
    }

    /** Asks the backend of now what becomes of a message that waits: true if its service is entered here. */
    private boolean again(SpmComponent c, Pe pe) {
        Wiring w = pinFor(c.context, pe, SpmNeeds.NEXT);
        if (w == null) {
            return false;
        }
        try {
            return c.pass.again(w, pe) == Outcome.DELIVER;
        } catch (RuntimeException | Error e) {
            faults.providerFailed(c.context, w.thrower(e), e);
            return false;
        } finally {
            pe.leave();
        }
    }

    /** The client goes on with the answer. */
    private void finish(SpmComponent c, PooledConnection m) {
        int result = m.result();
        c.pass.release(m, m.type() < 0 && result == m.handle());
        c.pass.complete(result);
        if (c.resident != null && result == PsaStatus.PSA_ERROR_PROGRAMMER_ERROR.code()) {
            c.pass.panic(SpmRules.PROGRAMMER_ERROR_ANSWERED, result);
        }
    }

    /** The service processes the message on its client's stack. */
    private void enter(SpmComponent c, PooledConnection m, Pe pe) {
        Resident r = m.service().partition();
        SpmComponent p = SpmSociety.of(r);
        SpmCode code = p.code;
        m.entered(Waiter.NOBODY);
        if (code == null || r.ended()) {
            m.answered(SpmRules.ENDED.status().code());
            return;
        }
        if (pe.nesting >= NESTING_LIMIT) {
            m.answered(SpmRules.NESTING.status().code());
            return;
        }
        enterStack(p, r, pe);
        try {
            if (code.initialize()) {
                code.current(m);
                code.process();
            } else {
                m.answered(PsaStatus.PSA_ERROR_PROGRAMMER_ERROR.code());
                society.uninitialized(r, code.failure());
            }
        } finally {
            leaveStack(c, r, pe);
        }
        if (m.state() != SpmConnection.State.ANSWERED) {
            m.answered(SpmRules.ENDED.status().code());
        }
    }

    private void enterStack(SpmComponent p, Resident r, Pe pe) {
        r.busy(true);
        p.context.pe = pe;
        pe.owner(p.context);
        pe.nesting++;
        protection.enter(p, pe);
    }

    private void leaveStack(SpmComponent c, Resident r, Pe pe) {
        pe.nesting--;
        c.context.pe = pe;
        pe.owner(c.context);
        protection.enter(c, pe);
        r.busy(false);
        // another backend may want a thread for it, which it could not have meanwhile
        society.unsettle(SpmSociety.of(r).unsuited);
        rested(r);
    }

    /** Initializes an SFN partition on the stack of whoever boots; false if it could not be. */
    boolean initialize(SpmComponent by, Resident r) {
        SpmComponent p = SpmSociety.of(r);
        SpmCode code = p.code;
        if (code == null) {
            return false;
        }
        Pe pe = pe();
        enterStack(p, r, pe);
        try {
            return code.initialize();
        } finally {
            leaveStack(by, r, pe);
        }
    }

    /** Whether the backend of now takes what an initialization has returned for success. */
    boolean initialized(SpmComponent c, int value) {
        Pe pe = pe();
        Wiring w = pinFor(c.context, pe, SpmNeeds.NEXT);
        try {
            BackendProvider b = w == null ? null : w.backend;
            return b == null ? value == 0 : b.initialized(value);
        } finally {
            pe.leave();
        }
    }

    /** Waits for a message to an SFN partition with a thread of its own; false if there is none to come. */
    boolean nextMessage(SpmComponent p) {
        Resident r = SpmSociety.resident(p);
        PooledConnection m = r.oldest();
        if (m == null) {
            p.idle = true;
            try {
                block(p, pe());
            } finally {
                p.idle = false;
            }
            m = r.oldest();
        }
        SpmThread t = p.thread;
        if (m == null || (t != null && t.retired)) {
            return false;
        }
        m.taken();
        r.settleSignals();
        SpmCode code = p.code;
        if (code == null) {
            return false;
        }
        code.current(m);
        return true;
    }

    /** Messages that wait for a partition that rests: their clients ask the backend again. */
    private static void rested(Resident r) {
        PooledConnection m = r.oldest();
        if (m != null) {
            m.reconsider();
        }
    }

    private void awaitSignals(SpmComponent c, Pe pe) {
        Resident r = SpmSociety.resident(c);
        int mask = c.pass.mask();
        c.mask = mask;
        while ((r.asserted() & mask) == 0) {
            block(c, pe);
        }
        c.mask = 0;
        c.pass.completeUnsigned(Integer.toUnsignedLong(r.asserted() & mask));
    }

    // ---- ends

    /** A partition has ended: whoever waits for its answers is told. By whoever owns the PE. */
    void end(SpmComponent c, String how, @Nullable Throwable cause) {
        Resident r = SpmSociety.resident(c);
        if (!r.ended()) {
            r.end();
            faults.crashed(c.context, how, cause);
        }
        society.settle(r);
    }

    // ---- the PE

    /** Somebody can go on, perhaps; from any thread. */
    void wake(SpmComponent c) {
        if (c.satisfied() && c.blocked) {
            set(c);
        }
    }

    private void set(SpmComponent c) {
        long _ = (long) READY.getAndBitwiseOr(this, 1L << c.index);
        changed = true;
    }

    private void clear(SpmComponent c) {
        long _ = (long) READY.getAndBitwiseAnd(this, ~(1L << c.index));
    }

    /** The component waits until it is satisfied: others have the PE meanwhile. */
    private void block(SpmComponent c, Pe pe) {
        society.look();
        c.blocked = true;
        while (!c.satisfied()) {
            SpmComponent next = choose(c.context, null, pe);
            c.context.prepareToWait();
            if (next == null) {
                release(pe);
            } else {
                grant(next, pe);
            }
            c.context.awaitGrant();
            society.look();
        }
        c.blocked = false;
        clear(c);
        if (c.ended()) {
            throw new ContextStopped();
        }
    }

    /** Somebody else goes on, if anybody can: the call has no status by which it could end. */
    private void giveWay(SpmComponent c, Pe pe) {
        SpmComponent next = choose(c.context, null, pe);
        if (next != null) {
            passOn(c, next, pe);
        }
    }

    /** Somebody more urgent gets the PE. */
    private void reschedule(SpmComponent c, Pe pe) {
        changed = false;
        society.look();
        if (ready == 0) {
            return;
        }
        SpmComponent next = choose(c.context, c, pe);
        if (next != null && next != c) {
            passOn(c, next, pe);
        }
    }

    /** Another has the PE until it is the component's turn again. */
    private void passOn(SpmComponent c, SpmComponent next, Pe pe) {
        set(c);
        c.context.prepareToWait();
        grant(next, pe);
        c.context.awaitGrant();
        clear(c);
        if (c.ended()) {
            throw new ContextStopped();
        }
    }

    /** Who is next: by the backend. Null if nobody can go on. */
    private @Nullable SpmComponent choose(Context by, @Nullable SpmComponent running, Pe pe) {
        candidates.clear(running);
        long bits = running == null ? ready : ready | 1L << running.index;
        for (long left = bits; left != 0; left &= left - 1) {
            candidates.add(society.at(Long.numberOfTrailingZeros(left)));
        }
        if (candidates.size() <= 1) {
            return candidates.size() == 0 ? null : candidates.at(0);
        }
        int position = -1;
        Wiring w = pinFor(by, pe, SpmNeeds.NEXT);
        try {
            BackendProvider b = w == null ? null : w.backend;
            if (w != null && b != null) {
                w.served(pe.index)[RoleTable.BACKEND]++;
                position = b.next(candidates);
            }
        } catch (RuntimeException | Error e) {
            faults.providerFailed(by, w == null ? null : w.thrower(e), e);
        } finally {
            pe.leave();
        }
        return candidates.at(position < 0 || position >= candidates.size() ? 0 : position);
    }

    /** Pins a wiring that fills the roles; null if they stay vacant: nothing is pinned then. */
    @Nullable
    Wiring pinFor(Context context, Pe pe, long roles) {
        for (; ; ) {
            Signal superseded = hub.superseded();
            Wiring w = pe.pin();
            long missing = w.vacant & roles;
            if (missing == 0) {
                return w;
            }
            pe.leave();
            if (hold(context, pe, w, missing, (roles & SpmNeeds.MEMORY) != 0, superseded) != null) {
                return null;
            }
        }
    }

    private void grant(SpmComponent next, Pe pe) {
        clear(next);
        protection.enter(next, pe);
        next.context.grant(pe);
    }

    /** Gives the PE to nobody; somebody may have become ready meanwhile. */
    private void release(Pe pe) {
        pe.free();
        dispatch();
    }

    /** If the PE is free and somebody can go on, it gets the PE. */
    void dispatch() {
        Pe pe = pe();
        while (ready != 0 || society.unsettled()) {
            SpmComponent spm = society.spm();
            if (!pe.acquire(spm.context)) {
                return;
            }
            pe.thread = Thread.currentThread();
            society.look();
            SpmComponent next = choose(spm.context, null, pe);
            if (next != null) {
                grant(next, pe);
                return;
            }
            pe.free();
        }
    }

    /** A client takes the PE, as soon as whoever has it lets it go. */
    void arrive(SpmComponent c) {
        Pe pe = pe();
        if (pe.acquire(c.context)) {
            c.context.pe = pe;
            c.context.ran = hub.turn();
            pe.thread = Thread.currentThread();
            protection.enter(c, pe);
            return;
        }
        c.context.prepareToWait();
        set(c);
        dispatch();
        c.context.awaitGrant();
        clear(c);
    }

    /** A client gives the PE away. */
    void depart(SpmComponent c) {
        Pe pe = pe();
        SpmComponent next = ready == 0 ? null : choose(c.context, null, pe);
        if (next == null) {
            release(pe);
        } else {
            grant(next, pe);
        }
    }

    /** A thread of a partition ends. */
    void leave(SpmComponent c, SpmThread thread) {
        if (c.thread == thread) {
            c.thread = null;
            society.unsettle(thread.retired);
        }
        c.blocked = false;
        clear(c);
        Resident r = SpmSociety.resident(c);
        r.busy(false);
        Pe pe = pe();
        if (pe.owner() == c.context) {
            if (!r.ended()) {
                rested(r);
            }
            depart(c);
        }
    }

    /** Everybody else runs until nobody can go on: for whoever boots. */
    void letOthers(SpmComponent spm) {
        Pe pe = pe();
        while (ready != 0) {
            set(spm);
            SpmComponent next = choose(spm.context, spm, pe);
            if (next == null || next == spm) {
                clear(spm);
                return;
            }
            spm.context.prepareToWait();
            grant(next, pe);
            spm.context.awaitGrant();
            clear(spm);
        }
    }

    /** A partition with a thread can run: it was started. */
    void begin(SpmComponent c) {
        c.blocked = true;
        set(c);
    }

    /** A preemption point. */
    void preemptionPoint(SpmComponent c) {
        if (c.ended()) {
            throw new ContextStopped();
        }
        Pe pe = pe();
        pe.progress++;
        RunToken token = hub.token();
        if (token != null) {
            token.step();
        }
        if (changed) {
            reschedule(c, pe);
        }
    }
}
