package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Endpoint;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;
import org.partita.core.wiring.Wiring;

/** What becomes of a context whose code is gone or must go, and of who waits for its answer (FF-A 5.4.1, Table 10.8). */
final class Crashes {
    private final Trampoline trampoline;
    private final Faults faults;

    Crashes(Trampoline trampoline, Faults faults) {
        this.trampoline = trampoline;
        this.faults = faults;
    }

    /**
     * Ends a context whose partition is terminated. One that has no cycles is aborted at once; a busy threaded one unwinds at
     * its next call, a callback one when it returns: then who waits for its answer gets ABORTED.
     */
    void terminate(Context context) {
        context.stopped = true;
        if (context.claim() || context.drop()) {
            context.abort();
        } else if (context.claim(RunState.YIELDED) || context.claim(RunState.PREEMPTED)) {
            context.abort();
            release(context);
        }
        if (context.runner() instanceof ThreadedRunner r) {
            r.end(context);
        } else {
            // a client's thread may have stopped in it
            context.wake();
        }
    }

    /** Who waits for the answer of a context that was stopped in its work, and has no cycles either, is told when it is run again. */
    static void release(Context context) {
        Context requester = context.requester;
        context.requester = null;
        if (requester != null && requester.responder == context) {
            requester.responder = null;
            requester.become(RunState.YIELDED);
        }
    }

    /**
     * A context's code is gone or must go: the endpoint is aborted, and who waits for its answer gets ABORTED.
     *
     * @param pe the PE, owned by the context or by whoever cut it off
     */
    void crash(Context context, Pe pe, String how, @Nullable Throwable cause) {
        faults.crashed(context, how, cause);
        context.abort();
        endManagedExit(context, pe);
        Context requester = context.requester;
        // whoever has resumed it may be farther up the chain than who waits for its answer
        Context next = requester == null ? context.lender : requester;
        context.lender = null;
        if (requester != null) {
            tellRequester(context, requester, pe);
        } else if (next != null) {
            tellLender(next, context);
        }
        if (context.runner instanceof ThreadedRunner && !context.borrowed) {
            if (next != null) {
                next.grant(pe);
            } else {
                pe.free();
            }
        }
    }

    /** A managed exit that is not made any more: Non-secure interrupts come again (FF-A 4.5.4). */
    private void endManagedExit(Context context, Pe pe) {
        Endpoint e = context.endpoint();
        Interrupts interrupts = trampoline.hub().interrupts();
        if (e != null && e.managesExit() && interrupts != null && interrupts.nonSecureMasked(pe.index)) {
            interrupts.maskNonSecure(pe.index, false);
        }
    }

    /**
     * A lender that waits in FFA_RUN, or in the answer by which it let a Sender go on, is told that the vCPU has aborted (FF-A
     * Table 9.12). A Sender whose message the aborted scheduler was told of has sent it all the same.
     */
    private static void tellLender(Context lender, Context context) {
        if (lender.endpoint() == null || lender.interrupted()) {
            // an interrupt's or a manager's own way to the context: nobody crosses back
            lender.call.takeBackCrossings();
            return;
        }
        FunctionId in = lender.waitsIn();
        if (in == null) {
            return;
        }
        switch (in) {
            case FFA_RUN, FFA_SUCCESS, FFA_ERROR -> {
                lender.call.takeBack();
                lender.call.refuse(CoreRules.RUN_ABORTED, context.vcpu());
            }
            case FFA_MSG_SEND -> {
                lender.call.takeBack();
                lender.call.succeed();
            }
            default -> {}
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
        int role = trampoline.hub().wiring().interfaceRole[request];
        Wiring w = trampoline.pin(context, pe, Needs.ofAbort(context, requester, role));
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
            trampoline.abandoned(context, w, e);
        } finally {
            pe.leave();
        }
        return false;
    }

    /** Whom the direct request in the registers of a context is for (FF-A Table 10.6). */
    static long receiver(Context context) {
        return context.call.registers.x1 & 0xFFFF;
    }
}
