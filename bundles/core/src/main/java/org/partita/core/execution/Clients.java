package org.partita.core.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Client;
import org.partita.api.admin.PartitaException;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.RunState;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.TranslationRegime;
import org.partita.api.partition.MemoryView;

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
        Endpoint endpoint = context.endpoint();
        if (endpoint != null && endpoint.aborted()) {
            throw new PartitaException("partition " + context + " has aborted: see spm:status for the reason, then"
                    + " spm:unload and spm:load it again");
        }
        if (!trampoline.patiently(context::claim)) {
            throw new PartitaException(
                    "context " + context + " is "
                            + context.state().name().toLowerCase(java.util.Locale.ROOT)
                            + ", not idle: a call can be injected only into an idle context (FF-A 2.12); try again, or another vCPU");
        }
        context.unplaced = true;
        Pe held = place(context);
        context.unplaced = false;
        if (held == null) {
            trampoline.becomeIdle(context);
            hub.kick();
            throw new PartitaException(
                    "no PE is free for context " + context + ": every PE that it may run on is taken, see spm:status");
        }
        lend(context, held, true);
        context.borrowed = true;
        // who is next is decided when the client leaves
        held.asked = false;
        context.holds.reset();
        context.above = false;
        context.waiter = Thread.currentThread();
        open.incrementAndGet();
        return new Taken(context, entered);
    }

    /**
     * An SP runs on cycles that the Normal world has lent it (FF-A 2.11, 4.1.2): the managers of its PE stand as they do
     * after a request to it, so that its own requests find their way to the Normal world.
     */
    static void lend(Context context, Pe pe, boolean lent) {
        Endpoint e = context.endpoint();
        if (e == null || !e.secure()) {
            return;
        }
        pe.manager(ManagerKind.SPMC).above = !lent;
        if (context.call.state().hypervisorPresent()) {
            pe.manager(ManagerKind.HYPERVISOR).above = lent;
        }
    }

    /** A PE that the context may run on; null if none is free. */
    private @Nullable Pe place(Context context) {
        List<Pe> found = new ArrayList<>();
        trampoline.patiently(() -> {
            Pe pe = free(context);
            if (pe != null) {
                found.add(pe);
            }
            return pe != null;
        });
        return found.isEmpty() ? null : found.getFirst();
    }

    private @Nullable Pe free(Context context) {
        Endpoint e = context.endpoint();
        if (e != null && e.pinned()) {
            boolean taken = context.vcpu() < hub.peCount() && trampoline.acquire(context, context.vcpu());
            return taken ? hub.pe(context.vcpu()) : null;
        }
        for (int i = 0; i < hub.peCount(); i++) {
            if (trampoline.acquire(context, i)) {
                return hub.pe(i);
            }
        }
        return null;
    }

    private final class Taken implements Client {
        private final Context context;
        private final boolean entered;
        private final TranslationRegime regime;
        private final MemoryView memory;
        private boolean closed;
        private boolean waits;

        Taken(Context context, boolean entered) {
            this.context = context;
            this.entered = entered;
            TranslationRegime seen =
                    context.call.state().regime(context.component().id());
            if (seen == null) {
                throw new IllegalStateException(context + " is no endpoint");
            }
            this.regime = seen;
            this.memory = new PreemptibleMemory(new Abi(context, trampoline, seen), seen);
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
            if (!waits) {
                // a preemption point, as for the endpoint's own code; its handler is not entered
                trampoline.attend(context);
            }
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
        public long offset() {
            return context.call.offset();
        }

        @Override
        public Holds holds() {
            return context.holds.holds();
        }

        @Override
        public MemoryView memory() {
            return memory;
        }

        @Override
        public long rx() {
            RxTxPair pair = pair();
            return pair == null ? 0 : seen(pair.rx());
        }

        @Override
        public long tx() {
            RxTxPair pair = pair();
            return pair == null ? 0 : seen(pair.tx());
        }

        private @Nullable RxTxPair pair() {
            Endpoint e = context.endpoint();
            return e == null ? null : context.call.state().pair(e.manager(), e.id());
        }

        /** The first address at which the endpoint sees these pages. */
        private long seen(List<ConstituentRange> physical) {
            for (Mapping m : physical.isEmpty() ? List.<Mapping>of() : regime.mappings()) {
                long offset = physical.getFirst().address() - m.physical();
                if (offset >= 0 && offset < m.size()) {
                    return m.address() + offset;
                }
            }
            return 0;
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            open.decrementAndGet();
            if (!waits && context.lender != null) {
                // the cycles are the primary scheduler's by now
                trampoline.leave(context, trampoline.pe(context));
            } else if (!waits) {
                trampoline.giveBack(context, trampoline.pe(context));
                if (context.state() == RunState.BUSY) {
                    trampoline.becomeIdle(context);
                }
                // what came for it meanwhile did not make it ready
                hub.kick();
            }
            RunToken token = hub.token();
            if (entered && token != null) {
                token.depart();
            }
        }
    }
}
