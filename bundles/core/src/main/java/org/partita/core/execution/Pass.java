package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Boundary;
import org.partita.api.call.Component;
import org.partita.api.call.Delivery;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.PlatformState;
import org.partita.api.call.RunState;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.provider.InterfaceProvider;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;
import org.partita.lib.ledger.Operations;

/**
 * One pass of a call through one wiring: down from the calling context, on through managers, and back. Nothing here
 * waits or runs a partition; the trampoline does, when the pass has ended.
 */
final class Pass extends Serving {
    private static final int DEPTH = 8;
    /** Most times that one call goes from interface to interface at one manager. */
    private static final int HANDS = 16;

    /** No w0, which has 32 bits. */
    private static final long NOTHING = Long.MIN_VALUE;

    private final Frame[] frames = new Frame[DEPTH];
    private int depth;
    /** While an abort travels: the interface that started it hears of FFA_ERROR at every manager on the way. */
    private int abortInterface = -1;

    /** Who answers at the manager that has the call: a feature, or the interface of the function if null. */
    private @Nullable MemoryFeature feature;

    /** What the pass has used last: if its outcome is discarded, its caller knows nothing of it. */
    private @Nullable MemoryOperation used;

    /** The w0 that {@link #functionIndex} and {@link #is64} are about. */
    private long identified = NOTHING;
    /** {@link FunctionId#index()} of the function that the owner has invoked last. */
    private int invoked = -1;

    Pass(Context owner, PlatformState platform) {
        super(owner, platform);
        for (int i = 0; i < DEPTH; i++) {
            frames[i] = new Frame();
        }
    }

    /** The context that DELIVER runs. */
    Context target() {
        Context t = (Context) target;
        if (t == null) {
            throw new IllegalStateException("DELIVER without a target");
        }
        return t;
    }

    boolean hasTarget() {
        return target != null;
    }

    void forgetTarget() {
        target = null;
    }

    Delivery delivery() {
        return delivery;
    }

    /** What the owner becomes after RETURN or WAIT. */
    RunState restsIn() {
        return rest;
    }

    /** For a context that rests without a pass. */
    void restsIn(RunState then) {
        rest = then;
    }

    int invoked() {
        return invoked;
    }

    // ---- the pass

    /** A call that the component of this context makes through a conduit. */
    Outcome run(Wiring w, Pe on, Conduit by) {
        begin(w, on);
        Boundary up = owner.component().up();
        if (up == null) {
            throw new IllegalStateException(owner + " has no component above it");
        }
        if (up.instance() != null && !leadsUp(w, by)) {
            return end(refuse(CoreRules.CONDUIT, by.ordinal()));
        }
        Outcome o = cross(up, owner, by);
        if (o == Outcome.PROCEED) {
            fromAbove = false;
            return end(settle(arrive(up.higher()), true));
        }
        return end(o);
    }

    /** A vacant conduit that the platform needs has held the call before: one that is missing here is not wanted. */
    private static boolean leadsUp(Wiring w, Conduit by) {
        return switch (by) {
            case SMC -> w.smc != null;
            case HVC -> w.hvc != null;
            case SVC -> w.svc != null;
            case ERET, CALL -> false;
        };
    }

    /** The manager above enters a context for the first time: a crossing by ERET and nothing else. */
    Outcome enter(Wiring w, Pe on, Context into) {
        begin(w, on);
        Boundary up = into.component().up();
        if (up == null) {
            throw new IllegalStateException(into + " has no component above it");
        }
        return end(cross(up, into, Conduit.ERET));
    }

    /** The owner is a manager and lends cycles: FFA_RUN is in its registers, and it answers itself first (FF-A 9.3.1 config 3). */
    Outcome dispatch(Wiring w, Pe on) {
        begin(w, on);
        boundary = owner.component().up();
        lower = owner;
        fromAbove = false;
        return end(settle(arrive(owner.component()), false));
    }

