package org.partita.core.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.memory.Mapping;

/** Two lists of mappings in one, in order of address; what was cut is one mapping again when its parts are back. */
final class Merged {
    private final Mapping[] merged;
    private int count;

    /** Not in the list yet: it may go on. */
    private @Nullable Mapping first;

    private @Nullable Mapping last;
    private int pages;

    private Merged(int capacity) {
        merged = new Mapping[capacity];
    }

    /** @param more in order of address, as those that are there */
    static List<Mapping> of(List<Mapping> there, List<Mapping> more) {
        Mapping[] a = there.toArray(new Mapping[0]);
        Mapping[] b = more.toArray(new Mapping[0]);
        Merged merged = new Merged(a.length + b.length);
        int j = 0;
        for (Mapping m : a) {
            while (j < b.length && Long.compareUnsigned(b[j].address(), m.address()) < 0) {
                merged.add(b[j++]);
            }
            merged.add(m);
        }
        while (j < b.length) {
            merged.add(b[j++]);
        }
        merged.end();
        boolean full = merged.count == merged.merged.length;
        return List.of(full ? merged.merged : Arrays.copyOf(merged.merged, merged.count));
    }

    /** The mappings in order of address: the same list, if they are. */
    static List<Mapping> sorted(List<Mapping> mappings) {
        long last = 0;
        for (Mapping m : mappings) {
            if (Long.compareUnsigned(m.address(), last) < 0) {
                List<Mapping> copy = new ArrayList<>(mappings);
                copy.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
                return copy;
            }
            last = m.address();
        }
        return mappings;
    }

    private void add(Mapping m) {
        if (last != null && last.goesOnIn(m)) {
            pages += m.pages();
        } else {
            end();
            first = m;
            pages = 0;
        }
        last = m;
    }

    private void end() {
        if (first != null) {
            merged[count++] = pages == 0 ? first : first.longer(pages);
        }
    }
}
