package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.it.memory.MemoryAbi;

/** Shares of so many ranges that neither descriptor fits a buffer (FF-A 12.2.2), on pages that nothing else is done with. */
final class Lengthy {
    /** One more than a description of 4 KiB can have for one Receiver. */
    private static final int RANGES = 254;

    static final int PAGES = 2 * RANGES;
    private static final int FRAGMENT = 2048;

    private Lengthy() {}

    /** Shared, retrieved, relinquished and reclaimed. */
    static void run(Endpoints endpoints, Model model, Operation.Lengthy s) {
        MemoryAbi sender = endpoints.at(s.caller()).through(0, 0).inFragments(FRAGMENT);
        MemoryAbi receiver = endpoints.at(s.receiver()).through(0, 0).inFragments(Integer.MAX_VALUE);
        List<ConstituentRange> ranges =
                MemoryAbi.scattered(Mortals.lengthy(model.parties().at(s.caller())), RANGES);
        long handle = sender.handle(FunctionId.FFA_MEM_SHARE, ranges, MemoryAbi.reader(s.receiver()));
        long content = model.freshContent();
        sender.write(ranges.getLast().address(), content);
        receiver.retrieve(s.caller(), handle);
        CompositeRegion region = Objects.requireNonNull(receiver.retrieved().region());
        List<Long> addresses = Model.addresses(region.ranges());
        assertThat(addresses).as("pages").hasSize(RANGES).doesNotHaveDuplicates();
        assertThat(receiver.read(addresses.getLast())).as("last page").isEqualTo(content);
        receiver.relinquish(handle).success();
        sender.reclaim(handle).success();
    }
}