    /**
     * The owner is interrupted by a physical interrupt that is taken to a manager (FF-A 4.5.3). Its registers are saved; on COMPLETE
     * it goes on.
     */
    Outcome interrupt(Wiring w, Pe on, Component taker) {
        int function = invoked;
        owner.saved.copyFrom(registers);
        registers.set(FunctionId.FFA_INTERRUPT.id32(), 0);
        begin(w, on);
        invoked = function;
        Component below = owner.component() == taker ? null : owner.component();
        boundary = below == null ? taker.up() : below.up();
        lower = owner;
        manager = taker;
        next = null;
        continuation = 0;
        fromAbove = false;
        InterfaceProvider provider = w.interfaces[FunctionId.FFA_INTERRUPT.index()];
        if (provider == null) {
            return end(Outcome.COMPLETE);
        }
        boolean own = below != null && boundary != null && boundary.higher() == taker;
        if (own) {
            owner.above = true;
        }
        served[w.interfaceRole[FunctionId.FFA_INTERRUPT.index()]]++;
        Outcome o = provider.interrupted(this);
        identify();
        if (o == Outcome.FORWARD) {
            o = Seams.forward(w, this, taker);
        }
        o = settle(o, false);
        boolean leaves = o == Outcome.WAIT || (o == Outcome.DELIVER && delivery == Delivery.RETURN);
        if (own && !leaves) {
            owner.above = false;
        }
        return end(o);
    }

    /** The owner has aborted while it processed a request: its manager completes the request. */
    Outcome abort(Wiring w, Pe on, int interfaceIndex) {
        begin(w, on);
        Boundary up = owner.component().up();
        InterfaceProvider provider = w.interfaces[interfaceIndex];
        if (up == null || provider == null) {
            return end(Outcome.COMPLETE);
        }
        boundary = up;
        lower = owner;
        manager = up.higher();
        fromAbove = false;
        abortInterface = interfaceIndex;
        owner.above = true;
        Outcome o = provider.aborted(this);
        identify();
        if (o == Outcome.FORWARD) {
            o = Seams.forward(w, this, up.higher());
        }
        return end(settle(o, false));
    }

    /** Completed as another pass was: its registers, with the rule that they go back to. */
    void completedAs(Pass other) {
        registers.copyFrom(other.registers);
        rule = other.rule;
        found = other.found;
        offset = other.offset;
    }

    /** The pass ended by an exception: gives back what it had claimed, and their turn to whoever had it. */
    void abandon(Throwable because) {
        if (continuation != 0) {
            abandoned(continuation, because);
        }
        drop(operation);
        operation = null;
        // its caller does not hear what has become of it
        drop(used);
        takeBack(because);
        end(Outcome.COMPLETE);
    }

    /** Who sent the call on hears that it does not come back. */
    private void abandoned(int then, Throwable because) {
        Wiring w = wiring();
        try {
            InterfaceProvider sender = feature == null ? w.interfaces[functionIndex] : w.features[feature.ordinal()];
            Seams.present(sender).abandoned(this, then);
        } catch (RuntimeException | Error e) {
            because.addSuppressed(e);
        }
    }

    /** The first entry of another context ended by an exception: this context's own boundary has not been touched. */
    void abandonEntry() {
        end(Outcome.COMPLETE);
    }

    /** The pass has ended, but its outcome must not be acted on. */
    void discard(Outcome o) {
        if (o == Outcome.DELIVER) {
            Context to = target();
            to.above = true;
            if (delivery == Delivery.REQUEST || delivery == Delivery.RUN || delivery == Delivery.RESUME) {
                to.become(claimedIn);
                owner.hub().late(to);
            }
        }
        drop(used);
        takeBack();
    }

    /** Undoes the crossings that nobody will cross back: else the next call there finds that it is not its turn. */
    void takeBack() {
        takeBack(null);
    }

    /** As {@link #takeBack()}; a pass that has crossed to nobody leaves the owner's turn as it is. */
    void takeBackCrossings() {
        if (depth > 0) {
            takeBack(null);
        }
    }

    /** @param because what has broken the pass off; null if it has ended */
    private void takeBack(@Nullable Throwable because) {
        while (depth > 0) {
            Frame f = frames[--depth];
            Boundary across = f.boundary;
            if (because != null && across != null && f.continuation != 0) {
                restore(f, f.sender(across));
                abandoned(f.continuation, because);
                operation = null;
            }
            drop(f.operation);
            f.operation = null;
            if (across != null) {
                lowerContext(across).above = !f.upward;
            }
        }
        owner.above = false;
    }

    /** The pass has ended at a manager, or altogether: what it used there is free again. */
    private void letGo() {
        MemoryOperation o = operation;
        if (o != null) {
            operation = null;
            used = o;
            ((Operations) state.operations()).release(o);
        }
    }

    private void drop(@Nullable MemoryOperation o) {
        if (o != null) {
            state.operations().abort(o);
        }
    }

