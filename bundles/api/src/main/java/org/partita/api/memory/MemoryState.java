package org.partita.api.memory;

import java.util.List;

/**
 * What a memory model hands to its successor; contents stay in core's {@link PageStore}.
 *
 * @param schema {@code org.partita.memory}
 * @param version 1
 * @param ranges the ranges
 * @param pages page numbers that have been touched, in no order
 */
public record MemoryState(String schema, int version, List<MemoryRange> ranges, List<Long> pages) {
    /** Name of the schema. */
    public static final String SCHEMA = "org.partita.memory";

    public MemoryState {
        ranges = List.copyOf(ranges);
        pages = List.copyOf(pages);
    }
}
