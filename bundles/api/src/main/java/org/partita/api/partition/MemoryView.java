package org.partita.api.partition;

import java.lang.foreign.MemorySegment;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.memory.MemoryFault;

/**
 * A partition's own memory as its translation regime shows it. Addresses are VA for S-EL0 and IPA for EL1 and S-EL1.
 * Every access is a preemption point; a forbidden one throws {@link MemoryFault}.
 */
@ProviderType
public interface MemoryView {
    /** Copies out of memory, from {@code address} on. */
    void read(long address, MemorySegment to);

    /** Copies into memory, from {@code address} on. */
    void write(long address, MemorySegment from);

    /** Reads a little-endian 64-bit word. */
    long read64(long address);

    /** Writes a little-endian 64-bit word. */
    void write64(long address, long value);
}