    private void begin(Wiring w, Pe on) {
        wiring = w;
        served = w.served(on.index);
        pe = on;
        featuresServed = w.featuresServed;
        depth = 0;
        feature = null;
        used = null;
        rule = null;
        target = null;
        delivery = Delivery.REQUEST;
        rest = RunState.IDLE;
        claimed = null;
        abortInterface = -1;
        continuation = 0;
        functionsServed = w.functionsServed;
        identify();
        invoked = functionIndex;
    }

    private Outcome end(Outcome o) {
        letGo();
        wiring = null;
        served = NOWHERE;
        Context c = claimed;
        if (c != null && (o != Outcome.DELIVER || target != c)) {
            c.above = true;
            c.become(claimedIn);
            owner.hub().late(c);
        }
        claimed = null;
        return o;
    }

    private void identify() {
        int w0 = registers.function();
        if (w0 != identified) {
            identified = w0;
            functionIndex = FunctionId.indexOf(w0);
            is64 = FunctionId.is64(w0);
        }
    }

    /** A function other than that of w0: an interface goes on with what it has asked for. */
    private void identifyAs(int function) {
        identified = NOTHING;
        functionIndex = function;
    }

    /** Follows outcomes until the call is completed, delivered or waits. */
    private Outcome settle(Outcome first, boolean crossed) {
        Outcome o = first;
        for (; ; ) {
            switch (o) {
                case FORWARD -> o = hop();
                case COMPLETE -> {
                    if (depth == 0) {
                        return crossed ? comeBack() : Outcome.COMPLETE;
                    }
                    o = unwind();
                }
                case DELIVER -> {
                    o = deliverAcross();
                    if (o == Outcome.DELIVER) {
                        return o;
                    }
                }
                case WAIT -> {
                    return o;
                }
                case PROCEED -> throw new WrongOutcome(answering(), "an interface answered " + o);
                // what an interface hands over has been followed
                case HAND_OVER -> throw new WrongOutcome(Seams.roleOf(manager()), "a manager answered " + o);
            }
        }
    }

    /** Role of who answers for the function at this manager, or -1. */
    private int answering() {
        if (feature != null) {
            return RoleTable.MEMORY_FEATURES + feature.ordinal();
        }
        int index = abortInterface < 0 ? functionIndex : abortInterface;
        return index < 0 ? -1 : wiring().interfaceRole[index];
    }

    /** The call is at a manager: let it decide, and the interface answer. */
    private Outcome arrive(Component at) {
        Wiring w = wiring();
        manager = at;
        next = null;
        continuation = 0;
        Outcome o = Seams.receive(w, served, this, at);
        if (o != Outcome.PROCEED) {
            return o;
        }
        if (functionIndex < 0) {
            return refuse(CoreRules.UNKNOWN_FUNCTION, registers.x0);
        }
        int index = abortInterface < 0 ? functionIndex : abortInterface;
        InterfaceProvider answers = w.interfaces[index];
        if (answers == null) {
            return refuse(is64 ? CoreRules.NOT_IMPLEMENTED_64 : CoreRules.NOT_IMPLEMENTED, registers.x0);
        }
        served[w.interfaceRole[index]]++;
        feature = null;
        return answered(w, at, answers.handle(this));
    }

    /** What an interface has answered, or those to which it handed the call over. */
    private Outcome answered(Wiring w, Component at, Outcome first) {
        Outcome o = first;
        for (int hands = 0; o == Outcome.HAND_OVER; hands++) {
            if (hands == HANDS) {
                throw new IllegalStateException("interfaces hand a call to each other for ever: " + registers);
            }
            o = handedOver(w);
        }
        return o == Outcome.FORWARD ? Seams.forward(w, this, at) : o;
    }

    private Outcome handedOver(Wiring w) {
        continuation = 0;
        feature = handedTo;
        int role = feature == null ? w.interfaceRole[functionIndex] : RoleTable.MEMORY_FEATURES + feature.ordinal();
        served[role]++;
        return Seams.present(feature == null ? w.interfaces[functionIndex] : w.features[feature.ordinal()])
                .handle(this);
    }

