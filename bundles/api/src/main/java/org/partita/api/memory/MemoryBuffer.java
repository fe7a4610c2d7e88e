package org.partita.api.memory;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffa.ConstituentRange;

/** A buffer that an endpoint allocated for one transaction descriptor, while its partition manager has it mapped (FF-A 12.2.1). */
@ProviderType
public interface MemoryBuffer {
    /** Physical ranges. */
    List<ConstituentRange> ranges();

    /** Bytes. */
    long size();

    /** Copies out of it, from its first byte on. */
    void read(MemorySegment to);

    /** Copies into it, from its first byte on. */
    void write(MemorySegment from);
}
