package org.partita.api.admin;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.partition.MemoryView;

/** An execution context held by one thread for many calls. */
@ProviderType
public interface Client extends AutoCloseable {
    /** Set them, {@link #call}, read the completion. */
    Registers registers();

    /** Makes the call through the conduit that FF-A 2.4 tells the endpoint to use. */
    void call();

    /** Makes the call through this conduit. */
    void call(Conduit conduit);

    /** Whether the last call waits (FFA_MSG_WAIT and the like): the context is idle and takes messages itself. */
    boolean waiting();

    /** The rule that refused the last call, or null. */
    @Nullable
    Rule rule();

    /** What was found where {@link #rule()} expects something else. */
    long found();

    /** Byte offset in the descriptor of the field that {@link #rule()} is about, or -1 if it is about no descriptor. */
    long offset();

    /**
     * How many calls of this client were held because a role was vacant, and for how long together and at most, in
     * nanoseconds.
     */
    Holds holds();

    /** Memory as the endpoint sees it. */
    MemoryView memory();

    /**
     * Where the endpoint sees the RX buffer that it shares with its manager.
     *
     * @return VA or IPA, 0 if no pair is registered or it is not mapped
     */
    long rx();

    /** As {@link #rx}, of the TX buffer. */
    long tx();

    /** Gives the context and its PE back. */
    @Override
    void close();

    /** Calls that were held at the trampoline. */
    record Holds(long count, long totalNanos, long longestNanos) {}
}
