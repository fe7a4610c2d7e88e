package org.partita.api.memory;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffa.ConstituentRange;

/**
 * What an endpoint can see of physical memory: stage 2 for EL1 and S-EL1, stage 1 for S-EL0 (FF-A 5.3). A forbidden
 * access raises {@link MemoryFault}, never a silent success.
 */
@ProviderType
public interface TranslationRegime {
    /** The mappings in order of address. */
    List<Mapping> mappings();

    /** The mapping that holds {@code length} bytes at {@code address} (VA or IPA), or null. */
    @Nullable
    Mapping find(long address, long length);

    /** The physical ranges behind pages that are mapped without a gap, or an empty list. */
    List<ConstituentRange> physical(long address, int pages);

    /** Copies out of the endpoint's memory. */
    void read(long address, MemorySegment to);

    /** Copies into the endpoint's memory. */
    void write(long address, MemorySegment from);

    /** Reads a little-endian 64-bit word. */
    long read64(long address);

    /** Writes a little-endian 64-bit word. */
    void write64(long address, long value);
}
