package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Origin;
import org.partita.api.memory.PhysicalMemory;

/**
 * Who owns which physical ranges, and which of them take part in transactions. Extents are kept in order of address, without
 * gaps between neighbours that belong together. Costs grow with the number of ranges that are asked for or changed; what lies
 * behind a change is moved as a block.
 */
final class Extents {
    /**
     * What holds for all pages of an extent.
     *
     * @param origin what made the owner of it, or null: it was set up with it
     */
    record Content(boolean secure, int owner, @Nullable Origin origin) {
        Content owned(int by, @Nullable Origin since) {
            return new Content(secure, by, since);
        }

        boolean like(Content other) {
            return owner == other.owner && secure == other.secure && Objects.equals(origin, other.origin);
        }
    }

    private final Marks granted = new Marks();

    private Table table = new Table();

    /** What is written for a change; its arrays are used again. */
    private Table next = new Table();

    /** Adds memory that is not there yet. */
    void add(long base, long size, Content content) {
        next.clear();
        int i = table.firstEndingAfter(base, 0);
        next.copy(table, 0, i);
        next.append(base, base + size, content);
        next.copy(table, i, table.count);
        swap();
    }

    private void swap() {
        Table was = table;
        table = next;
        next = was;
        next.clear();
    }

    /** Whether all pages exist and their content suits. */
    boolean all(List<ConstituentRange> ranges, Predicate<Content> suits) {
        Content suiting = null;
        int i = 0;
        // the extent that the last range ended in
        long base = 0;
        long end = 0;
        for (ConstituentRange r : ranges) {
            long at = r.address();
            long last = end(r);
            if (at < 0 || last <= at) {
                // beyond 63 bits there is no memory
                return false;
            }
            while (at < base || last > end) {
                i = table.firstEndingAfter(at, i);
                if (i == table.count || table.bases[i] > at) {
                    return false;
                }
                base = table.bases[i];
                end = table.ends[i];
                Content c = table.contents[i];
                if (c != suiting && !suits.test(c)) {
                    return false;
                }
                suiting = c;
                at = Math.min(end, last);
                if (at == last) {
                    break;
                }
            }
        }
        return !ranges.isEmpty();
    }

    /** Whether some pages take part in a transaction. */
    boolean granted(List<ConstituentRange> ranges) {
        return granted.any(ranges);
    }

    /** Pages that take part in none take part in a transaction from now on. */
    void grant(Entry entry) {
        granted.put(entry.sorted, entry);
    }

    /** All pages of a transaction leave it. */
    void release(Entry entry) {
        granted.remove(entry.sorted);
    }

    /** What somebody owns, in order of address. */
    List<ConstituentRange> owned(int owner) {
        List<ConstituentRange> ranges = new ArrayList<>();
        for (int i = 0; i < table.count; i++) {
            if (table.contents[i].owner == owner) {
                long pages = (table.ends[i] - table.bases[i]) / PhysicalMemory.PAGE_SIZE;
                ranges.add(new ConstituentRange(table.bases[i], (int) pages));
            }
        }
        return ranges;
    }

    /**
     * Gives existing pages to an owner; what takes part in a transaction goes on to.
     *
     * @param ranges none of which overlap
     * @param origin what makes it the owner, or null
     */
    void own(List<ConstituentRange> ranges, int owner, @Nullable Origin origin) {
        if (table.count == 0 || ranges.isEmpty()) {
            return;
        }
        List<ConstituentRange> sorted = Entry.sorted(ranges);
        // with the neighbours on both sides, which may be alike afterwards
        int from = Math.max(table.firstEndingAfter(sorted.getFirst().address(), 0) - 1, 0);
        Content was = table.contents[from];
        Content now = was.owned(owner, origin);
        int i = from;
        long base = table.bases[i];
        long end = table.ends[i];
        // of extent i the part from base to end is not written yet
        for (ConstituentRange r : sorted) {
            long first = r.address();
            long last = end(r);
            while (end <= first && i < table.count) {
                next.append(base, end, table.contents[i]);
                i++;
                base = table.base(i);
                end = table.end(i);
            }
            while (base < last && i < table.count) {
                Content c = table.contents[i];
                if (c != was) {
                    was = c;
                    now = c.owned(owner, origin);
                }
                next.append(base, Math.max(base, first), c);
                next.append(Math.max(base, first), Math.min(end, last), now);
                base = Math.min(end, last);
                if (end > last) {
                    break;
                }
                i++;
                base = table.base(i);
                end = table.end(i);
            }
        }
        for (int more = Math.min(i + 2, table.count); i < more; i++) {
            next.append(Math.max(base, table.bases[i]), table.ends[i], table.contents[i]);
        }
        table.replace(from, i, next);
        next.clear();
    }

