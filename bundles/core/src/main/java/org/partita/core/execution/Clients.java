package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Client;
import org.partita.api.admin.PartitaException;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.RunState;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import java.util.concurrent.atomic.AtomicInteger;

/** Contexts that are taken by a thread from outside for calls of its own: injected calls, tests, benchmarks. */
public final class Clients {
    private final Trampoline trampoline;
    private final Hub hub;
    private final AtomicInteger open = new AtomicInteger();

    public Clients(Trampoline trampoline, Hub hub) {
        this.trampoline = trampoline;
        this.hub = hub;
    }

    /** Clients that are open. */
    public int count() {
        return open.get();
    }

    /**
     * Takes an idle context and a free PE for it.
     *
     * @throws PartitaException naming the state, if the context is not idle or no PE is free
     */
    public Client open(Context context) {
        RunToken token = hub.token();
        boolean entered = token != null && token.enter("client " + context);
        try {
            return take(context, entered);
        } catch (RuntimeException e) {
            if (entered && token != null) {
                token.depart();
            }
            throw e;
        }
    }

    private Client take(Context context, boolean entered) {
        if (!context.claim()) {
            throw new PartitaException("context " + context + " is "
                    + context.state().name().toLowerCase(java.util.Locale.ROOT)
                    + ", not idle: a call can be injected only into an idle context (FF-A 2.12); try again, or another vCPU");
        }
        if (!place(context)) {
            context.idle();
            throw new PartitaException("no PE is free for context " + context
                    + ": every PE that it may run on is taken, see spm:status");
        }
        lend(context, true);
        context.borrowed = true;
        context.above = false;
        context.waiter = Thread.currentThread();
        open.incrementAndGet();
        return new Taken(context, entered);
    }

    /**
     * An SP runs on cycles that the Normal world has lent it (FF-A 2.11, 4.1.2): the managers of its PE stand as they do
     * after a request to it, so that its own requests find their way to the Normal world.
     */
    private static void lend(Context context, boolean lent) {
        Endpoint e = context.endpoint();
        Pe pe = context.pe;
        if (e == null || pe == null || !e.secure()) {
            return;
        }
        pe.manager(ManagerKind.SPMC).above = !lent;
        if (context.call.state().hypervisorPresent()) {
            pe.manager(ManagerKind.HYPERVISOR).above = lent;
        }
    }

    private boolean place(Context context) {
        Endpoint e = context.endpoint();
        boolean pinned = e != null && e.contextCount() > 1 && e.manifest().pinned();
        if (pinned) {
            return context.vcpu() < hub.peCount() && trampoline.acquire(context, context.vcpu());
        }
        for (int i = 0; i < hub.peCount(); i++) {
            if (trampoline.acquire(context, i)) {
                return true;
            }
        }
        return false;
    }

    private final class Taken implements Client {
        private final Context context;
        private final boolean entered;
        private boolean closed;
        private boolean waits;

        Taken(Context context, boolean entered) {
            this.context = context;
            this.entered = entered;
        }

        @Override
        public Registers registers() {
            return context.call.registers;
        }

        @Override
        public void call() {
            call(context.conduit);
        }

        @Override
        public void call(Conduit conduit) {
            if (closed || waits) {
                throw new PartitaException("context " + context + (closed ? " was given back" : " waits for a message")
                        + ": take it again for another call");
            }
            waits = !trampoline.invoke(context, conduit);
        }

        @Override
        public boolean waiting() {
            return waits;
        }

        @Override
        public @Nullable Rule rule() {
            return context.call.rule();
        }

        @Override
        public long found() {
            return context.call.found();
        }

        @Override
        public Holds holds() {
            return context.holds.holds();
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            open.decrementAndGet();
            context.borrowed = false;
            context.above = true;
            Pe pe = context.pe;
            if (context.runner instanceof ThreadedRunner r) {
                context.waiter = r.thread();
            }
            lend(context, false);
            if (pe != null) {
                pe.thread = null;
                pe.owner(null);
            }
            if (!waits && context.state() == RunState.BUSY) {
                context.idle();
            }
            RunToken token = hub.token();
            if (entered && token != null) {
                token.depart();
            }
        }
    }
}
