package org.partita.core.state;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;

/** Cuts mappings where a part of them must not be executed. */
final class ExecuteNever {
    private ExecuteNever() {}

    /** A mapping in up to three parts, of which the one in the physical range is not executable. */
    static List<Mapping> cut(Mapping m, ConstituentRange range) {
        long size = m.end() - m.address();
        long from = Math.clamp(range.address() - m.physical(), 0, size);
        long bytes = Integer.toUnsignedLong(range.pages()) * PhysicalMemory.PAGE_SIZE;
        long to = Math.clamp(range.address() + bytes - m.physical(), 0, size);
        if (!m.execute() || from >= to) {
            return List.of(m);
        }
        List<Mapping> parts = new ArrayList<>();
        add(parts, m, 0, from);
        parts.add(m.part(from, to).withAccess(m.read(), m.write(), false));
        add(parts, m, to, size);
        return parts;
    }

    private static void add(List<Mapping> parts, Mapping m, long from, long to) {
        if (from < to) {
            parts.add(m.part(from, to));
        }
    }
}
