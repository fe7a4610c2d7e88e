package org.partita.interfaces.cycles;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/**
 * FFA_RUN (FF-A 9.3): the primary scheduler allocates cycles to a context, or a Sender resumes the Receiver of its direct request
 * that was preempted. The manager of the context runs it by its state (4.3.3 item 2): the call in which an idle one waits is
 * completed, a preempted one goes on.
 */
final class Run {
    static final Rule MAY_RUN = new Rule(
            "FFA-9.3-2",
            Status.NOT_SUPPORTED,
            "FF-A 9.3, 9.3.1",
            "w0",
            "only the primary scheduler, or an endpoint that may send direct requests, runs others");

    static final Rule KNOWN = new Rule(
            "FFA-9.3-12",
            Status.INVALID_PARAMETERS,
            "FF-A Table 9.12",
            "w1",
            "bits 31:16 have to be the ID of another endpoint, bits 15:0 one of its vCPU IDs, see FFA_PARTITION_INFO_GET");

    static final Rule NOTHING_TO_DO = new Rule(
            "FFA-9.3-14",
            Status.DENIED,
            "FF-A Table 9.12, 4.3.3",
            "w1",
            "the context is idle, and no message and no interrupt is there for it");

    static final Rule NOT_SET_UP = new Rule(
            "FFA-9.3-14", Status.DENIED, "FF-A Table 9.12", "w1", "the context is not initialized yet (FF-A 3.5.3)");

    static final Rule FOREIGN = new Rule(
            "FFA-9.3-14",
            Status.DENIED,
            "FF-A Table 9.12, 4.5.3",
            "w1",
            "the context processes a direct request of another endpoint, which alone can resume it");

    static final Rule SCHEDULERS = new Rule(
            "FFA-9.3-14",
            Status.DENIED,
            "FF-A Table 9.12, 9.3",
            "w1",
            "only the primary scheduler runs a context that does not process a request of the caller");

    static final Rule IN_A_REQUEST = new Rule(
            "FFA-4.5.2-4",
            Status.DENIED,
            "FF-A 4.5.2",
            "w0",
            "the caller is processing a direct request: it can run the Receiver of its own request only");

    static final Rule PINNED = new Rule(
            "FFA-9.3-14",
            Status.DENIED,
            "FF-A Table 9.12, 2.9",
            "w1[15:0]",
            "the context is pinned to the PE with its number: run it there");

    static final Rule BUSY = new Rule(
            "FFA-9.3-15",
            Status.BUSY,
            "FF-A Table 9.12, 9.3.1",
            "w1",
            "the vCPU is at work on another PE, or waits for somebody who is: try again");

    static final Rule ABORTED = new Rule(
            "FFA-9.3-16", Status.ABORTED, "FF-A Table 9.12", "w1", "the vCPU has aborted and is not run any more");

    private static final int ID = 0xFFFF;

    private Run() {}

    static Outcome answer(Call call) {
        ExecutionContext caller = call.context();
        Endpoint runner = caller.endpoint();
        boolean schedules = schedules(call, runner);
        if (runner != null && !schedules && !runner.sendsDirect()) {
            return call.refuse(MAY_RUN, runner.id());
        }
        int target = call.registers.w(1);
        Endpoint endpoint = call.state().endpoint(target >>> 16);
        ExecutionContext context = endpoint == null || endpoint == runner ? null : endpoint.context(target & ID);
        if (endpoint == null || context == null || !reachable(call, endpoint)) {
            return call.refuse(KNOWN, Integer.toUnsignedLong(target));
        }
        if (caller.requester() != null && !mine(root(context), runner)) {
            return call.refuse(IN_A_REQUEST, Integer.toUnsignedLong(target));
        }
        if (endpoint.manager() != call.manager().manager()) {
            call.registers.set(call.registers.function(), Integer.toUnsignedLong(target), 0, 0, 0, 0, 0, 0);
            return call.forward();
        }
        return run(call, endpoint, context, schedules);
    }

    /** The manager itself, or the endpoint that the primary scheduler is part of. */
    private static boolean schedules(Call call, @Nullable Endpoint runner) {
        return runner == null || runner == call.scheduler();
    }

