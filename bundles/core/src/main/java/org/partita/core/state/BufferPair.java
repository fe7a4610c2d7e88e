package org.partita.core.state;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.IndirectMessage;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.RxTxPair;
import org.partita.api.call.VirtualInterrupts;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.PhysicalMemory;

/** An RX/TX pair: where it lies, in what state each buffer is. */
public final class BufferPair implements RxTxPair {
    /** Nobody has anything in the RX buffer (FF-A 4.2.2.4). */
    private static final Contents EMPTY = new Contents(null);

    /** The manager has taken the RX buffer. */
    private static final Contents BEING_FILLED = new Contents(null);

    /** What a full RX buffer has: every filling is another object. */
    private static final class Contents {
        final @Nullable IndirectMessage message;

        Contents(@Nullable IndirectMessage message) {
            this.message = message;
        }

        boolean full() {
            return this != EMPTY && this != BEING_FILLED;
        }

        @Override
        public String toString() {
            if (full()) {
                return "full";
            }
            return this == EMPTY ? "empty" : "being filled";
        }
    }

    private record Place(List<ConstituentRange> rx, List<ConstituentRange> tx, boolean secure, long size) {}

    private final Memory memory;
    private final @Nullable Regime owner;
    private final AtomicReference<@Nullable Place> place = new AtomicReference<>();
    private final AtomicReference<Contents> rx = new AtomicReference<>(EMPTY);
    private final AtomicBoolean txTaken = new AtomicBoolean();
    private final Set<ExecutionContext> waiting = ConcurrentHashMap.newKeySet();

    /**
     * @param memory physical memory
     * @param owner regime of the endpoint, null for the Hypervisor's pair: buffers are never executable (FF-A Table 4.3)
     */
    public BufferPair(Memory memory, @Nullable Regime owner) {
        this.memory = memory;
        this.owner = owner;
    }

    /** A pair for each manager that may be the other side, by its ordinal. */
    static BufferPair[] forEach(Memory memory, @Nullable Regime owner) {
        BufferPair[] pairs = new BufferPair[ManagerKind.values().length];
        Arrays.setAll(pairs, i -> new BufferPair(memory, owner));
        return pairs;
    }

    @Override
    public boolean mapped() {
        return place.get() != null;
    }

    @Override
    public boolean map(List<ConstituentRange> rxRanges, List<ConstituentRange> txRanges, boolean secure) {
        long size = 0;
        for (ConstituentRange r : rxRanges) {
            size += Integer.toUnsignedLong(r.pages()) * PhysicalMemory.PAGE_SIZE;
        }
        Place p = new Place(List.copyOf(rxRanges), List.copyOf(txRanges), secure, size);
        // before the pair can be unmapped
        executable(p, false);
        if (!place.compareAndSet(null, p)) {
            executable(p, true);
            return false;
        }
        rx.set(EMPTY);
        txTaken.set(false);
        tellWaiting();
        return true;
    }

    @Override
    public boolean unmap() {
        Place p = place.getAndSet(null);
        if (p != null) {
            rx.set(EMPTY);
            executable(p, true);
        }
        return p != null;
    }

    private void executable(Place p, boolean again) {
        if (owner == null) {
            return;
        }
        for (List<ConstituentRange> buffer : List.of(p.rx, p.tx)) {
            if (again) {
                owner.executeAgain(buffer);
            } else {
                owner.executeNever(buffer);
            }
        }
    }

    @Override
    public long size() {
        Place p = place.get();
        return p == null ? 0 : p.size;
    }

    @Override
    public List<ConstituentRange> rx() {
        Place p = place.get();
        return p == null ? List.of() : p.rx;
    }

    @Override
    public List<ConstituentRange> tx() {
        Place p = place.get();
        return p == null ? List.of() : p.tx;
    }

    private Contents contents() {
        return Objects.requireNonNull(rx.get());
    }

    @Override
    public boolean rxFull() {
        return contents().full();
    }

    @Override
    public boolean takeRx() {
        return rx.compareAndSet(EMPTY, BEING_FILLED);
    }

    @Override
    public void handOverRx() {
        fill(new Contents(null));
    }

