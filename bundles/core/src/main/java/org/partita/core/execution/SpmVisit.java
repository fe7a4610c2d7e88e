package org.partita.core.execution;

import java.lang.foreign.MemorySegment;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Client.Holds;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.partition.MemoryView;

/**
 * A partition in whose context an administrator makes calls: with its client id, its dependencies, its memory as the MPU permits it. It has the
 * PE from the beginning to the end, but while a call waits.
 */
public final class SpmVisit implements PsaSession {
    private final SpmComponent partition;
    private final SpmComponent visitor;
    private final SpmLending lending;
    private final SpmEntry entry;
    private final Runnable closing;
    private boolean entered;
    private boolean ended;
    private boolean closed;

    /**
     * @param partition its own component
     * @param visitor makes the calls in its name
     * @param closing what is done when it is closed
     */
    SpmVisit(SpmComponent partition, SpmComponent visitor, SpmLending lending, SpmEntry entry, Runnable closing) {
        this.partition = partition;
        this.visitor = visitor;
        this.lending = lending;
        this.entry = entry;
        this.closing = closing;
    }

    /**
     * Takes the PE and the partition's context.
     *
     * @throws PartitaException naming the state, if the context is not idle
     */
    SpmVisit begin() {
        visitor.context.holds.reset();
        entered = entry.enter();
        String state = SpmLending.state(partition);
        if (!state.isEmpty()) {
            entry.leave(entered);
            throw new PartitaException("partition " + partition + " is " + state
                    + ", not idle: calls can be made in a partition's name only while its context is idle; "
                    + (partition.ended() ? "it comes back when its bundle is started again or updated" : "try again"));
        }
        lending.lend(partition);
        return this;
    }

    /** A call of the partition; if it is the last one the partition has ended. */
    private int made(IntSupplier call) {
        if (closed || ended) {
            throw new PartitaException(
                    "partition " + partition + (ended ? " has ended" : " has its context back") + ": no more calls");
        }
        try {
            return call.getAsInt();
        } catch (ContextStopped e) {
            ended = true;
            PsaRule rule = rule();
            if (!visitor.pass.panics() || rule == null) {
                throw new PartitaException("partition " + partition + " ended while it made the call: see spm:status");
            }
            return rule.status().code();
        }
    }

    @Override
    public int clientId() {
        return SpmSociety.resident(partition).id();
    }

    @Override
    public @Nullable PsaRule rule() {
        return visitor.pass.broken();
    }

    @Override
    public long found() {
        return visitor.pass.found();
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public Holds holds() {
        return visitor.context.holds.holds();
    }

    @Override
    public int frameworkVersion() {
        return made(visitor.api::frameworkVersion);
    }

    @Override
    public int version(int sid) {
        return made(() -> visitor.api.version(sid));
    }

    @Override
    public int connect(int sid, int version) {
        return made(() -> visitor.api.connect(sid, version));
    }

    @Override
    public int call(int handle, int control, long inputs, long outputs) {
        return made(() -> visitor.api.call(handle, control, inputs, outputs));
    }

    /** What the partition has in its memory where the vectors go stands there again afterwards. */
    @Override
    public int call(int handle, int type, byte[][] inputs, Outputs outputs) {
        return made(() -> {
            SpmApi api = visitor.api;
            MemorySegment before = MemorySegment.ofArray(new byte[(int) api.require(inputs, outputs)]);
            api.memory().read(scratch(), before);
            int status = api.call(handle, type, inputs, outputs);
            api.memory().write(scratch(), before);
            return status;
        });
    }

    @Override
    public void close(int handle) {
        int _ = made(() -> {
            visitor.api.close(handle);
            return 0;
        });
    }

    @Override
    public MemoryView memory() {
        return visitor.api.memory();
    }

    @Override
    public long scratch() {
        return visitor.api.scratch();
    }

    @Override
    public long scratchSize() {
        return visitor.api.scratchSize();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        lending.giveBack(partition);
        entry.leave(entered);
        closing.run();
    }
}