    /** Changes everything that suits. */
    void hand(Predicate<Content> suits, UnaryOperator<Content> change) {
        for (int i = 0; i < table.count; i++) {
            Content c = table.contents[i];
            Content now = suits.test(c) ? change.apply(c) : c;
            next.append(table.bases[i], table.ends[i], now);
        }
        swap();
    }

    /** All of it, in order. */
    List<Holding> holdings() {
        List<Holding> all = new ArrayList<>(table.count + granted.count());
        int mark = 0;
        for (int i = 0; i < table.count; i++) {
            long at = table.bases[i];
            long end = table.ends[i];
            while (granted.base(mark) < end) {
                Entry entry = granted.entry(mark);
                long base = Math.max(at, granted.base(mark));
                int behind = mark + 1;
                while (granted.base(behind) == granted.end(behind - 1) && granted.entry(behind) == entry) {
                    behind++;
                }
                long last = granted.end(behind - 1);
                hold(all, at, base, table.contents[i], null);
                hold(all, base, Math.min(last, end), table.contents[i], entry);
                at = Math.min(last, end);
                if (last > end) {
                    // goes on in the next extent, which has another origin
                    break;
                }
                mark = behind;
            }
            hold(all, at, end, table.contents[i], null);
        }
        return all;
    }

    private static void hold(List<Holding> all, long base, long end, Content c, @Nullable Entry entry) {
        if (base < end) {
            long pages = (end - base) / PhysicalMemory.PAGE_SIZE;
            all.add(new Holding(base, pages, c.secure, c.owner, c.owner, entry == null ? null : entry.grant, c.origin));
        }
    }

    static long end(ConstituentRange r) {
        return r.address() + Integer.toUnsignedLong(r.pages()) * PhysicalMemory.PAGE_SIZE;
    }

    /** Extents in order of address. */
    private static final class Table {
        private static final int FIRST_CAPACITY = 16;
        private static final Content NONE = new Content(false, 0, null);

        long[] bases = new long[FIRST_CAPACITY];
        long[] ends = new long[FIRST_CAPACITY];
        Content[] contents = none(FIRST_CAPACITY);
        int count;

        private static Content[] none(int length) {
            Content[] contents = new Content[length];
            Arrays.fill(contents, NONE);
            return contents;
        }

        void clear() {
            Arrays.fill(contents, 0, count, NONE);
            count = 0;
        }

        /** Of an extent, or of none behind the last. */
        long base(int i) {
            return i < count ? bases[i] : Long.MAX_VALUE;
        }

        long end(int i) {
            return i < count ? ends[i] : Long.MAX_VALUE;
        }

        /** Adds an extent behind the last; one with it if they adjoin and are alike. */
        void append(long base, long end, Content content) {
            if (base >= end) {
                return;
            }
            int last = count - 1;
            if (last >= 0 && ends[last] == base && contents[last].like(content)) {
                ends[last] = end;
                return;
            }
            require(count + 1);
            bases[count] = base;
            ends[count] = end;
            contents[count] = content;
            count++;
        }

        void copy(Table from, int first, int end) {
            for (int i = first; i < end; i++) {
                append(from.bases[i], from.ends[i], from.contents[i]);
            }
        }

        /** Puts all of another table in the place of some extents. */
        void replace(int first, int end, Table by) {
            int behind = count - end;
            int now = first + by.count + behind;
            require(now);
            move(this, end, first + by.count, behind);
            move(by, 0, first, by.count);
            if (now < count) {
                Arrays.fill(contents, now, count, NONE);
            }
            count = now;
        }

        private void move(Table from, int first, int to, int length) {
            System.arraycopy(from.bases, first, bases, to, length);
            System.arraycopy(from.ends, first, ends, to, length);
            System.arraycopy(from.contents, first, contents, to, length);
        }

        private void require(int capacity) {
            if (capacity > bases.length) {
                int length = Math.max(capacity, bases.length * 2);
                bases = Arrays.copyOf(bases, length);
                ends = Arrays.copyOf(ends, length);
                Content[] more = none(length);
                System.arraycopy(contents, 0, more, 0, count);
                contents = more;
            }
        }

        /** Of the first extent that ends behind an address; {@code near} is a good place to look first. */
        int firstEndingAfter(long address, int near) {
            for (int i = near; i < count && i < near + 2; i++) {
                if (ends[i] > address && (i == 0 || ends[i - 1] <= address)) {
                    return i;
                }
            }
            int low = 0;
            int high = count;
            while (low < high) {
                int mid = (low + high) >>> 1;
                if (ends[mid] <= address) {
                    low = mid + 1;
                } else {
                    high = mid;
                }
            }
            return low;
        }
    }
}
