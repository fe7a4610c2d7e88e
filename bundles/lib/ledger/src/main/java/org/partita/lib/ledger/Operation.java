package org.partita.lib.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryBuffer;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.TransactionGone;

/** One of them. Who has taken it is its only user, but for who looks at it. */
final class Operation implements MemoryOperation {
    private static final int ROOM = 1024;

    private final ManagerKind manager;
    private final int caller;
    private final FunctionId function;
    private final Registers first = new Registers();
    private final Operations.Mapper mapper;
    private boolean taken = true;
    private boolean ended;
    private volatile long handle;
    private volatile Stage stage = Stage.RUNNING;
    private @Nullable MemoryBuffer buffer;
    private byte[] descriptor = new byte[0];
    private int received;
    private @Nullable MemoryChange change;
    private byte @Nullable [] outgoing;
    private boolean onward;
    private int last;
    private int sent;
    private Step step = Step.BEGUN;
    private @Nullable Grant offer;

    Operation(ManagerKind manager, int caller, Registers first, Operations.Mapper mapper) {
        this.manager = manager;
        this.caller = caller;
        FunctionId named = FunctionId.of(first.function());
        if (named == null) {
            throw new IllegalStateException("no FF-A function: " + first);
        }
        function = named;
        this.first.copyFrom(first);
        this.mapper = mapper;
    }

    synchronized boolean take() {
        boolean free = !taken && !ended;
        taken |= free;
        return free;
    }

    synchronized void release() {
        taken = false;
    }

    /** Nobody goes on with it. */
    synchronized void end() {
        ended = true;
        buffer = null;
    }

    synchronized boolean uses(List<ConstituentRange> physical) {
        MemoryBuffer b = buffer;
        if (b == null) {
            return false;
        }
        NavigableMap<Long, Long> ends = new TreeMap<>();
        b.ranges().forEach(r -> ends.put(r.address(), Extents.end(r)));
        return physical.stream().anyMatch(r -> {
            Map.Entry<Long, Long> before = ends.lowerEntry(Extents.end(r));
            return before != null && before.getValue() > r.address();
        });
    }

    /** Its caller was terminated. */
    void lost() {
        if (change() instanceof Change c) {
            c.lost();
        } else {
            undo();
        }
    }

    void undo() {
        MemoryChange c = change();
        if (c != null) {
            c.undo();
        }
    }

    @Override
    public ManagerKind manager() {
        return manager;
    }

    @Override
    public int caller() {
        return caller;
    }

    @Override
    public FunctionId function() {
        return function;
    }

    @Override
    public long handle() {
        return handle;
    }

    @Override
    public void identify(long by) {
        handle = by;
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public void stage(Stage now) {
        stage = now;
    }

    @Override
    public void restore(Registers registers) {
        registers.copyFrom(first);
    }

    @Override
    public synchronized void map(List<ConstituentRange> physical, boolean secure) {
        buffer = mapper.map(physical, secure);
    }

    @Override
    public synchronized @Nullable MemoryBuffer buffer() {
        return buffer;
    }

    @Override
    public synchronized void receive(byte[] fragment) {
        int need = received + fragment.length;
        if (need > descriptor.length) {
            descriptor = Arrays.copyOf(descriptor, Math.max(need, received + Math.max(received, ROOM)));
        }
        System.arraycopy(fragment, 0, descriptor, received, fragment.length);
        received = need;
    }

    @Override
    public synchronized int received() {
        return received;
    }

    @Override
    public synchronized byte[] descriptor() {
        return Arrays.copyOf(descriptor, received);
    }

    @Override
    public synchronized @Nullable MemoryChange change() {
        return change;
    }

    @Override
    public void change(@Nullable MemoryChange of) {
        boolean late;
        synchronized (this) {
            late = ended && of != null;
            change = late ? null : of;
        }
        if (late && of != null) {
            // its caller was terminated meanwhile
            of.undo();
            throw new TransactionGone(handle);
        }
    }

    @Override
    public synchronized byte @Nullable [] outgoing() {
        return outgoing;
    }

    @Override
    public synchronized boolean onward() {
        return onward;
    }

    @Override
    public synchronized void send(byte[] bytes, boolean onwards) {
        outgoing = bytes;
        onward = onwards;
        last = 0;
        sent = 0;
    }

    @Override
    public synchronized int last() {
        return last;
    }

    @Override
    public synchronized int sent() {
        return sent;
    }

    @Override
    public synchronized void sent(int from, int to) {
        last = from;
        sent = to;
    }

    @Override
    public synchronized Step step() {
        return step;
    }

    @Override
    public synchronized void step(Step now) {
        step = now;
    }

    @Override
    public synchronized @Nullable Grant offer() {
        return offer;
    }

    @Override
    public synchronized void offer(@Nullable Grant sentOn) {
        offer = sentOn;
    }
}
