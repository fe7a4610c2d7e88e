package org.partita.core.execution;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Client.Holds;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.partition.MemoryView;

/** A Non-secure client: each call takes the PE, and gives it back. */
public final class SpmSession implements PsaSession {
    private final SpmComponent component;
    private final SpmEntry entry;
    private final int id;
    private final AtomicBoolean inside = new AtomicBoolean();
    private final AtomicBoolean returned = new AtomicBoolean();
    private final MemoryView memory = new Memory();
    private Runnable closing = () -> {};
    private volatile boolean closed;

    SpmSession(SpmComponent component, SpmTurns turns, SpmGate gate, int id) {
        this.component = component;
        this.entry = new SpmEntry(component, turns, gate);
        this.id = id;
        component.context.holds.reset();
    }

    /** What is done when it is closed. */
    public SpmSession closing(Runnable then) {
        closing = then;
        return this;
    }

    /** True if the calling thread has become an actor of deterministic mode. */
    private boolean enter() {
        requireOpen();
        if (!inside.compareAndSet(false, true)) {
            throw new PartitaException(
                    "Non-secure client " + id + " is in a call: a client has one thread; take another client id");
        }
        if (closed) {
            inside.set(false);
            giveBack();
            requireOpen();
        }
        return entry.enter();
    }

    private void requireOpen() {
        if (closed) {
            throw new PartitaException("Non-secure client " + id + " was given back: take it again for another call");
        }
    }

    private void leave(boolean entered) {
        entry.leave(entered);
        inside.set(false);
        giveBack();
    }

    /** Its id is free from now on, if it is closed: not while a call is under way, whose context it has. */
    private void giveBack() {
        if (closed && !inside.get() && returned.compareAndSet(false, true)) {
            closing.run();
        }
    }

    private <T> T within(Supplier<T> body) {
        boolean entered = enter();
        try {
            return body.get();
        } finally {
            leave(entered);
        }
    }

    @Override
    public int clientId() {
        return id;
    }

    @Override
    public @Nullable PsaRule rule() {
        return component.pass.broken();
    }

    @Override
    public long found() {
        return component.pass.found();
    }

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public Holds holds() {
        return component.context.holds.holds();
    }

    @Override
    public int frameworkVersion() {
        return within(component.api::frameworkVersion);
    }

    @Override
    public int version(int sid) {
        return within(() -> component.api.version(sid));
    }

    @Override
    public int connect(int sid, int version) {
        return within(() -> component.api.connect(sid, version));
    }

    @Override
    public int call(int handle, int control, long inputs, long outputs) {
        boolean entered = enter();
        try {
            return component.api.call(handle, control, inputs, outputs);
        } finally {
            leave(entered);
        }
    }

    @Override
    public int call(int handle, int type, byte[][] inputs, Outputs outputs) {
        return within(() -> component.api.call(handle, type, inputs, outputs));
    }

    @Override
    public void close(int handle) {
        within(() -> {
            component.api.close(handle);
            return 0;
        });
    }

    @Override
    public MemoryView memory() {
        return memory;
    }

    @Override
    public long scratch() {
        return component.api.scratch();
    }

    @Override
    public long scratchSize() {
        return component.api.scratchSize();
    }

    @Override
    public void close() {
        closed = true;
        giveBack();
    }

    /** The client's memory: the processor is one. */
    private final class Memory implements MemoryView {
        @Override
        public void read(long address, MemorySegment to) {
            within(() -> {
                component.api.memory().read(address, to);
                return 0;
            });
        }

        @Override
        public void write(long address, MemorySegment from) {
            within(() -> {
                component.api.memory().write(address, from);
                return 0;
            });
        }

        @Override
        public long read64(long address) {
            return within(() -> component.api.memory().read64(address));
        }

        @Override
        public void write64(long address, long value) {
            within(() -> {
                component.api.memory().write64(address, value);
                return 0;
            });
        }
    }
}
