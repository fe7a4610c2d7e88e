package org.partita.core.execution;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Boundary;
import org.partita.api.call.Component;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.PlatformState;
import org.partita.api.call.RunState;
import org.partita.api.call.VirtualInterrupts;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;

/**
 * An execution context: the vCPU of an endpoint, or a manager's own on a PE. It is run by one thread at a time: its own
 * if it is threaded, else that of whoever lends it cycles. Fields without a comment of their own belong to that thread
 * and are handed over with the PE.
 */
public final class Context implements ExecutionContext {
    private static final VarHandle STATE;
    private static final VarHandle INSIDE;
    private static final VarHandle ENTRY;
    private static final int OUTSIDE = 0;
    private static final int IN_CORE = 1;
    private static final int CUT_OFF = 2;
    private static final int NOT_ENTERED = 0;
    private static final int ENTERED = 1;
    private static final int NEVER = 2;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Context.class, "state", RunState.class);
            INSIDE = MethodHandles.lookup().findVarHandle(Context.class, "inside", int.class);
            ENTRY = MethodHandles.lookup().findVarHandle(Context.class, "entry", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Component component;
    private final @Nullable Endpoint endpoint;
    private final int vcpu;
    private final String name;
    private final Hub hub;
    final Pass call;
    final Conduit conduit;

    /** Whether this is the OS kernel where there is no Hypervisor: it has no FFA_MSG_WAIT (FF-A Table 9.2). */
    final boolean kernel;

    private volatile RunState state = RunState.CREATED;
    private volatile int inside = OUTSIDE;

    /** Published by the state: whoever sees what comes after {@link RunState#IDLE} sees it. */
    private boolean initialized;

    @SuppressWarnings("unused") // by its handle
    private volatile int entry = NOT_ENTERED;

    /** What runs in this context; null for managers and for endpoints without code yet. */
    @Nullable
    Runner runner;

    @Nullable
    Pe pe;

    @Nullable
    Context requester;

    @Nullable
    Context responder;

    /** Who gets the PE back when this context becomes idle without answering. */
    @Nullable
    Context lender;

    /** Whether it was interrupted, and its cycles were lent to whoever handles that. */
    volatile boolean interrupted;

    /** Whether the component above has control at this context's boundary. */
    boolean above = true;

    /** Whether it is a client's call that runs, not the endpoint's own code. */
    boolean borrowed;

    /** Whether somebody has claimed it who has no PE for it yet. */
    volatile boolean unplaced;

    /** The thread that waits for the PE; set by that thread before it gives the PE away. */
    volatile @Nullable Thread waiter;

    /** The PE that was handed to this context, null while it has none. */
    private volatile @Nullable Pe grant;

    /** Set when the endpoint is terminated: its code does not come back from its next call. */
    volatile boolean stopped;

    /** Its virtual interrupts, and those of them that its manager has not given it yet. */
    final PendingInterrupts virtual;

    /** Its registers, while an interrupt that met it is on its way. */
    final Registers saved = new Registers();

    /** When it last got a PE: grows with each hand-over on the platform. */
    volatile long ran;

    /** Calls held because a role was vacant. */
    final HoldLog holds = new HoldLog();

    /**
     * @param component whose context it is
     * @param endpoint null for a manager
     * @param vcpu execution context ID
     * @param conduit that FF-A 2.4 tells the component to use
     */
    public Context(
            Component component,
            @Nullable Endpoint endpoint,
            int vcpu,
            Conduit conduit,
            PlatformState platform,
            Hub hub) {
        this.component = component;
        this.endpoint = endpoint;
        this.vcpu = vcpu;
        this.conduit = conduit;
        this.hub = hub;
        this.name = endpoint == null || endpoint.contextCount() == 1 ? component.name() : component.name() + "." + vcpu;
        Boundary up = component.up();
        this.kernel = endpoint != null && up != null && up.instance() == FfaInstance.NONSECURE_PHYSICAL;
        this.virtual = new PendingInterrupts(() -> hub.pended(this), intid -> hub.ended(this, intid));
        this.call = new Pass(this, platform);
    }

    /** Gives the context its code; once, before it is entered. */
    public void runner(Runner code) {
        runner = code;
    }

    public @Nullable Runner runner() {
        return runner;
    }

    @Override
    public Component component() {
        return component;
    }

    @Override
    public @Nullable Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public int vcpu() {
        return vcpu;
    }

    @Override
    public int pe() {
        Pe p = pe;
        return p == null ? -1 : p.index;
    }

    @Override
    public RunState state() {
        return state;
    }

    @Override
    public @Nullable ExecutionContext requester() {
        return requester;
    }

    @Override
    public @Nullable ExecutionContext responder() {
        return responder;
    }

    @Override
    public @Nullable ExecutionContext lender() {
        return lender;
    }

    @Override
    public @Nullable FunctionId waitsIn() {
        boolean waits = state == RunState.IDLE || state == RunState.YIELDED || state == RunState.BUSY;
        return waits && call.invoked() >= 0 ? FunctionId.atIndex(call.invoked()) : null;
    }

    @Override
    public long timeout() {
        Timers timers = hub.timers();
        return timers == null ? 0 : timers.remaining(this);
    }

    @Override
    public VirtualInterrupts virtual() {
        return virtual;
    }

    @Override
    public boolean interrupted() {
        return interrupted;
    }

    @Override
    public boolean controlAbove() {
        return above;
    }

    Hub hub() {
        return hub;
    }

    /** The conduit that FF-A 2.4 tells the component to use. */
    public Conduit conduit() {
        return conduit;
    }

    boolean claim() {
        return STATE.compareAndSet(this, RunState.IDLE, RunState.BUSY);
    }

    /** Takes a context in this state for whoever lends it cycles. */
    boolean claim(RunState in) {
        return !interrupted && STATE.compareAndSet(this, in, RunState.BUSY);
    }

    /** The context has no cycles from now on; whoever calls this touches it no more. */
    void become(RunState next) {
        if (next == RunState.IDLE) {
            initialized = true;
        }
        STATE.setRelease(this, next);
    }

    /** Before the first entry; false if the context was terminated meanwhile. */
    boolean begin() {
        return ENTRY.compareAndSet(this, NOT_ENTERED, ENTERED);
    }

    /** Ends a context that has never been entered; false if it has been. */
    boolean drop() {
        return ENTRY.compareAndSet(this, NOT_ENTERED, NEVER);
    }

    /** The context waits for work from now on; whoever calls this touches it no more. */
    void idle() {
        become(RunState.IDLE);
    }

    /** Whether it has ever waited for work (FF-A 3.5.3); it may have been given some since. */
    public boolean initialized() {
        return initialized;
    }

    void state(RunState next) {
        state = next;
    }

    /** Takes no more messages. */
    void abort() {
        STATE.setVolatile(this, RunState.ABORTED);
    }

    // ---- the watchdog and threaded contexts

    /** A threaded context's code calls core; false if it was cut off meanwhile. */
    boolean enterCore() {
        return INSIDE.compareAndSet(this, OUTSIDE, IN_CORE);
    }

    void leaveCore() {
        INSIDE.compareAndSet(this, IN_CORE, OUTSIDE);
    }

    /** Cuts off a context whose code loops outside core; false if it is inside. */
    boolean cutOff() {
        return INSIDE.compareAndSet(this, OUTSIDE, CUT_OFF);
    }

    /** It was not looping after all. */
    void restore() {
        INSIDE.compareAndSet(this, CUT_OFF, OUTSIDE);
    }

    // ---- handing the PE over

    /** Gives the PE to this context and wakes whoever waits in it. */
    void grant(Pe to) {
        pe = to;
        ran = hub.turn();
        to.owner(this);
        grant = to;
        wake();
    }

    /** Wakes whoever waits in this context to look again. */
    void wake() {
        RunToken token = hub.token();
        if (token != null) {
            token.granted(this);
        }
        Thread w = waiter;
        if (w != null) {
            LockSupport.unpark(w);
        }
    }

    /** Whether this thread has the PE now, or has to look whether it was stopped. */
    boolean wakes(Thread thread) {
        return (grant != null && waiter == thread) || stopped;
    }

    /** The calling thread will wait for the PE in this context; call it before the PE is given away. */
    void prepareToWait() {
        grant = null;
        waiter = Thread.currentThread();
    }

    /** Waits until the PE is granted to this context again. */
    Pe awaitGrant() {
        Thread me = Thread.currentThread();
        RunToken token = hub.token();
        if (token != null) {
            token.block(this);
        }
        Pe p;
        while ((p = grant) == null || waiter != me) {
            boolean own = runner instanceof ThreadedRunner r && r.isCurrent();
            if ((own || borrowed) && ended()) {
                throw new ContextStopped();
            }
            if (token == null || !token.block(this)) {
                LockSupport.park(this);
            }
        }
        p.thread = me;
        return p;
    }

    /** Stopped while it has no cycles. One that waits for an answer, or was claimed before, goes on until it has the PE again. */
    private boolean ended() {
        if (stopped && claim()) {
            abort();
        } else if (stopped && (claim(RunState.YIELDED) || claim(RunState.PREEMPTED))) {
            abort();
            Crashes.release(this);
        }
        return stopped && state == RunState.ABORTED;
    }

    /** A client leaves: the context's own thread, if it has one, waits again. Before the context is idle. */
    void returnTo(@Nullable Thread own) {
        grant = null;
        waiter = own;
    }

    @Override
    public String toString() {
        return name;
    }
}