    @Override
    public void handOverRx(IndirectMessage message) {
        fill(new Contents(message));
    }

    /** A pair that was unmapped while it was filled has nothing. */
    private void fill(Contents contents) {
        rx.compareAndSet(BEING_FILLED, contents);
    }

    @Override
    public @Nullable IndirectMessage message() {
        return contents().message;
    }

    @Override
    public void notifyWhenEmpty(ExecutionContext context) {
        waiting.add(context);
        if (rx.get() == EMPTY) {
            tellWaiting();
        }
    }

    /** A partition is gone: none of its contexts is told of anything. */
    void forget(Partition gone) {
        waiting.removeIf(context -> context.endpoint() == gone);
    }

    private void tellWaiting() {
        if (waiting.isEmpty()) {
            return;
        }
        waiting.removeIf(context -> {
            context.virtual().pend(VirtualInterrupts.RX_AVAILABLE);
            return true;
        });
    }

    @Override
    public void dropRx() {
        rx.compareAndSet(BEING_FILLED, EMPTY);
        tellWaiting();
    }

    @Override
    public boolean releaseRx() {
        return empty(contents());
    }

    @Override
    public boolean releaseRxUnlessPending() {
        Contents seen = contents();
        IndirectMessage m = seen.message;
        return (m == null || m.told()) && empty(seen);
    }

    private boolean empty(Contents seen) {
        if (!seen.full() || !rx.compareAndSet(seen, EMPTY)) {
            return false;
        }
        tellWaiting();
        return true;
    }

    @Override
    public boolean takeTx() {
        return txTaken.compareAndSet(false, true);
    }

    @Override
    public void returnTx() {
        txTaken.set(false);
    }

    @Override
    public void writeRx(long offset, MemorySegment from) {
        Place p = holding(offset + from.byteSize());
        memory.copy(p.rx, p.secure, offset, from, true);
    }

    @Override
    public void readRx(long offset, MemorySegment to) {
        Place p = holding(offset + to.byteSize());
        memory.copy(p.rx, p.secure, offset, to, false);
    }

    @Override
    public void writeTx(long offset, MemorySegment from) {
        Place p = holding(offset + from.byteSize());
        memory.copy(p.tx, p.secure, offset, from, true);
    }

    @Override
    public void readTx(long offset, MemorySegment to) {
        Place p = holding(offset + to.byteSize());
        memory.copy(p.tx, p.secure, offset, to, false);
    }

    /** Its owner may have unmapped it, and mapped a smaller one, while a call of another of its contexts is using it. */
    private Place holding(long bytes) {
        Place p = place.get();
        if (p == null || bytes > p.size) {
            throw new MemoryFault(
                    MemoryFault.Cause.TRANSLATION,
                    0,
                    "no RX/TX buffer pair of " + bytes + " bytes is registered (any more): FF-A 4.2.2, 8.5");
        }
        return p;
    }

    /**
     * What is wrong while nobody makes a pass, in words; null if nothing is. A relayer has a buffer for the length of one invocation
     * (FF-A 4.2.2.4).
     *
     * @param messages whether it is for indirect messages
     */
    @Nullable
    String broken(boolean messages) {
        Place p = place.get();
        Contents has = contents();
        if (has == BEING_FILLED) {
            return "has an RX buffer that nobody fills and that is not empty";
        }
        if (p == null) {
            return has.full() ? "has a full RX buffer and is not registered" : null;
        }
        if (txTaken.get()) {
            return "has a TX buffer that is taken, and nobody reads it";
        }
        IndirectMessage m = has.message;
        if (m == null) {
            return null;
        }
        if (!messages) {
            return "has an indirect message, and is for none";
        }
        boolean fits = m.bytes() > 0 && m.bytes() <= p.size;
        return fits ? null : "has an indirect message of " + m.bytes() + " bytes in " + p.size;
    }

    /** Who has what, in words. */
    @Override
    public String toString() {
        Place p = place.get();
        if (p == null) {
            return "not mapped";
        }
        return "RX 0x" + Long.toHexString(p.rx.get(0).address()) + " "
                + contents() + ", TX 0x"
                + Long.toHexString(p.tx.get(0).address()) + ", " + p.size + " bytes each";
    }
}
