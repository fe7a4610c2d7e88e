package org.partita.api.call;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.MemoryFault;

/**
 * An RX/TX buffer pair between a component and one relayer (FF-A 4.2.2): where it lies and who owns each buffer. Kept
 * by core, so that it outlives providers. The component below consumes RX and produces TX.
 *
 * <p>What reads or writes a buffer throws a {@link MemoryFault} if a page can't be accessed, or if there is no such buffer:
 * its owner may have unmapped it while a call of another of its contexts is using it (FF-A 8.5).
 */
@ProviderType
public interface RxTxPair {
    /** Whether a pair is registered. */
    boolean mapped();

    /**
     * Registers the pair. Both buffers begin empty: RX is owned by the relayer, TX by the component (FF-A 4.2.2.4).
     *
     * @param rx physical ranges of the RX buffer
     * @param tx physical ranges of the TX buffer
     * @param secure whether the ranges are Secure memory
     * @return false if a pair is registered already
     */
    boolean map(List<ConstituentRange> rx, List<ConstituentRange> tx, boolean secure);

    /** Forgets the pair; false if none was registered. */
    boolean unmap();

    /** Bytes of each buffer, 0 if none is registered. */
    long size();

    /** Physical ranges of the RX buffer. */
    List<ConstituentRange> rx();

    /** Physical ranges of the TX buffer. */
    List<ConstituentRange> tx();

    /** Whether the component below owns RX: it is full. */
    boolean rxFull();

    /**
     * Takes the empty RX buffer for the relayer to write, so that nobody else fills it meanwhile.
     *
     * @return false if it is full or taken
     */
    boolean takeRx();

    /** Ends what {@link #takeRx} began: full, owned by the component below. */
    void handOverRx();

    /** As {@link #handOverRx()}, with an indirect message (FF-A 10.1): it is there until RX is released. */
    void handOverRx(IndirectMessage message);

    /** The indirect message in RX; null if what is there is none, or nothing is. */
    @Nullable
    IndirectMessage message();

    /** Whether an indirect message is in RX of which the component below has not been told yet. */
    default boolean messagePending() {
        IndirectMessage m = message();
        return m != null && !m.told();
    }

    /**
     * Remembers who is to hear when RX is empty again (FF-A 10.1.1).
     *
     * @param waiting a context that found RX not available
     */
    void notifyWhenEmpty(ExecutionContext waiting);

    /** Ends what {@link #takeRx} began without a message: empty again. */
    void dropRx();

    /** The consumer gives RX back (FFA_RX_RELEASE, FFA_MSG_WAIT); false if it did not own it. */
    boolean releaseRx();

    /** As {@link #releaseRx()}, if RX does not have a message of which the component below has not been told. */
    boolean releaseRxUnlessPending();

    /** Takes TX for the relayer for the length of one invocation; false if an invocation uses it already. */
    boolean takeTx();

    /** Gives TX back to its producer. */
    void returnTx();

    /** Copies into RX at a byte offset; the relayer must have taken RX. */
    void writeRx(long offset, MemorySegment from);

    /** Copies out of RX from a byte offset on. */
    void readRx(long offset, MemorySegment to);

    /** Copies into TX at a byte offset (the producer's side: a manager's own pair). */
    void writeTx(long offset, MemorySegment from);

    /** Copies out of TX from a byte offset on. */
    void readTx(long offset, MemorySegment to);
}
