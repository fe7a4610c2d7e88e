package org.partita.lib.crossing.testing;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Boundary;
import org.partita.api.call.Call;
import org.partita.api.call.Component;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.PlatformState;
import org.partita.api.call.RunState;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;
import org.partita.testkit.Refusal;

/** A call at one boundary. It knows no more than a crossing may depend on: asking it anything else fails the test. */
public final class CrossingCall extends Call {
    private final boolean[] controlAbove;

    private CrossingCall(Boundary crossed, boolean[] controlAbove) {
        super(context(crossed.lower(), controlAbove), stub(PlatformState.class));
        this.controlAbove = controlAbove;
        boundary = crossed;
        lower = context();
    }

    /** A call between components at these levels; a null instance stands for a private interface. */
    public static CrossingCall at(ExceptionLevel lower, ExceptionLevel higher, @Nullable FfaInstance instance) {
        Component below = new Component("below", lower, null, 1);
        Component above = new Component("above", higher, null, 0);
        return new CrossingCall(new Boundary(below, above, instance), new boolean[1]);
    }

    /** Sets the conduit, and whose turn it is so that the conduit may be used. */
    public CrossingCall through(Conduit by) {
        conduit = by;
        return controlAbove(!by.upward());
    }

    /** Says whose turn it is. */
    public CrossingCall controlAbove(boolean above) {
        controlAbove[0] = above;
        return this;
    }

    /** What core does after it has admitted a crossing. */
    public CrossingCall crossed() {
        return controlAbove(!controlAbove[0]);
    }

    /** Sets w0, as core decodes it, and leaves the other registers alone. */
    public CrossingCall function(int w0) {
        registers.x0 = Integer.toUnsignedLong(w0);
        functionIndex = FunctionId.indexOf(w0);
        is64 = FunctionId.is64(w0);
        rule = null;
        return this;
    }

    /** How the crossing was refused. */
    public Refusal refusal() {
        return rule == null ? Refusal.of(null, null) : Refusal.of(rule.status(), rule.id());
    }

    private static ExecutionContext context(Component component, boolean[] controlAbove) {
        return (ExecutionContext) Proxy.newProxyInstance(
                CrossingCall.class.getClassLoader(),
                new Class<?>[] {ExecutionContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "component" -> component;
                    case "controlAbove" -> controlAbove[0];
                    default -> throw new UnsupportedOperationException("a crossing does not ask for " + method);
                });
    }

    private static <T> T stub(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException("a crossing does not ask for " + method);
                }));
    }

    /** Not asked for by a crossing. */
    @Override
    public boolean outranked() {
        throw new UnsupportedOperationException("a crossing preempts nobody");
    }

    @Override
    public @Nullable Endpoint scheduler() {
        return null;
    }

    @Override
    public boolean claim(ExecutionContext wanted, RunState in) {
        throw new UnsupportedOperationException("a crossing claims nothing");
    }

    @Override
    public boolean claim(ExecutionContext wanted) {
        throw new UnsupportedOperationException("a crossing claims no context");
    }

    @Override
    public long featureProperties(FunctionId function) {
        throw new UnsupportedOperationException("a crossing has no features");
    }

    @Override
    public void keep(int slot, long value) {
        throw new UnsupportedOperationException("a crossing keeps nothing");
    }

    @Override
    public long kept(int slot) {
        throw new UnsupportedOperationException("a crossing keeps nothing");
    }
}
