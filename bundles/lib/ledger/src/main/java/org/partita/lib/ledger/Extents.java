package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Holding;
import org.partita.api.memory.PhysicalMemory;

/** Physical ranges by their base address, without gaps between neighbours that belong together. */
final class Extents {
    /** What holds for all pages of an extent. */
    record Content(boolean secure, int owner, @Nullable Entry entry) {
        Content owned(int by, @Nullable Entry now) {
            return new Content(secure, by, now);
        }
    }

    private record Extent(long end, Content content) {}

    private final TreeMap<Long, Extent> byBase = new TreeMap<>();

    /** Adds memory. */
    void add(long base, long size, Content content) {
        byBase.put(base, new Extent(base + size, content));
    }

    /** Whether all pages exist and their content suits. */
    boolean all(List<ConstituentRange> ranges, Predicate<Content> suits) {
        for (ConstituentRange r : ranges) {
            if (!all(r.address(), end(r), suits)) {
                return false;
            }
        }
        return !ranges.isEmpty();
    }

    private boolean all(long base, long end, Predicate<Content> suits) {
        if (base < 0 || end <= base) {
            // beyond 63 bits there is no memory
            return false;
        }
        long at = base;
        while (at < end) {
            Map.Entry<Long, Extent> e = byBase.floorEntry(at);
            if (e == null || e.getValue().end <= at || !suits.test(e.getValue().content)) {
                return false;
            }
            at = e.getValue().end;
        }
        return true;
    }

    /** Whether some pages exist whose content suits. */
    boolean any(List<ConstituentRange> ranges, Predicate<Content> suits) {
        for (ConstituentRange r : ranges) {
            Map.Entry<Long, Extent> e = byBase.lowerEntry(end(r));
            while (e != null && e.getValue().end > r.address()) {
                if (suits.test(e.getValue().content)) {
                    return true;
                }
                e = byBase.lowerEntry(e.getKey());
            }
        }
        return false;
    }

    /** What somebody owns, in order of address. */
    List<ConstituentRange> owned(int owner) {
        List<ConstituentRange> ranges = new ArrayList<>();
        byBase.forEach((base, e) -> {
            if (e.content.owner == owner) {
                ranges.add(new ConstituentRange(base, (int) ((e.end - base) / PhysicalMemory.PAGE_SIZE)));
            }
        });
        return ranges;
    }

    /** Gives existing pages another owner and entry. */
    void assign(List<ConstituentRange> ranges, int owner, @Nullable Entry entry) {
        for (ConstituentRange r : ranges) {
            split(r.address());
            split(end(r));
            for (Map.Entry<Long, Extent> e : byBase.subMap(r.address(), end(r)).entrySet()) {
                Extent was = e.getValue();
                e.setValue(new Extent(was.end, was.content.owned(owner, entry)));
            }
            join(r.address(), end(r));
        }
    }

    /** Hands everything over that suits. */
    void hand(Predicate<Content> suits, ToIntFunction<Content> owner) {
        for (Map.Entry<Long, Extent> e : byBase.entrySet()) {
            Content c = e.getValue().content;
            if (suits.test(c)) {
                e.setValue(new Extent(e.getValue().end, c.owned(owner.applyAsInt(c), c.entry)));
            }
        }
        if (!byBase.isEmpty()) {
            join(byBase.firstKey(), byBase.lastKey());
        }
    }

    private void split(long at) {
        Map.Entry<Long, Extent> e = byBase.lowerEntry(at);
        if (e != null && e.getValue().end > at) {
            Extent whole = e.getValue();
            byBase.put(e.getKey(), new Extent(at, whole.content));
            byBase.put(at, whole);
        }
    }

    /** Joins the extents in a range with each other and with their neighbours where they are alike. */
    private void join(long base, long end) {
        Map.Entry<Long, Extent> left = byBase.lowerEntry(base);
        long from = left == null ? base : left.getKey();
        List<Long> bases = new ArrayList<>(byBase.subMap(from, true, end, true).keySet());
        Long last = null;
        for (Long b : bases) {
            Extent here = byBase.get(b);
            Extent before = last == null ? null : byBase.get(last);
            if (last != null
                    && here != null
                    && before != null
                    && before.end == b
                    && before.content.equals(here.content)) {
                byBase.put(last, new Extent(here.end, here.content));
                byBase.remove(b);
            } else {
                last = b;
            }
        }
    }

    /** All of it, in order. */
    List<Holding> holdings() {
        List<Holding> all = new ArrayList<>(byBase.size());
        byBase.forEach((base, e) -> {
            Entry entry = e.content.entry;
            long pages = (e.end - base) / PhysicalMemory.PAGE_SIZE;
            all.add(new Holding(base, pages, e.content.secure, e.content.owner, entry == null ? null : entry.grant));
        });
        return all;
    }

    static long end(ConstituentRange r) {
        return r.address() + Integer.toUnsignedLong(r.pages()) * PhysicalMemory.PAGE_SIZE;
    }
}
