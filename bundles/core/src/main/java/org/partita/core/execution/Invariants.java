package org.partita.core.execution;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Endpoint;
import org.partita.api.call.IndirectMessage;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.PlatformState;
import org.partita.api.call.RunState;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.EndpointId;

/** What holds between any two steps of deterministic mode, whoever took them: looked at while nobody runs. */
public final class Invariants {
    private final Hub hub;
    private final PlatformState state;
    private final Supplier<? extends List<? extends Endpoint>> endpoints;

    public Invariants(Hub hub, PlatformState state, Supplier<? extends List<? extends Endpoint>> endpoints) {
        this.hub = hub;
        this.state = state;
        this.endpoints = endpoints;
    }

    /** Looks before each step, and tells what is broken the first time. */
    public RunToken.Observer observer(Faults faults) {
        AtomicBoolean told = new AtomicBoolean();
        return (step, nanos) -> {
            String what = told.get() ? null : broken();
            if (what != null) {
                told.set(true);
                faults.invariantBroken(what, step, nanos);
            }
        };
    }

    /** The first that is broken, in words; null if all hold. */
    @Nullable
    String broken() {
        String found = pes();
        for (Endpoint e : endpoints.get()) {
            for (int i = 0; i < e.contextCount() && found == null; i++) {
                if (e.context(i) instanceof Context c) {
                    found = context(c);
                }
            }
            if (found == null && e.manager() != null) {
                found = pair(e, e.manager());
            }
            if (found != null) {
                break;
            }
        }
        return found;
    }

    /** A PE has one owner, which has its cycles and no others. */
    private @Nullable String pes() {
        for (int i = 0; i < hub.peCount(); i++) {
            Context owner = hub.pe(i).owner();
            if (owner == null) {
                continue;
            }
            for (int j = 0; j < i; j++) {
                if (hub.pe(j).owner() == owner) {
                    return owner + " has PE " + j + " and PE " + i;
                }
            }
            // one that was interrupted has the PE back before it goes on
            boolean runs = owner.state() == RunState.BUSY || owner.state() == RunState.CREATED || owner.interrupted();
            if (owner.endpoint() != null && !runs) {
                return owner + " has PE " + i + " and is " + owner.state();
            }
        }
        return null;
    }

    /** Requests are paired, and no chain of them comes back to where it began (FF-A 4.5). */
    private @Nullable String context(Context c) {
        Context responder = c.responder;
        if (responder != null && responder.requester != c) {
            return c + " waits for the answer of " + responder + ", which answers " + responder.requester;
        }
        boolean idle = c.state() == RunState.IDLE || c.state() == RunState.CREATED;
        if (idle && (c.requester != null || responder != null)) {
            return c + " is " + c.state() + ", and a request of " + c.requester + " to it or of it to " + responder
                    + " has not ended";
        }
        int most = contexts();
        Context to = c;
        Context from = c;
        for (int i = 0; i <= most; i++) {
            to = to == null ? null : to.requester;
            from = from == null ? null : from.lender;
        }
        return to == null && from == null ? null : c + " waits in a circle, or has its cycles from itself";
    }

    /** As many as a chain can have. */
    private int contexts() {
        int most = hub.peCount() * ManagerKind.values().length;
        for (Endpoint e : endpoints.get()) {
            most += e.contextCount();
        }
        return most;
    }

    /** What is in RX is in a buffer that is registered, and fits (FF-A 4.2.2.4). */
    private @Nullable String pair(Endpoint e, ManagerKind manager) {
        RxTxPair pair = state.pair(manager, e.id());
        if (pair == null) {
            return null;
        }
        IndirectMessage m = pair.message();
        if (!pair.mapped() && pair.rxFull()) {
            return "RX of " + EndpointId.format(e.id()) + " is full and not registered";
        }
        return m == null || m.bytes() <= pair.size()
                ? null
                : "RX of " + EndpointId.format(e.id()) + " has " + m.bytes() + " bytes in " + pair.size();
    }
}
