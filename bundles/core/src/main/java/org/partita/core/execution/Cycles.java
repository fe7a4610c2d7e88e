package org.partita.core.execution;

import org.partita.api.call.Endpoint;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;

/**
 * Hands a PE from context to context as passes say (FF-A 2.11, 4.1.2, 4.5.3), and runs callback contexts on it. A context
 * that lends its cycles waits here for them, with no provider on its stack.
 */
final class Cycles {
    /** The call is completed: the registers hold the completing function. */
    static final boolean COMPLETED = true;
    /** The context is idle; the calling thread no longer speaks for it unless it is the context's own. */
    static final boolean IDLE = false;

    private static final int REFUSED_ANSWERS = 3;

    private final Trampoline trampoline;
    private final Crashes crashes;

    Cycles(Trampoline trampoline, Crashes crashes) {
        this.trampoline = trampoline;
        this.crashes = crashes;
    }

    /** Acts on DELIVER. Returns COMPLETED when the caller has the PE again, or IDLE. */
    boolean deliver(Context from, Pe pe) {
        Context to = from.call.target();
        return switch (from.call.delivery()) {
            case REQUEST -> {
                to.call.registers.copyFrom(from.call.registers);
                to.requester = from;
                from.responder = to;
                yield lend(from, to, pe);
            }
            case RUN -> {
                to.call.registers.copyFrom(from.call.registers);
                adopt(from, to, pe);
                yield lend(from, to, pe);
            }
            case RESUME -> {
                adopt(from, to, pe);
                yield lend(from, to, pe);
            }
            case RESPONSE -> {
                to.call.registers.copyFrom(from.call.registers);
                to.responder = null;
                from.requester = null;
                yield giveBack(from, to, pe);
            }
            case RETURN -> {
                to.call.registers.copyFrom(from.call.registers);
                // a request that was preempted: its sender waits no more, and can resume it
                to.responder = null;
                yield giveBack(from, to, pe);
            }
            case REINSTATE -> giveBack(from, to, pe);
        };
    }

    private boolean lend(Context from, Context to, Pe pe) {
        to.lender = from;
        run(from, to, pe);
        return COMPLETED;
    }

    /**
     * Whoever resumes a context that was preempted while it processed a request waits for the answer from now on, and so do
     * those between them on this PE (FF-A 4.5.3).
     */
    private static void adopt(Context from, Context preempted, Pe pe) {
        Context inner = preempted;
        while (inner.requester != null && inner.requester.endpoint() != from.endpoint()) {
            inner = inner.requester;
            inner.pe = pe;
        }
        Context before = inner.requester;
        if (before == null) {
            inner.lender = from;
            return;
        }
        if (before != from && before.responder == inner) {
            before.responder = null;
        }
        inner.requester = from;
        inner.lender = from;
        from.responder = inner;
    }

