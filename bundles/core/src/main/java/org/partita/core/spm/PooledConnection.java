package org.partita.core.spm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.SpmConnection;

/**
 * An item of the pool: a connection with its message. Whoever owns the PE writes it; who only looks, from elsewhere, sees what was written a
 * moment ago, if the state is looked at first.
 */
public final class PooledConnection implements SpmConnection {
    private static final int VECTORS = 8;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(PooledConnection.class, "state", State.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final int index;
    /** Handles that the item has had. */
    int generation;

    /** The next one in its chain: of free items, or of messages that wait for a partition. */
    @Nullable
    PooledConnection next;

    private final long[] bases = new long[VECTORS];
    private final long[] lengths = new long[VECTORS];
    private final long[] done = new long[VECTORS];
    private volatile State state = State.FREE;
    private int handle;
    private int clientId;
    private @Nullable Service service;
    private int type;
    private long rhandle;
    /** Which of the partition's loads it is to. */
    private int load;

    /** Whether its client has ended, so that the SPM closes it. */
    private boolean abandoned;

    private int mapped;
    private int unmapped;
    private long outputs;
    private int outputCount;
    private int result;

    /** The client that waits for the answer. */
    private @Nullable Waiter client;

    PooledConnection(int index) {
        this.index = index;
    }

    void begin(int itsHandle, Service of, int client) {
        handle = itsHandle;
        service = of;
        load = of.partition().loads();
        clientId = client;
        rhandle = 0;
        noVectors();
        outputs = 0;
        outputCount = 0;
        state(State.IDLE);
    }

    void end() {
        state(State.FREE);
        client = null;
        abandoned = false;
    }

    @Override
    public int handle() {
        return handle;
    }

    @Override
    public int clientId() {
        return clientId;
    }

    @Override
    public Service service() {
        Service s = service;
        if (s == null) {
            throw new IllegalStateException("connection " + handle + " was never made");
        }
        return s;
    }

    /** Whether the partition that it was made to has ended, though there may be another one in its place. */
    public boolean broken() {
        Resident r = service().partition();
        return r.ended() || load != r.loads();
    }

    private void state(State next) {
        STATE.setRelease(this, next);
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public void taken() {
        service().partition().unqueue(this);
        state(State.TAKEN);
    }

    /** The message waits for its partition, and this client for the answer. */
    public void queued(Waiter waiting) {
        if (client != null) {
            throw new IllegalStateException("connection " + handle + ": somebody waits for its answer already");
        }
        client = waiting;
        state(State.QUEUED);
        service().partition().queue(this);
    }

    /** The message is processed on the stack of its client. */
    public void entered(Waiter waiting) {
        client = waiting;
        state(State.TAKEN);
    }

    /** The message has its answer. */
    public void answered(int with) {
        if (state == State.QUEUED) {
            service().partition().unqueue(this);
        }
        result = with;
        state(State.ANSWERED);
        Waiter w = client;
        client = null;
        if (w != null) {
            w.wake();
        }
    }

    /** The client that waits may ask again what becomes of the message. */
    public void reconsider() {
        Waiter w = client;
        if (w != null) {
            w.reconsider();
        }
    }

    /** Its client has gone: somebody else hears of the answer. */
    public void orphan(Waiter instead) {
        client = instead;
    }

    /** Its client has ended; the SPM closes it. It has no message, or is idle as soon as it has none. */
    public void abandon() {
        abandoned = true;
        client = null;
        state(State.IDLE);
    }

    public boolean abandoned() {
        return abandoned;
    }

    /** Whether there is a connection once its message has ended: it was no attempt to connect that failed, and did not close it. */
    public boolean connected() {
        if (!service().manifest().connectionBased()) {
            return false;
        }
        return switch (type) {
            case Signals.CONNECT -> state == State.ANSWERED && result == handle;
            case Signals.DISCONNECT -> state != State.ANSWERED;
            default -> true;
        };
    }

    /** The client has its answer; the connection can take another message. */
    public void idle() {
        client = null;
        state(State.IDLE);
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    public void type(int value) {
        type = value;
    }

    @Override
    public long rhandle() {
        return rhandle;
    }

    @Override
    public void rhandle(long value) {
        rhandle = value;
    }

    @Override
    public void vector(int vector, long base, long length) {
        bases[vector] = base;
        lengths[vector] = length;
        done[vector] = 0;
    }

    @Override
    public void noVectors() {
        for (int i = 0; i < VECTORS; i++) {
            bases[i] = 0;
            lengths[i] = 0;
            done[i] = 0;
        }
        mapped = 0;
        unmapped = 0;
    }

    @Override
    public long base(int vector) {
        return bases[vector];
    }

    @Override
    public long length(int vector) {
        return lengths[vector];
    }

    @Override
    public long done(int vector) {
        return done[vector];
    }

    @Override
    public void done(int vector, long bytes) {
        done[vector] = bytes;
    }

    @Override
    public int mapped() {
        return mapped;
    }

    @Override
    public void mapped(int vectors) {
        mapped = vectors;
    }

    @Override
    public int unmapped() {
        return unmapped;
    }

    @Override
    public void unmapped(int vectors) {
        unmapped = vectors;
    }

    @Override
    public long outputs() {
        return outputs;
    }

    @Override
    public void outputs(long address, int count) {
        outputs = address;
        outputCount = count;
    }

    @Override
    public int outputCount() {
        return outputCount;
    }

    @Override
    public int result() {
        return result;
    }
}
