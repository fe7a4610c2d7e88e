package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;

/** Mappings of a region for a Receiver. */
final class Views {
    private Views() {}

    /** Both lists of ranges, which are the same for who sees the region at its physical addresses, cut where one of them begins a new one. */
    @SuppressWarnings("ReferenceEquality") // what is equal and not the same goes the long way, to the same end
    static List<Mapping> mappings(Grant grant, Borrower.View as) {
        String name = "grant-0x" + Long.toHexString(grant.handle());
        if (as.at() == grant.ranges()) {
            return identical(grant, as, name);
        }
        List<Mapping> mappings = new ArrayList<>(grant.ranges().size());
        int r = 0;
        int v = 0;
        long doneOfRange = 0;
        long doneOfView = 0;
        while (r < grant.ranges().size() && v < as.at().size()) {
            ConstituentRange range = grant.ranges().get(r);
            ConstituentRange view = as.at().get(v);
            long left = Integer.toUnsignedLong(range.pages()) - doneOfRange;
            long room = Integer.toUnsignedLong(view.pages()) - doneOfView;
            long pages = Math.min(left, room);
            mappings.add(mapping(
                    grant,
                    view.address() + doneOfView * PhysicalMemory.PAGE_SIZE,
                    range.address() + doneOfRange * PhysicalMemory.PAGE_SIZE,
                    (int) pages,
                    as,
                    name));
            doneOfRange = pages == left ? 0 : doneOfRange + pages;
            doneOfView = pages == room ? 0 : doneOfView + pages;
            r += pages == left ? 1 : 0;
            v += pages == room ? 1 : 0;
        }
        return mappings;
    }

    private static List<Mapping> identical(Grant grant, Borrower.View as, String name) {
        Mapping[] mappings = new Mapping[as.at().size()];
        for (int i = 0; i < mappings.length; i++) {
            ConstituentRange r = as.at().get(i);
            mappings[i] = mapping(grant, r.address(), r.address(), r.pages(), as, name);
        }
        return List.of(mappings);
    }

    private static Mapping mapping(Grant grant, long address, long physical, int pages, Borrower.View as, String name) {
        return new Mapping(
                address,
                physical,
                pages,
                true,
                as.data() == DataAccess.READ_WRITE,
                as.instruction() == InstructionAccess.EXECUTABLE,
                grant.secure(),
                as.attributes(),
                name);
    }
}
