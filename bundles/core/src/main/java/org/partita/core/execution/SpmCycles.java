package org.partita.core.execution;

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
import org.partita.core.wiring.Wiring;

/**
 * Makes passes of the PSA API and acts on their outcomes: the only place that runs FF-M partitions and waits, with no provider on the stack.
 */
public final class SpmCycles {
    private static final int NESTING_LIMIT = 32;

    private final Hub hub;
    private final Faults faults;
    private final SpmSociety society;
    private final SpmTurns turns;
    private final Conduit conduit;
    private final SpmGate gate = new SpmGate();

    SpmCycles(Hub hub, SpmTurns turns, Faults faults, SpmSociety society, Conduit conduit) {
        this.hub = hub;
        this.turns = turns;
        this.faults = faults;
        this.society = society;
        this.conduit = conduit;
    }

    SpmGate gate() {
        return gate;
    }

    // ---- calls

    /** Invokes the function in the component's registers; comes back when it is completed. */
    void invoke(SpmComponent c) {
        if (c.ended()) {
            throw new ContextStopped();
        }
        if (c.firstLevel) {
            throw calledTooEarly(c);
        }
        Pe pe = turns.pe();
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
        if (outcome == Outcome.DELIVER && c.ended()) {
            throw new ContextStopped();
        }
        turns.yieldIfAsked(c, pe);
    }

    /** One pass, or one wait for a vacant role: then PROCEED. */
    private Outcome attempt(SpmComponent c, Pe pe) {
        Signal superseded = hub.superseded();
        Wiring w = pe.pin();
        if (w.vacant != 0) {
            long missing = w.vacant & SpmNeeds.of(c, conduit);
            if (missing != 0) {
                pe.leave();
                return held(c, pe, w, missing, superseded);
            }
        }
        Outcome outcome;
        try {
            outcome = c.pass.run(w, pe, conduit);
        } catch (RuntimeException | Error e) {
            society.failed(c, w, e);
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
        Rule verdict = turns.hold(c.context, pe, seen, missing, false, superseded);
        if (verdict == null) {
            return Outcome.PROCEED;
        }
        if (PsaFunction.of(c.context.call.registers.function()) == PsaFunction.PSA_WAIT) {
            turns.preemptionPoint(c);
            turns.giveWay(c);
            return Outcome.PROCEED;
        }
        return c.pass.lose(verdict.status() == Status.BUSY ? SpmRules.VACANT_BUSY : SpmRules.VACANT);
    }

    private void panic(SpmComponent c) {
        var rule = c.pass.broken();
        end(c, "panicked" + (rule == null ? "" : ": " + rule.text() + " [" + rule.id() + "]"), null);
        throw new ContextStopped();
    }

    /** The handler of an exception calls no function of the PSA API. */
    private ContextStopped calledTooEarly(SpmComponent c) {
        PsaFunction called = PsaFunction.of(c.context.call.registers.function());
        String name = called == null ? "an unknown function" : called.title();
        end(c, "called " + name + " in its first-level interrupt handling, which is fatal [FFM-API-99]", null);
        return new ContextStopped();
    }

    // ---- messages

    private void awaitAnswer(SpmComponent c, PooledConnection m, Pe pe) {
        c.awaited = m;
        try {
            while (m.state() != SpmConnection.State.ANSWERED) {
                c.again = false;
                turns.block(c);
                if (c.again && m.state() == SpmConnection.State.QUEUED && again(c, pe)) {
                    m.taken();
                    m.service().partition().settleSignals();
                    enter(c, m, pe);
                }
            }
        } catch (ContextStopped e) {
            c.awaited = null;
            society.keeper().abandon(m);
            throw e;
        }
        c.awaited = null;
        finish(c, m);
    }

    /** Asks the backend of now what becomes of a message that waits: true if its service is entered here. */
    boolean again(SpmComponent c, Pe pe) {
        Wiring w = turns.pinFor(c.context, pe, SpmNeeds.NEXT);
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
    void enter(SpmComponent c, PooledConnection m, Pe pe) {
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
        turns.protection().enter(p, pe);
    }

    private void leaveStack(SpmComponent c, Resident r, Pe pe) {
        pe.nesting--;
        c.context.pe = pe;
        pe.owner(c.context);
        turns.protection().enter(c, pe);
        r.busy(false);
        society.left(SpmSociety.of(r), false);
        r.rested();
    }

    /** Initializes an SFN partition on the stack of whoever boots; false if it could not be. */
    boolean initialize(SpmComponent by, Resident r) {
        SpmComponent p = SpmSociety.of(r);
        SpmCode code = p.code;
        if (code == null) {
            return false;
        }
        Pe pe = turns.pe();
        enterStack(p, r, pe);
        try {
            return code.initialize();
        } finally {
            leaveStack(by, r, pe);
        }
    }

    /** Whether the backend of now takes what an initialization has returned for success. */
    boolean initialized(SpmComponent c, int value) {
        Pe pe = turns.pe();
        Wiring w = turns.pinFor(c.context, pe, SpmNeeds.NEXT);
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
                turns.block(p);
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

    private void awaitSignals(SpmComponent c, Pe pe) {
        Resident r = SpmSociety.resident(c);
        int mask = c.pass.mask();
        c.mask = mask;
        while ((r.asserted() & mask) == 0) {
            turns.block(c);
        }
        c.mask = 0;
        c.pass.completeUnsigned(Integer.toUnsignedLong(r.asserted() & mask));
    }

    // ---- ends

    /** A partition ends; by whoever owns the PE. */
    void end(SpmComponent c, String how, @Nullable Throwable cause) {
        society.end(c, how, cause);
    }

    /** A thread of a partition ends. */
    void leave(SpmComponent c, SpmThread thread) {
        c.blocked = false;
        turns.clear(c);
        Resident r = SpmSociety.resident(c);
        r.busy(false);
        if (c.thread == thread) {
            c.thread = null;
            c.context.returnTo(null);
            society.left(c, thread.retired);
        }
        Pe pe = turns.pe();
        if (pe.owner() == c.context) {
            if (!r.ended()) {
                r.rested();
            }
            turns.depart(c);
        }
    }
}