    /** FORWARD: push a frame and cross to the component that was chosen. */
    private Outcome hop() {
        Component from = manager();
        Component to = next;
        if (to == null || depth == DEPTH) {
            throw new WrongOutcome(
                    Seams.roleOf(from), from + " forwards a call " + (to == null ? "nowhere" : "in a circle"));
        }
        Boundary up = from.up();
        boolean upward = up != null && up.higher() == to;
        Boundary across = upward ? up : to.up();
        if (across == null || (!upward && across.higher() != from)) {
            throw new IllegalStateException(from + " has no boundary to " + to);
        }
        Frame f = frames[depth++];
        f.boundary = across;
        f.upward = upward;
        f.fromAbove = fromAbove;
        f.continuation = continuation;
        f.function = functionIndex;
        f.feature = feature;
        f.operation = operation;
        operation = null;
        if (continuation != 0) {
            System.arraycopy(keptHere, 0, f.kept, 0, Frame.KEPT);
            continuation = 0;
        }
        identify();
        Outcome o = cross(across, lowerContext(across), upward ? Conduit.SMC : Conduit.ERET);
        if (o != Outcome.PROCEED) {
            depth--;
            return resume(f, from);
        }
        fromAbove = !upward || across.instance() == null;
        return arrive(to);
    }

    /** COMPLETE below the top frame: cross back and let the interface go on that asked for it. */
    private Outcome unwind() {
        Frame f = frames[depth - 1];
        Boundary across = f.boundary;
        if (across == null) {
            throw new IllegalStateException("an empty frame");
        }
        identify();
        Context below = lowerContext(across);
        cross(across, below, f.upward ? Conduit.ERET : Conduit.SMC);
        // a refused completion completes the call too
        below.above = !f.upward;
        depth--;
        return resume(f, f.sender(across));
    }

    /** Back at the manager that sent the call on. */
    private Outcome resume(Frame f, Component at) {
        Wiring w = wiring();
        letGo();
        restore(f, at);
        f.operation = null;
        if (f.continuation == 0) {
            return Outcome.COMPLETE;
        }
        int then = f.continuation;
        InterfaceProvider answers = feature == null ? w.interfaces[f.function] : w.features[feature.ordinal()];
        if (answers == null) {
            throw new IllegalStateException("the interface left within a pass");
        }
        continuation = 0;
        next = null;
        Outcome o = answered(w, at, answers.resume(this, then));
        identifyAs(f.function);
        return o;
    }

    /** The manager that sent the call on has it again. */
    private void restore(Frame f, Component at) {
        operation = f.operation;
        feature = f.feature;
        manager = at;
        fromAbove = f.fromAbove;
        if (f.continuation != 0) {
            System.arraycopy(f.kept, 0, keptHere, 0, Frame.KEPT);
            identifyAs(f.function);
        }
    }

    /** COMPLETE at the first manager: the caller is resumed by ERET. */
    private Outcome comeBack() {
        Boundary up = owner.component().up();
        if (up != null) {
            identify();
            cross(up, owner, Conduit.ERET);
            owner.above = false;
        }
        return Outcome.COMPLETE;
    }

    /** DELIVER: cross down to the target; a refused crossing becomes the completion of the call. */
    private Outcome deliverAcross() {
        if (target == null) {
            throw new WrongOutcome(answering(), "an interface answered DELIVER, and not to whom");
        }
        Context to = target();
        if (to.component() == manager() || delivery == Delivery.REINSTATE) {
            return Outcome.DELIVER;
        }
        Boundary across = to.component().up();
        if (across == null || across.higher() != manager()) {
            throw new IllegalStateException(manager() + " delivers to " + to + ", which it does not manage");
        }
        identify();
        return cross(across, to, Conduit.ERET) == Outcome.PROCEED ? Outcome.DELIVER : Outcome.COMPLETE;
    }

    private Context lowerContext(Boundary across) {
        ManagerKind kind = across.lower().manager();
        if (kind == null) {
            throw new IllegalStateException("a call is forwarded to an endpoint; deliver it instead");
        }
        return pe().manager(kind);
    }

    // ---- one crossing

    private Outcome cross(Boundary across, Context below, Conduit by) {
        Wiring w = wiring();
        boundary = across;
        lower = below;
        conduit = by;
        FfaInstance kind = across.instance();
        Outcome o = Outcome.PROCEED;
        if (kind != null) {
            o = Seams.conduit(w, served, this, by);
            if (o == Outcome.PROCEED) {
                o = Seams.instance(w, served, this, kind);
            }
        }
        if (o == Outcome.PROCEED) {
            below.above = by != Conduit.ERET;
        }
        if (w.tracing) {
            pe().log().record(this, pe().index);
        }
        return o;
    }
}
