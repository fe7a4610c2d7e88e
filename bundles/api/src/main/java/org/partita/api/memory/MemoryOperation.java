package org.partita.api.memory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;

/**
 * What a partition manager knows of a memory management function that takes more than one invocation, or a buffer of
 * its own (FF-A 12.2): its descriptor as far as it has come, the change of memory as far as it is applied, the answer
 * as far as it is sent. Kept by core, so that it outlives providers; used by one pass at a time.
 */
@ProviderType
public interface MemoryOperation {
    /** What it waits for between two invocations. */
    enum Stage {
        /** Nothing: a pass is answering. */
        RUNNING,
        /** The next fragment of the descriptor. */
        RECEIVING,
        /** FFA_MEM_OP_RESUME. */
        PAUSED,
        /** The request for the next fragment of the answer. */
        SENDING,
        /** Nothing: the answer is sent, its last fragment may be asked for again. */
        SENT
    }

    /** How far the interface that answers the function has come: with what it goes on when the operation is handed back. */
    enum Step {
        /** Nothing is done yet. */
        BEGUN,
        /** The region is taken from the Sender. */
        OFFERED,
        /** The transaction has its Handle. */
        ACCEPTED,
        /** The transaction is with the manager that allocates its Handle. */
        SENT_ON,
        /** The region is being retrieved for a Receiver: its description is known. */
        RETRIEVED
    }

    /** The manager that answers. */
    ManagerKind manager();

    /** 16-bit ID of the endpoint for which the function was invoked; 0 if the Hypervisor invoked it for itself. */
    int caller();

    /** The function that was invoked first. */
    FunctionId function();

    /** Identifies it between invocations; 0 if it has no Handle yet. */
    long handle();

    /** Gives it its Handle. */
    void identify(long handle);

    /** What it waits for. */
    Stage stage();

    /** Says what it waits for from now on. */
    void stage(Stage now);

    /** Puts the registers of the first invocation back. */
    void restore(Registers registers);

    // ---- where descriptors lie

    /** Maps a buffer of the caller's for this operation (FF-A 12.2.1); unmapped when the operation ends. */
    void map(List<ConstituentRange> physical, boolean secure);

    /** The buffer that is used instead of RX and TX, or null. */
    @Nullable
    MemoryBuffer buffer();

    // ---- descriptor in

    /** Adds the next bytes of the descriptor. */
    void receive(byte[] fragment);

    /** Bytes of the descriptor that have come. */
    int received();

    /** A copy of what has come. */
    byte[] descriptor();

    // ---- the change

    /** The change that is applied in slices, or is seen when the answer is sent; or null. */
    @Nullable
    MemoryChange change();

    /**
     * Sets it.
     *
     * @throws TransactionGone if the operation has ended meanwhile, for its caller was terminated; the change is undone
     */
    void change(@Nullable MemoryChange next);

    // ---- descriptor out

    /** What is sent in fragments; null if nothing. */
    byte @Nullable [] outgoing();

    /** Whether that goes on to another manager, not back to the caller. */
    boolean onward();

    /**
     * Sets what is sent.
     *
     * @param descriptor whole
     * @param onwards to another manager, not to the caller
     */
    void send(byte[] descriptor, boolean onwards);

    /** Where the fragment that was sent last begins, in bytes. */
    int last();

    /** Bytes that have been sent. */
    int sent();

    /** Notes that a fragment was sent. */
    void sent(int from, int to);

    // ---- for the interface that answers the function

    /** What is done. */
    Step step();

    /** Says what is done from now on, or will be when the operation is handed back. */
    void step(Step now);

    /** The offer that was sent on, or null. */
    @Nullable
    Grant offer();

    /**
     * Sets the offer, of which another manager makes a transaction; null when it has completed the function. If the
     * operation is aborted, the Sender has what it had; {@link #handle} was reserved for the offer.
     */
    void offer(@Nullable Grant sentOn);
}
