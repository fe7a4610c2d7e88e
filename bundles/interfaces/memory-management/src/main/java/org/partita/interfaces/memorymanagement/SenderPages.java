package org.partita.interfaces.memorymanagement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.memory.TranslationRegime;

/**
 * What a Sender described, as its manager sees it (FF-A 5.10.1, 5.11.2, 5.11.4).
 *
 * @param physical the physical ranges in the order of the description
 * @param writes whether all pages are writable for the Sender
 * @param secure whether all pages are Secure memory; null if they are not alike
 * @param attributes the least permissive attributes of the pages
 */
record SenderPages(
        List<ConstituentRange> physical,
        boolean writes,
        @Nullable Boolean secure,
        MemoryAttributes attributes) {
    SenderPages {
        physical = List.copyOf(physical);
    }

    /** The pages behind addresses of the Sender, or null if not all are mapped for it. */
    static @Nullable SenderPages translated(TranslationRegime regime, List<ConstituentRange> described) {
        // null as long as addresses are physical ones: identity mapped
        List<ConstituentRange> other = null;
        boolean writes = true;
        Boolean secure = null;
        boolean mixed = false;
        MemoryAttributes attributes = MemoryAttributes.NORMAL_WRITE_BACK_OUTER_SHAREABLE;
        Mapping m = null;
        for (int i = 0; i < described.size(); i++) {
            ConstituentRange range = described.get(i);
            long at = range.address();
            long left = Integer.toUnsignedLong(range.pages()) * PhysicalMemory.PAGE_SIZE;
            while (left > 0) {
                if (m == null || at < m.address() || at >= m.end()) {
                    m = regime.find(at, PhysicalMemory.PAGE_SIZE);
                    if (m == null) {
                        return null;
                    }
                    writes &= m.write();
                    mixed |= secure != null && secure != m.secure();
                    secure = m.secure();
                    attributes = most(attributes, m.attributes());
                }
                long part = Math.min(left, m.end() - at);
                long behind = m.physical() + at - m.address();
                boolean goesOn = at != range.address();
                if (other == null && (goesOn || part < left || behind != at)) {
                    other = new ArrayList<>(described.subList(0, i));
                }
                if (other != null) {
                    add(other, behind, (int) (part / PhysicalMemory.PAGE_SIZE), goesOn);
                }
                at += part;
                left -= part;
            }
        }
        return new SenderPages(other == null ? described : other, writes, mixed ? null : secure, attributes);
    }

    /** The most permissive attributes that are within both. */
    private static MemoryAttributes most(MemoryAttributes a, MemoryAttributes b) {
        if (b.within(a)) {
            return b;
        }
        MemoryAttributes most = MemoryAttributes.NOT_SPECIFIED;
        for (MemoryAttributes each : MemoryAttributes.values()) {
            if (each.within(a) && each.within(b) && most.within(each)) {
                most = each;
            }
        }
        return most;
    }

    /** Adds pages to the last range if they go on where it ends, and the Sender described them as one. */
    private static void add(List<ConstituentRange> physical, long address, int pages, boolean goesOn) {
        ConstituentRange last = goesOn ? physical.getLast() : null;
        if (last != null && last.address() + (long) last.pages() * PhysicalMemory.PAGE_SIZE == address) {
            physical.set(physical.size() - 1, new ConstituentRange(last.address(), last.pages() + pages));
        } else {
            physical.add(new ConstituentRange(address, pages));
        }
    }

    /** The Normal world describes its pages by physical addresses; how it maps them is its own affair. */
    static SenderPages ofNormalWorld(List<ConstituentRange> physical) {
        return new SenderPages(physical, true, false, MemoryAttributes.NORMAL_WRITE_BACK_OUTER_SHAREABLE);
    }
}
