package org.partita.core.state;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.RxTxPair;
import org.partita.api.call.VirtualInterrupts;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.PhysicalMemory;

/** An RX/TX pair: where it lies, in what state each buffer is. */
public final class BufferPair implements RxTxPair {
    /** Who has the RX buffer (FF-A 4.2.2.4). */
    private enum Rx {
        EMPTY,
        BEING_FILLED,
        FULL
    }

    private record Message(int sender, int bytes) {}

    private record Place(List<ConstituentRange> rx, List<ConstituentRange> tx, boolean secure, long size) {}

    private final Memory memory;
    private final @Nullable Regime owner;
    private final AtomicReference<@Nullable Place> place = new AtomicReference<>();
    private final AtomicReference<Rx> rx = new AtomicReference<>(Rx.EMPTY);
    private final AtomicBoolean txTaken = new AtomicBoolean();
    private final Set<ExecutionContext> waiting = ConcurrentHashMap.newKeySet();

    /** The indirect message in RX, null if what is there is none, or nothing is. */
    private volatile @Nullable Message message;

    private volatile boolean pending;

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
        forgetMessage();
        rx.set(Rx.EMPTY);
        txTaken.set(false);
        tellWaiting();
        return true;
    }

    @Override
    public boolean unmap() {
        Place p = place.getAndSet(null);
        if (p != null) {
            forgetMessage();
            executable(p, true);
        }
        return p != null;
    }

    private void forgetMessage() {
        pending = false;
        message = null;
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

    @Override
    public boolean rxFull() {
        return rx.get() == Rx.FULL;
    }

    @Override
    public boolean takeRx() {
        return rx.compareAndSet(Rx.EMPTY, Rx.BEING_FILLED);
    }

    @Override
    public void handOverRx() {
        rx.set(Rx.FULL);
    }

    @Override
    public void handOverRx(int sender, int bytes) {
        message = new Message(sender, bytes);
        pending = true;
        rx.set(Rx.FULL);
    }

    @Override
    public boolean messagePending() {
        return pending && rx.get() == Rx.FULL;
    }

    @Override
    public void messageTold() {
        pending = false;
    }

    @Override
    public int messageSize() {
        Message m = message;
        return m == null ? 0 : m.bytes;
    }

    @Override
    public int messageSender() {
        Message m = message;
        return m == null ? 0 : m.sender;
    }

    @Override
    public void notifyWhenEmpty(ExecutionContext context) {
        waiting.add(context);
        if (rx.get() == Rx.EMPTY) {
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
        rx.set(Rx.EMPTY);
        tellWaiting();
    }

    @Override
    public boolean releaseRx() {
        if (!rx.compareAndSet(Rx.FULL, Rx.BEING_FILLED)) {
            return false;
        }
        // while nobody else can fill it
        forgetMessage();
        rx.set(Rx.EMPTY);
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

    /** Who has what, in words. */
    @Override
    public String toString() {
        Place p = place.get();
        if (p == null) {
            return "not mapped";
        }
        return "RX 0x" + Long.toHexString(p.rx.get(0).address()) + " "
                + String.valueOf(rx.get()).toLowerCase(Locale.ROOT).replace('_', ' ') + ", TX 0x"
                + Long.toHexString(p.tx.get(0).address()) + ", " + p.size + " bytes each";
    }
}
