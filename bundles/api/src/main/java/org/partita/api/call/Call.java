package org.partita.api.call;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.memory.MemoryOperation;

/**
 * One call on its way: the registers, where it is, and what becomes of it. Mutable, one for each execution context,
 * preallocated; core extends it, providers use it within one pass and keep nothing of it.
 */
@ProviderType
public abstract class Call {
    /** w0 of a call that is no FF-A function and is not known: SMC Calling Convention, unknown function. */
    private static final long UNKNOWN_FUNCTION = 0xFFFFFFFFL;
    /** The bit of w0 that tells 64-bit calls; FFA_VERSION has none, and a caller reads w0 as a version all the same. */
    private static final int SMC64 = 0x40000000;

    /** The parameter registers; a provider changes them to complete or forward. */
    public final Registers registers = new Registers();

    /** The context that made the call. */
    protected final ExecutionContext context;

    /** State that core keeps. */
    protected final PlatformState state;

    /** The boundary of the current crossing. */
    protected @Nullable Boundary boundary;

    /** The context of the component below at that boundary. */
    protected @Nullable ExecutionContext lower;

    /** The conduit of the current crossing. */
    protected Conduit conduit = Conduit.SMC;

    /** The manager that has the call now. */
    protected @Nullable Component manager;

    /** Whether the call came to the manager from the component above it or beside it. */
    protected boolean fromAbove;

    /** {@link FunctionId#index()} of w0, or -1. */
    protected int functionIndex;

    /** Whether w0 names a 64-bit call. */
    protected boolean is64;

    /** The rule that refused the call, or null. */
    protected @Nullable Rule rule;

    /** What was found where the rule expects something else. */
    protected long found;

    /** Where {@link #found} stands in a descriptor, or -1. */
    protected long offset = -1;

    /** The context that DELIVER runs. */
    protected @Nullable ExecutionContext target;

    /** How DELIVER gives the PE to {@link #target}. */
    protected Delivery delivery = Delivery.REQUEST;

    /** What the caller is after RETURN or WAIT: IDLE, YIELDED or PREEMPTED. */
    protected RunState rest = RunState.IDLE;

    /** Where FORWARD goes. */
    protected @Nullable Component next;

    /** Handed to the interface when what it forwarded is completed; 0: no need. */
    protected int continuation;

    /** Bit {@link FunctionId#index()} is set for each function that an interface serves in this snapshot. */
    protected int functionsServed;

    /** Bit {@link MemoryFeature#ordinal()} is set for each feature that is served in this snapshot. */
    protected int featuresServed;

    /** What the interface that answers knows of a function that takes several invocations, or null. */
    protected @Nullable MemoryOperation operation;

    /** Who goes on after HAND_OVER: a feature, or the interface that serves {@link #functionIndex} if null. */
    protected @Nullable MemoryFeature handedTo;

    protected Call(ExecutionContext context, PlatformState state) {
        this.context = context;
        this.state = state;
    }

    /** The context that made the call. */
    public final ExecutionContext context() {
        return context;
    }

    /** Protocol state. */
    public final PlatformState state() {
        return state;
    }

    /** The boundary of the current crossing. */
    public final Boundary boundary() {
        Boundary b = boundary;
        if (b == null) {
            throw new IllegalStateException("no crossing");
        }
        return b;
    }

    /** The context of the component at the lower side of the current crossing. */
    public final ExecutionContext lower() {
        ExecutionContext l = lower;
        if (l == null) {
            throw new IllegalStateException("no crossing");
        }
        return l;
    }

    /** The conduit of the current crossing. */
    public final Conduit conduit() {
        return conduit;
    }

    /** The manager that has the call now. */
    public final Component manager() {
        Component m = manager;
        if (m == null) {
            throw new IllegalStateException("no manager has the call");
        }
        return m;
    }

    /** Whether the call came down to the manager by ERET, or from the manager that shares its exception level. */
    public final boolean fromAbove() {
        return fromAbove;
    }

    /** {@link FunctionId#index()} of w0, or -1 if w0 is no FF-A function identifier. */
    public final int functionIndex() {
        return functionIndex;
    }

    /** Whether w0 names a 64-bit call. */
    public final boolean is64() {
        return is64;
    }

    /** The rule that refused the call, or null. */
    public final @Nullable Rule rule() {
        return rule;
    }

    /** What was found where {@link #rule()} expects something else. */
    public final long found() {
        return found;
    }

    /** Byte offset in the descriptor of the field that {@link #rule()} is about, or -1 if it is about no descriptor. */
    public final long offset() {
        return offset;
    }

    /** Whether an interface serves the function in the wiring that this pass sees. */
    public final boolean serves(FunctionId function) {
        return (functionsServed >>> function.index() & 1) != 0;
    }

    /** Whether a feature of memory management is served in the wiring that this pass sees. */
    public final boolean serves(MemoryFeature feature) {
        return (featuresServed >>> feature.ordinal() & 1) != 0;
    }

    /** Properties of a function for FFA_FEATURES (FF-A Table 8.10): w2 in the low half, w3 in the high half. */
    public abstract long featureProperties(FunctionId function);

    /** Completes with FFA_SUCCESS and no results. */
    public final Outcome succeed() {
        registers.set(FunctionId.FFA_SUCCESS.id32(), 0);
        return Outcome.COMPLETE;
    }

    /** Completes with FFA_SUCCESS and one 32-bit result in w2. */
    public final Outcome succeed(int w2) {
        registers.set(FunctionId.FFA_SUCCESS.id32(), 0, Integer.toUnsignedLong(w2), 0, 0, 0, 0, 0);
        return Outcome.COMPLETE;
    }

