package org.partita.core.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.PlatformState;
import org.partita.api.call.ReadySet;
import org.partita.api.call.RxTxPair;

/**
 * The contexts of the Normal world that could run on a PE, as they are at one moment: a message or an interrupt is there for
 * them, or they were stopped in their work.
 */
final class Ready implements ReadySet {
    private final List<Context> contexts = new ArrayList<>();
    private final ToIntFunction<Endpoint> priorities;
    private final int pe;
    private final Pe on;

    Ready(PlatformState state, Pe on, ToIntFunction<Endpoint> priorities) {
        this.priorities = priorities;
        this.pe = on.index;
        this.on = on;
        for (int i = 0; i < state.endpointCount(); i++) {
            Endpoint e = state.endpointAt(i);
            if (!e.secure() && !e.aborted()) {
                add(state, e);
            }
        }
    }

    private void add(PlatformState state, Endpoint e) {
        for (int vcpu = 0; vcpu < e.contextCount(); vcpu++) {
            Context c = (Context) e.context(vcpu);
            if (c != null && (!e.pinned() || vcpu == pe) && (on.owner() == c || ready(state, e, c))) {
                contexts.add(c);
            }
        }
    }

    private static boolean ready(PlatformState state, Endpoint e, Context c) {
        return switch (c.state()) {
            case IDLE -> c.virtual.pending() || message(state, e);
            // one that processes a request is its requester's to resume
            case YIELDED -> c.requester == null;
            case PREEMPTED -> c.requester == null && !c.interrupted();
            case CREATED, BUSY, ABORTED -> false;
        };
    }

    private static boolean message(PlatformState state, Endpoint e) {
        RxTxPair pair = e.manager() == ManagerKind.HYPERVISOR ? state.pair(ManagerKind.HYPERVISOR, e.id()) : null;
        return pair != null && pair.messagePending();
    }

    Context at(int position) {
        return contexts.get(position);
    }

    @Override
    public int size() {
        return contexts.size();
    }

    @Override
    public ExecutionContext context(int position) {
        return contexts.get(position);
    }

    @Override
    public boolean running(int position) {
        return on.owner() == contexts.get(position);
    }

    @Override
    public int priority(int position) {
        Endpoint e = contexts.get(position).endpoint();
        return e == null ? 0 : priorities.applyAsInt(e);
    }

    @Override
    public long lastRan(int position) {
        return contexts.get(position).ran;
    }
}
