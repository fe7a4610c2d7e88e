package org.partita.api.descriptor;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.DescriptorException;
import org.partita.api.ffa.Layouts;

/**
 * Reads the composites of one transaction, each once. All together have to fit behind the endpoint array, so that entries
 * which lead into the same bytes by many offsets can't make the reader allocate more than the descriptor is long.
 */
final class RegionReader {
    private final MemorySegment from;
    private final long first;
    private long room;
    private long lastOffset;
    private @Nullable CompositeRegion last;
    /** Those read before the last: mostly there is one. */
    private Map<Long, CompositeRegion> others = Map.of();

    RegionReader(MemorySegment from, long first) {
        this.from = from;
        this.first = first;
        this.room = from.byteSize() - first;
    }

    /** The region whose offset stands at {@code field}; null for offset 0. */
    @Nullable
    CompositeRegion at(long field) {
        long offset = Integer.toUnsignedLong(Layouts.u32(from, field));
        if (offset == 0) {
            return null;
        }
        CompositeRegion before = last;
        if (before != null && offset == lastOffset) {
            return before;
        }
        CompositeRegion known = others.get(offset);
        CompositeRegion region = known == null ? read(offset, field) : known;
        if (before != null) {
            if (others.isEmpty()) {
                others = new HashMap<>();
            }
            others.put(lastOffset, before);
        }
        lastOffset = offset;
        last = region;
        return region;
    }

    private CompositeRegion read(long offset, long field) {
        if (offset < first || offset > from.byteSize() - CompositeRegion.HEADER) {
            throw new DescriptorException(
                    MemoryRules.COMPOSITE_OFFSET,
                    field,
                    offset,
                    offset + ", the array ends at " + first + ", the descriptor at " + from.byteSize());
        }
        // a count beyond the descriptor itself is the composite's fault, and found there
        long claimed = CompositeRegion.HEADER + CompositeRegion.count(from, offset) * ConstituentRange.SIZE;
        if (claimed > room && claimed <= from.byteSize() - offset) {
            throw new DescriptorException(
                    MemoryRules.COMPOSITE_OFFSET, field, offset, offset + ", a composite that overlaps another");
        }
        CompositeRegion region = CompositeRegion.decode(from, offset);
        room -= region.size();
        return region;
    }
}
