package org.partita.hardware.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.partita.api.memory.MemoryRange;

/** The ranges in order of address, none of which overlaps another. Immutable but for the pages of its spans. */
final class AddressMap {
    static final AddressMap EMPTY = new AddressMap(new Span[0], List.of());

    private static final long PAGE_LIMIT = 1L << 40;

    private final Span[] spans;
    private final List<MemoryRange> ranges;
    private final List<Long> inherited;

    private AddressMap(Span[] spans, List<Long> inherited) {
        this.spans = spans;
        this.inherited = inherited;
        List<MemoryRange> all = new ArrayList<>();
        for (Span span : spans) {
            all.add(span.range());
        }
        ranges = List.copyOf(all);
    }

    /**
     * A map of these ranges, in any order; ranges that this map has too keep their pages.
     *
     * @throws IllegalArgumentException if ranges overlap (FF-A 2.6: one security state for each region), have the same
     *     name, or can't be modelled
     */
    AddressMap with(List<MemoryRange> wanted) {
        List<MemoryRange> sorted = new ArrayList<>(wanted);
        sorted.sort(Comparator.comparingLong(MemoryRange::base));
        requireDistinct(sorted);
        Span[] next = new Span[sorted.size()];
        for (int i = 0; i < next.length; i++) {
            MemoryRange range = Span.check(sorted.get(i));
            Span kept = find(range.base());
            next[i] = kept != null && kept.range().equals(range) ? kept : new Span(range);
        }
        return new AddressMap(next, inherited);
    }

    /**
     * This map, and pages that were in use before: page numbers in the address space of their range.
     *
     * @throws IllegalArgumentException if a page lies in no range
     */
    AddressMap inheriting(List<Long> pages) {
        for (long page : pages) {
            if (page < 0 || page >= PAGE_LIMIT || find(page << Span.PAGE_SHIFT) == null) {
                throw new IllegalArgumentException(
                        "page number 0x" + Long.toHexString(page) + " is in use but lies in no range");
            }
        }
        return new AddressMap(spans, List.copyOf(pages));
    }

    private static void requireDistinct(List<MemoryRange> sorted) {
        Map<String, MemoryRange> names = new HashMap<>();
        for (int i = 0; i < sorted.size(); i++) {
            MemoryRange range = sorted.get(i);
            MemoryRange namesake = names.putIfAbsent(range.name(), range);
            if (namesake != null) {
                throw new IllegalArgumentException("ranges " + text(namesake) + " and " + text(range)
                        + " have the same name; messages need different ones: rename one");
            }
            if (i > 0 && sorted.get(i - 1).overlaps(range.base(), range.size())) {
                throw new IllegalArgumentException("ranges " + text(sorted.get(i - 1)) + " and " + text(range)
                        + " overlap; each region belongs to one address space (FF-A 2.6): move or shrink one");
            }
        }
    }

    static String text(MemoryRange range) {
        return "<%s 0x%x+0x%x %s%s>"
                .formatted(
                        range.name(),
                        range.base(),
                        range.size(),
                        range.secure() ? "secure" : "nonsecure",
                        range.device() ? " device" : "");
    }

    List<MemoryRange> ranges() {
        return ranges;
    }

    /** The first range that would be gone or changed if these were the ranges, or null. */
    @Nullable
    MemoryRange lostIn(List<MemoryRange> wanted) {
        for (MemoryRange range : ranges) {
            if (!wanted.contains(range)) {
                return range;
            }
        }
        return null;
    }

    /** The span that holds this address, or null. */
    @Nullable
    Span find(long address) {
        for (Span span : spans) {
            if (span.contains(address)) {
                return span;
            }
        }
        return null;
    }

    /** Numbers of the pages in use, here or before. */
    List<Long> pagesInUse() {
        Set<Long> pages = new LinkedHashSet<>(inherited);
        for (Span span : spans) {
            span.forEachTouched(pages::add);
        }
        return List.copyOf(pages);
    }
}
