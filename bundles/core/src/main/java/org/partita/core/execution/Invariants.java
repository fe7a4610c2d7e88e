package org.partita.core.execution;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.RunState;

/** What holds between any two steps of deterministic mode, whoever took them: looked at while nobody runs. */
public final class Invariants {
    private final Hub hub;
    private final Supplier<? extends List<? extends Endpoint>> endpoints;
    private final Supplier<@Nullable String> buffers;

    /**
     * @param endpoints all there are
     * @param buffers what is wrong with an RX/TX pair between two steps, in words; null if nothing is
     */
    public Invariants(
            Hub hub, Supplier<? extends List<? extends Endpoint>> endpoints, Supplier<@Nullable String> buffers) {
        this.hub = hub;
        this.endpoints = endpoints;
        this.buffers = buffers;
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
            if (found != null) {
                break;
            }
        }
        return found == null ? buffers.get() : found;
    }

    /** A PE has one owner, which has its cycles and no others; who works there on a request is waited for. */
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
            if (owner.endpoint() != null && !runs(owner)) {
                return owner + " has PE " + i + " and is " + owner.state();
            }
            if (owner.requester != null && owner.requester.responder != owner) {
                return owner + " processes a request of " + owner.requester + ", which does not wait for it";
            }
        }
        return null;
    }

    /** One that was interrupted has the PE back before it goes on. */
    private static boolean runs(Context owner) {
        return owner.state() == RunState.BUSY || owner.state() == RunState.CREATED || owner.interrupted();
    }

    private @Nullable String context(Context c) {
        String found = requests(c);
        if (found == null && c.state() == RunState.BUSY && !hasCycles(c)) {
            found = c + " is BUSY, on no PE, and has lent its cycles to nobody";
        }
        return found == null ? circle(c) : found;
    }

    /** Requests are paired (FF-A 4.5), and who is idle has none, and nobody's cycles. */
    private static @Nullable String requests(Context c) {
        Context responder = c.responder;
        if (responder != null && responder.requester != c) {
            return c + " waits for the answer of " + responder + ", which answers " + responder.requester;
        }
        boolean idle = c.state() == RunState.IDLE;
        if ((idle || c.state() == RunState.CREATED) && (c.requester != null || responder != null)) {
            return c + " is " + c.state() + ", and a request of " + c.requester + " to it or of it to " + responder
                    + " has not ended";
        }
        return idle && c.lender != null ? c + " is IDLE and has the cycles of " + c.lender : null;
    }

    /** Whoever is busy runs, waits for an answer, has lent its cycles, or is claimed for a PE to come (FF-A 2.12). */
    private boolean hasCycles(Context c) {
        if (c.responder != null || c.unplaced) {
            return true;
        }
        for (int i = 0; i < hub.peCount(); i++) {
            if (hub.pe(i).owner() == c || lent(c, hub.pe(i).owner())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the cycles that somebody has came from a context, by way of others or not. */
    private boolean lent(Context c, @Nullable Context has) {
        Context from = has;
        for (int i = 0; from != null && i <= contexts(); i++) {
            from = from.lender;
            if (from == c) {
                return true;
            }
        }
        return false;
    }

    /** No chain of requests, and none of lent cycles, comes back to where it began. */
    private @Nullable String circle(Context c) {
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
}