    /** Lends the PE to a context until it gives it back. In a callback context that a client has taken, its thread waits for that. */
    void run(Context lender, Context to, Pe pe) {
        if (to.runner instanceof CallbackRunner code && !to.borrowed) {
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

    /** The PE goes back to a context that had lent it; the caller rests. */
    private boolean giveBack(Context from, Context to, Pe pe) {
        from.lender = null;
        RunState then = from.call.restsIn();
        if (then != RunState.IDLE || (from.runner instanceof ThreadedRunner && !from.borrowed)) {
            from.prepareToWait();
            from.become(then);
            to.grant(pe);
            late(from);
            from.awaitGrant();
            return COMPLETED;
        }
        if (from.borrowed) {
            from.borrowed = false;
            from.returnTo(from.runner instanceof ThreadedRunner r ? r.thread() : null);
            becomeIdle(from);
            to.grant(pe);
            return IDLE;
        }
        becomeIdle(from);
        return IDLE;
    }

    /** WAIT: whoever lent the cycles gets them back, and nothing crosses. */
    boolean rest(Context context, Pe pe) {
        if (context.state() == RunState.CREATED
                && FunctionId.of(context.call.registers.function()) == FunctionId.FFA_ERROR) {
            crashes.crash(context, pe, "reported by FFA_ERROR that its initialization failed (FF-A 3.5.3)", null);
            if (context.runner instanceof ThreadedRunner) {
                throw new ContextStopped();
            }
            return IDLE;
        }
        RunState then = context.call.restsIn();
        boolean stops = then != RunState.IDLE;
        Context lender = context.lender;
        context.lender = null;
        if (stops || (context.runner instanceof ThreadedRunner && !context.borrowed)) {
            context.prepareToWait();
            context.become(then);
            if (lender != null) {
                lender.grant(pe);
            } else {
                pe.free();
            }
            late(context);
            context.awaitGrant();
            return COMPLETED;
        }
        if (context.borrowed) {
            giveBack(context, pe);
            becomeIdle(context);
            // what came for it before it was idle did not make it ready
            trampoline.hub().kick();
            return IDLE;
        }
        becomeIdle(context);
        return IDLE;
    }

    /**
     * A client's thread leaves a context that has its cycles from a lender, who gets them as if the context had gone idle. No wait
     * of the endpoint's own: what has come for it is left to its code.
     */
    void leave(Context context, Pe pe) {
        Context lender = context.lender;
        context.lender = null;
        Clients.lend(context, pe, false);
        if (lender == null) {
            throw new IllegalStateException(context + " has the PE from nobody");
        }
        Endpoint e = context.endpoint();
        if (lender.endpoint() != null && e != null) {
            lender.call.takeBack();
            long ids = Integer.toUnsignedLong(e.id() << 16 | context.vcpu());
            lender.call.registers.set(FunctionId.FFA_MSG_WAIT.id32(), ids, 0, 0, 0, 0, 0, 0);
        }
        context.borrowed = false;
        context.above = true;
        context.returnTo(context.runner instanceof ThreadedRunner r ? r.thread() : null);
        becomeIdle(context);
        lender.grant(pe);
    }

    /**
     * A client's thread leaves the context and its PE, before the context is idle: then somebody else may run it. One that was
     * terminated while it had no cycles has no PE to leave.
     */
    void giveBack(Context context, Pe pe) {
        boolean runs = pe.owner() == context;
        if (runs) {
            Clients.lend(context, pe, false);
        }
        context.borrowed = false;
        context.above = true;
        context.returnTo(context.runner instanceof ThreadedRunner r ? r.thread() : null);
        if (runs) {
            pe.free();
        }
    }

    /** After the context has become idle: an interrupt may have come for it since it looked. */
    private void late(Context context) {
        if (context.virtual.signalled()) {
            trampoline.hub().late(context);
        }
    }

    /** Idle from now on; one that was terminated meanwhile is aborted. */
    void becomeIdle(Context context) {
        context.idle();
        if (context.stopped) {
            crashes.terminate(context);
        }
    }

    /** Enters a callback context until what it leaves in its registers makes it idle. */
    private void loop(Context context, CallbackRunner code, Pe pe) {
        for (int refused = 0; refused < REFUSED_ANSWERS; refused++) {
            if (context.stopped) {
                crashes.crash(context, pe, "was terminated", null);
                return;
            }
            try {
                code.enter(context);
            } catch (ContextStopped e) {
                crashes.crash(context, pe, "was terminated", null);
                return;
            } catch (Throwable e) {
                crashes.crash(context, pe, "threw an exception", e);
                return;
            }
            if (context.stopped) {
                crashes.crash(context, pe, "was terminated", null);
                return;
            }
            if (trampoline.invoke(context, context.conduit) == IDLE
                    || (code.again(context) && trampoline.invoke(context, context.conduit) == IDLE)) {
                return;
            }
        }
        Rule rule = context.call.rule();
        crashes.crash(
                context, pe, "left an answer that is refused again and again: " + (rule == null ? "" : rule), null);
    }
}
