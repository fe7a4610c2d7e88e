package org.partita.lib.relayer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.memory.TranslationRegime;

/** Whether pages can be a buffer of an endpoint: what its translation regime says (FF-A 4.2.2.3, Table 4.3). */
public final class BufferPages {
    private BufferPages() {}

    /**
     * The physical ranges behind pages that are mapped as a buffer needs it: Normal memory of the endpoint's Security
     * state, readable, and writable if the endpoint is the producer. What is executable there is no longer while it is a
     * buffer.
     *
     * @param address VA or IPA, page aligned
     * @param pages 4 KiB pages
     * @return empty if a page is not mapped so
     */
    public static List<ConstituentRange> accessible(
            TranslationRegime regime, long address, int pages, boolean secure, boolean write) {
        for (int i = 0; i < pages; i++) {
            long page = address + (long) i * PhysicalMemory.PAGE_SIZE;
            Mapping mapping = regime.find(page, PhysicalMemory.PAGE_SIZE);
            if (mapping == null || !suits(mapping, secure, write)) {
                return List.of();
            }
        }
        return regime.physical(address, pages);
    }

    /** Whether one of these physical pages is in a buffer pair: a Relayer has access to that (FF-A 4.2.2). */
    public static boolean overlap(@Nullable RxTxPair pair, List<ConstituentRange> physical) {
        return pair != null && pair.mapped() && new SortedRanges(pair.rx(), pair.tx()).overlap(physical);
    }

    private static boolean suits(Mapping mapping, boolean secure, boolean write) {
        boolean access = mapping.read() && (mapping.write() || !write);
        return mapping.secure() == secure && !mapping.device() && access;
    }
}