    /** What comes from above, or reaches the SPMD, does not turn back. */
    private static boolean reachable(Call call, Endpoint endpoint) {
        ManagerKind here = call.manager().manager();
        return endpoint.manager() == here || (endpoint.secure() && here != ManagerKind.SPMC);
    }

    private static Outcome run(Call call, Endpoint endpoint, ExecutionContext context, boolean schedules) {
        long target = Integer.toUnsignedLong(call.registers.w(1));
        ExecutionContext inner = innermost(context);
        if (endpoint.aborted() && inner == context) {
            return call.refuse(ABORTED, target);
        }
        if (endpoint.pinned() && context.vcpu() != call.context().pe()) {
            return call.refuse(PINNED, call.context().pe());
        }
        return switch (inner.state()) {
            case CREATED -> call.refuse(NOT_SET_UP, target);
            case ABORTED -> call.refuse(ABORTED, target);
            case BUSY -> call.refuse(BUSY, target);
            case PREEMPTED, YIELDED -> stopped(call, inner, schedules, target);
            case IDLE ->
                inner == context ? idle(call, endpoint, context, schedules, target) : call.refuse(BUSY, target);
        };
    }

    private static Outcome idle(
            Call call, Endpoint endpoint, ExecutionContext context, boolean schedules, long target) {
        if (!schedules) {
            return call.refuse(SCHEDULERS, target);
        }
        if (!call.claim(context)) {
            return call.refuse(BUSY, target);
        }
        return Wakening.completes(call, endpoint, context) ? call.run(context) : call.refuse(NOTHING_TO_DO, target);
    }

    private static Outcome stopped(Call call, ExecutionContext context, boolean schedules, long target) {
        ExecutionContext outermost = root(context);
        ExecutionContext requester = outermost.requester();
        if (requester == null ? !schedules : !mine(outermost, call.context().endpoint())) {
            return call.refuse(requester == null ? SCHEDULERS : FOREIGN, target);
        }
        RunState state = context.state();
        if ((state != RunState.PREEMPTED && state != RunState.YIELDED) || !call.claim(context, state)) {
            return call.refuse(BUSY, target);
        }
        if (state == RunState.PREEMPTED) {
            return call.resume(context);
        }
        completeStopped(call, context);
        return call.run(context);
    }

    /**
     * FFA_YIELD is completed by FFA_RUN, or by FFA_INTERRUPT if it was interrupted (FF-A 9.2); FFA_MSG_SEND, which the scheduler has not
     * answered, by FFA_SUCCESS.
     */
    private static void completeStopped(Call call, ExecutionContext context) {
        FunctionId in = context.waitsIn();
        Endpoint e = context.endpoint();
        if (in == FunctionId.FFA_MSG_SEND) {
            call.registers.set(FunctionId.FFA_SUCCESS.id32(), 0);
        } else if (in == FunctionId.FFA_MSG_SEND_DIRECT_REQ) {
            call.registers.set(FunctionId.FFA_ERROR.id32(), 0);
            call.registers.x2 = Integer.toUnsignedLong(Status.ABORTED.code());
        } else if (e != null && context.virtual().pending()) {
            Wakening.interrupt(call, e, context);
        } else {
            call.registers.set(FunctionId.FFA_RUN.id32(), Lenders.ids(context), 0, 0, 0, 0, 0, 0);
        }
    }

    /** The context at the end of a chain of direct requests that begins here. */
    private static ExecutionContext innermost(ExecutionContext context) {
        ExecutionContext c = context;
        for (ExecutionContext r = c.responder(); r != null; r = c.responder()) {
            c = r;
        }
        return c;
    }

    /** The first Secure context of the chain in which this one processes a request, or the context itself. */
    private static ExecutionContext root(ExecutionContext context) {
        ExecutionContext c = context;
        ExecutionContext r = c.requester();
        while (r != null && Lenders.secure(r)) {
            c = r;
            r = c.requester();
        }
        return c;
    }

    /** Whether the context processes a request of this endpoint. */
    private static boolean mine(ExecutionContext context, @Nullable Endpoint endpoint) {
        ExecutionContext requester = context.requester();
        return requester != null && requester.endpoint() == endpoint;
    }
}
