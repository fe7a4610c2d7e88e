package org.partita.api.memory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.Registers;

/** The memory management functions that are not completed yet, or may go on (FF-A 12.2). */
@ProviderType
public interface MemoryOperations {
    /**
     * Begins one, for the pass that asks.
     *
     * @param registers of the first invocation
     * @return null if the caller has begun as many as it may have
     */
    @Nullable
    MemoryOperation begin(ManagerKind manager, int caller, Registers registers);

    /** The one with this Handle, or null. */
    @Nullable
    MemoryOperation find(ManagerKind manager, int caller, long handle);

    /**
     * Takes it for this pass; false if another one uses it, or it has ended meanwhile. What it waits for may have changed: look
     * at its stage again. Core gives it back when the pass ends.
     */
    boolean take(MemoryOperation operation);

    /** It is completed: forgets it and unmaps its buffer. */
    void end(MemoryOperation operation);

    /** It is not completed and will not be: undoes its change, takes back its offer, forgets it. */
    void abort(MemoryOperation operation);

    /** Whether one of these physical pages is in a buffer that a manager has mapped (FF-A 12.2.1). */
    boolean mapped(List<ConstituentRange> physical);

    /** All of them, in the order in which they began. */
    List<MemoryOperation> all();
}
