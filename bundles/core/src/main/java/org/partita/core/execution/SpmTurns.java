package org.partita.core.execution;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.Rule;
import org.partita.api.ffm.BackendProvider;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;

/**
 * Whose turn it is on the one PE of an FF-M platform: who can go on, who of them is next by the backend, and the hand-over. Interrupts are taken
 * here too: by whoever owns the PE, before it is decided who is next.
 */
final class SpmTurns {
    /** Most components: their readiness is a set of bits. */
    static final int LIMIT = Long.SIZE;

    private static final VarHandle READY;

    static {
        try {
            READY = MethodHandles.lookup().findVarHandle(SpmTurns.class, "ready", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Hub hub;
    private final Vacancies vacancies;
    private final Faults faults;
    private final SpmSociety society;
    private final SpmReady candidates = new SpmReady();
    private final SpmProtection protection;
    private final SpmInterrupts interrupts;

    private volatile long ready;

    /** Somebody may have become more urgent than whoever runs, or an interrupt is signalled. */
    private volatile boolean changed;

    SpmTurns(Hub hub, Interrupts interrupts, Vacancies vacancies, Faults faults, SpmSociety society) {
        this.hub = hub;
        this.vacancies = vacancies;
        this.faults = faults;
        this.society = society;
        this.protection = new SpmProtection(hub, this, faults);
        this.interrupts = new SpmInterrupts(hub, interrupts, faults, society, protection);
    }

    Pe pe() {
        return hub.pe(0);
    }

    SpmProtection protection() {
        return protection;
    }

    SpmInterrupts interrupts() {
        return interrupts;
    }

    // ---- who can go on

    /** Somebody can go on, perhaps; from any thread. */
    void wake(SpmComponent c) {
        if (c.satisfied() && c.blocked) {
            set(c);
        }
    }

    /** A partition with a thread can run: it was started. */
    void begin(SpmComponent c) {
        c.blocked = true;
        set(c);
    }

    /** Whoever runs looks what has changed at its next call or preemption point; from any thread. */
    void noteChange() {
        changed = true;
    }

    /** An interrupt is signalled; from any thread. If nobody has the PE, somebody is made to take it. */
    void interrupted() {
        changed = true;
        if (pe().owner() == null) {
            society.summon();
        }
    }

    private void set(SpmComponent c) {
        long _ = (long) READY.getAndBitwiseOr(this, 1L << c.index);
        changed = true;
    }

    void clear(SpmComponent c) {
        long _ = (long) READY.getAndBitwiseAnd(this, ~(1L << c.index));
    }

    /** What has happened meanwhile, before it is decided who is next. */
    private void attend(SpmComponent by, Pe pe) {
        if (pe.attention) {
            interrupts.take(by, pe);
        }
        society.look();
    }

    // ---- hand-over

    /** The component waits until it is satisfied: others have the PE meanwhile. */
    void block(SpmComponent c) {
        Pe pe = pe();
        attend(c, pe);
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
            attend(c, pe);
        }
        c.blocked = false;
        clear(c);
        if (c.ended()) {
            throw new ContextStopped();
        }
    }

    /** Somebody else goes on, if anybody can: the call has no status by which it could end. */
    void giveWay(SpmComponent c) {
        Pe pe = pe();
        SpmComponent next = choose(c.context, null, pe);
        if (next != null) {
            passOn(c, next, pe);
        }
    }

    /** A preemption point: interrupts are taken, and somebody more urgent gets the PE. */
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
        yieldIfAsked(c, pe);
    }

    /** Between two calls of a component. */
    void yieldIfAsked(SpmComponent c, Pe pe) {
        if (changed && !c.firstLevel) {
            reschedule(c, pe);
        }
    }

    private void reschedule(SpmComponent c, Pe pe) {
        changed = false;
        attend(c, pe);
        if (c.ended()) {
            throw new ContextStopped();
        }
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
        while (ready != 0 || society.unsettled() || pe.attention) {
            SpmComponent spm = society.spm();
            if (!pe.acquire(spm.context)) {
                return;
            }
            pe.thread = Thread.currentThread();
            attend(spm, pe);
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

    /** Everybody else runs until nobody can go on: for whoever boots. */
    void letOthers(SpmComponent spm) {
        Pe pe = pe();
        attend(spm, pe);
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
            attend(spm, pe);
        }
    }

    // ---- vacant roles

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

    /** Waits for a vacant role, and keeps the PE; null if it is filled. */
    @Nullable
    Rule hold(Context context, Pe pe, Wiring seen, long missing, boolean access, Signal superseded) {
        pe.held = true;
        try {
            return vacancies.hold(context, seen, missing, access, superseded);
        } finally {
            pe.held = false;
            pe.progress++;
        }
    }
}
