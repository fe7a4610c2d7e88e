package org.partita.core.state;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;

/** Physical pages that must not be executed, whatever their mappings say. A page may be entered several times. */
final class ExecuteNever {
    static final ExecuteNever NOTHING = new ExecuteNever(List.of());

    private final List<ConstituentRange> entered;

    /** All of it in order of address, without overlaps. */
    private final List<ConstituentRange> pages;

    private ExecuteNever(List<ConstituentRange> entered) {
        this.entered = entered;
        pages = disjoint(entered);
    }

    /** These pages as well. */
    ExecuteNever with(List<ConstituentRange> physical) {
        List<ConstituentRange> all = new ArrayList<>(entered);
        all.addAll(physical);
        return new ExecuteNever(List.copyOf(all));
    }

    /** Without these, entered together before. */
    ExecuteNever without(List<ConstituentRange> physical) {
        List<ConstituentRange> rest = new ArrayList<>(entered);
        physical.forEach(rest::remove);
        return new ExecuteNever(List.copyOf(rest));
    }

    private static List<ConstituentRange> disjoint(List<ConstituentRange> entered) {
        List<ConstituentRange> sorted = new ArrayList<>(entered);
        sorted.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
        List<ConstituentRange> disjoint = new ArrayList<>(sorted.size());
        for (ConstituentRange r : sorted) {
            ConstituentRange last = disjoint.isEmpty() ? null : disjoint.getLast();
            if (last == null || Long.compareUnsigned(end(last), r.address()) < 0) {
                disjoint.add(r);
            } else if (Long.compareUnsigned(end(r), end(last)) > 0) {
                int both = (int) ((end(r) - last.address()) / PhysicalMemory.PAGE_SIZE);
                disjoint.set(disjoint.size() - 1, new ConstituentRange(last.address(), both));
            }
        }
        return List.copyOf(disjoint);
    }

    /** Mappings, cut where a part of them must not be executed: the same list if there is none that can be. */
    List<Mapping> applied(List<Mapping> declared) {
        if (pages.isEmpty() || !executable(declared)) {
            return declared;
        }
        List<Mapping> effective = new ArrayList<>(declared.size());
        Cut cut = new Cut(pages, effective::add, m -> effective.add(m.withAccess(m.read(), m.write(), false)));
        for (Mapping m : declared) {
            if (m.execute()) {
                cut.add(m);
            } else {
                effective.add(m);
            }
        }
        return List.copyOf(effective);
    }

    private static boolean executable(List<Mapping> mappings) {
        for (Mapping m : mappings) {
            if (m.execute()) {
                return true;
            }
        }
        return false;
    }

    private static long end(ConstituentRange r) {
        return r.address() + Integer.toUnsignedLong(r.pages()) * PhysicalMemory.PAGE_SIZE;
    }
}