    /** Refuses the call by a rule whose field has no value: completes with FFA_ERROR and the status of the rule. */
    public final Outcome refuse(Rule broken) {
        return refuse(broken, 0);
    }

    /** As {@link #refuse(Rule, long, long)}, by a rule that is about no field of a descriptor. */
    public final Outcome refuse(Rule broken, long what) {
        return refuse(broken, what, -1);
    }

    /**
     * Refuses the call. FFA_VERSION and calls that are no FF-A functions get -1 in w0 instead of FFA_ERROR (FF-A 7.1,
     * Table 8.5).
     *
     * @param broken the rule
     * @param what the value found in the rule's field
     * @param at byte offset of the field in the descriptor, or -1
     */
    public final Outcome refuse(Rule broken, long what, long at) {
        rule = broken;
        found = what;
        offset = at;
        int function = registers.function();
        if ((function & ~SMC64) == FunctionId.FFA_VERSION.id32() || !FunctionId.inRange(function)) {
            registers.set(0, 0);
            registers.x0 = UNKNOWN_FUNCTION;
        } else {
            error(broken.status());
        }
        return Outcome.COMPLETE;
    }

    private void error(Status status) {
        registers.set(FunctionId.FFA_ERROR.id32(), 0, Integer.toUnsignedLong(status.code()), 0, 0, 0, 0, 0);
    }

    /** Sends the call on; the manager is asked where. Nothing more is to be done here when it is completed. */
    public final Outcome forward() {
        continuation = 0;
        return Outcome.FORWARD;
    }

    /**
     * Sends the call on and comes back: when what was sent on is completed, the interface's {@code resume} gets the
     * completing registers and this number.
     *
     * @param then 1 or more
     */
    public final Outcome forward(int then) {
        continuation = then;
        return Outcome.FORWARD;
    }

    /** For {@code Manager.forward}: the component to which the call goes. */
    public final Outcome to(Component component) {
        next = component;
        return Outcome.FORWARD;
    }

    /** The operation that the call goes on with at this manager, or null. */
    public final @Nullable MemoryOperation operation() {
        return operation;
    }

    /** From now on the call goes on with this operation, which this pass has begun or taken. */
    public final void operation(MemoryOperation of) {
        operation = of;
    }

    /** Lets a feature of memory management go on with the call, which {@link #serves} must say is there. */
    public final Outcome handOver(MemoryFeature to) {
        handedTo = to;
        return Outcome.HAND_OVER;
    }

    /** Lets the interface go on that serves a function, with the registers as they are. */
    public final Outcome handBack(FunctionId function) {
        handedTo = null;
        functionIndex = function.index();
        return Outcome.HAND_OVER;
    }

    /** Keeps a value for {@code resume}; slots 0 to 3. */
    public abstract void keep(int slot, long value);

    /** A value that was kept in this frame. */
    public abstract long kept(int slot);

    /**
     * The endpoint that the primary scheduler is part of (FF-A 2.11).
     *
     * @return null if it is part of the Hypervisor, or if there is none
     */
    public abstract @Nullable Endpoint scheduler();

    /**
     * Whether the primary scheduler of the Hypervisor would run somebody else on this PE than the caller: then the caller is
     * preempted. Always false where the scheduler is elsewhere.
     */
    public abstract boolean outranked();

    /**
     * Takes an idle context for a message, atomically; it is busy from then on. Core gives it back if the pass ends
     * without a delivery. One call claims one context.
     *
     * @return false if it was not idle
     */
    public abstract boolean claim(ExecutionContext wanted);

    /**
     * As {@link #claim(ExecutionContext)}, for a context that was stopped in its work.
     *
     * @param in YIELDED, or PREEMPTED
     * @return false if it is not in this state, or lends its cycles to whoever handles the interrupt that met it
     */
    public abstract boolean claim(ExecutionContext wanted, RunState in);

    /** Runs a claimed context with these registers: a direct request. */
    public final Outcome deliver(ExecutionContext to) {
        return deliver(to, Delivery.REQUEST);
    }

    /** Completes the direct request of {@code requester} with these registers; the caller becomes idle. */
    public final Outcome respond(ExecutionContext requester) {
        rest = RunState.IDLE;
        return deliver(requester, Delivery.RESPONSE);
    }

    /** Lends a claimed context cycles; these registers complete the call in which it waits. */
    public final Outcome run(ExecutionContext to) {
        return deliver(to, Delivery.RUN);
    }

    /**
     * Lends cycles to a claimed context that was preempted. It goes on with the registers that it had; whoever waits for its
     * answer, on this PE, is the caller from now on.
     */
    public final Outcome resume(ExecutionContext to) {
        return deliver(to, Delivery.RESUME);
    }

    /**
     * Gives the cycles back: these registers complete the call with which {@code lender} lent them.
     *
     * @param lender one of those from whom the caller has its cycles, directly or through others
     * @param then what the caller is from now on: IDLE, YIELDED or PREEMPTED
     */
    public final Outcome giveBack(ExecutionContext lender, RunState then) {
        rest = then;
        return deliver(lender, Delivery.RETURN);
    }

    /** Gives the cycles back to a context that was interrupted and goes on as it was; the caller is idle. */
    public final Outcome reinstate(ExecutionContext interrupted) {
        rest = RunState.IDLE;
        return deliver(interrupted, Delivery.REINSTATE);
    }

    /** Gives the cycles back to the manager that lent them; nothing crosses. The caller is IDLE, YIELDED or PREEMPTED. */
    public final Outcome rest(RunState then) {
        rest = then;
        return Outcome.WAIT;
    }

    private Outcome deliver(ExecutionContext to, Delivery how) {
        target = to;
        delivery = how;
        return Outcome.DELIVER;
    }
}
