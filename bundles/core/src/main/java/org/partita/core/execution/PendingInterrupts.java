package org.partita.core.execution;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;
import org.partita.api.call.VirtualInterrupts;
import org.partita.api.partition.Interrupts;

/**
 * Virtual interrupts of one context. Anybody makes them pending; acknowledging, ending and masking are the context's own. Of
 * several that are pending the lowest priority value goes first, then the lowest ID.
 */
final class PendingInterrupts implements VirtualInterrupts, Interrupts {
    private static final int DEFAULT_PRIORITY = 128;

    private final AtomicLongArray pending = new AtomicLongArray((LIMIT + Long.SIZE - 1) / Long.SIZE);
    private final byte[] priorities = new byte[LIMIT];
    private final BitSet active = new BitSet();
    private final Runnable pended;
    private final IntConsumer ended;
    private boolean masked;

    /** Something has become pending since the context looked. */
    private volatile boolean signalled;

    /**
     * @param pended told when something has become pending
     * @param ended told which interrupt the context has ended
     */
    PendingInterrupts(Runnable pended, IntConsumer ended) {
        this.pended = pended;
        this.ended = ended;
        Arrays.fill(priorities, (byte) DEFAULT_PRIORITY);
    }

    /** The manifest's priority of an interrupt, 8 bits. */
    void priority(int intid, int value) {
        priorities[checked(intid)] = (byte) value;
    }

    @Override
    public void pend(int intid) {
        long bit = 1L << checked(intid);
        pending.getAndUpdate(intid / Long.SIZE, word -> word | bit);
        signalled = true;
        pended.run();
    }

    @Override
    public void withdraw(int intid) {
        long bit = 1L << checked(intid);
        pending.getAndUpdate(intid / Long.SIZE, word -> word & ~bit);
    }

    @Override
    public boolean pending() {
        for (int i = 0; i < pending.length(); i++) {
            if (pending.get(i) != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int next() {
        int best = SPURIOUS;
        int urgency = Integer.MAX_VALUE;
        for (int i = 0; i < pending.length(); i++) {
            for (long word = pending.get(i); word != 0; word &= word - 1) {
                int intid = i * Long.SIZE + Long.numberOfTrailingZeros(word);
                int priority = Byte.toUnsignedInt(priorities[intid]);
                if (priority < urgency) {
                    urgency = priority;
                    best = intid;
                }
            }
        }
        return best;
    }

    @Override
    public int acknowledge() {
        int intid = next();
        if (intid != SPURIOUS) {
            withdraw(intid);
            active.set(intid);
        }
        return intid;
    }

    @Override
    public void end(int intid) {
        if (!active.get(checked(intid))) {
            throw new IllegalArgumentException(
                    "interrupt " + intid + " is not active: end what acknowledge() has said, once");
        }
        active.clear(intid);
        ended.accept(intid);
    }

    @Override
    public void mask(boolean value) {
        masked = value;
        // what came meanwhile is still to be taken; one that comes just now is never unsaid
        if (!value && pending()) {
            signalled = true;
        }
    }

    /** Whether the endpoint takes none now, and looks for them itself. */
    boolean masked() {
        return masked;
    }

    /** Whether {@link #take} may say yes. */
    boolean signalled() {
        return signalled;
    }

    /** Whether the context is to be interrupted now; asked by itself, true once for what came together. */
    boolean take() {
        if (!signalled || masked) {
            return false;
        }
        signalled = false;
        return pending();
    }

    private static int checked(int intid) {
        if (intid < 0 || intid >= LIMIT) {
            throw new IllegalArgumentException("interrupt " + intid + ": an ID is 0 to " + (LIMIT - 1));
        }
        return intid;
    }
}
