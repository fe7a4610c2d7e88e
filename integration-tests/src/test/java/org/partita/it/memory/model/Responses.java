package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.ffa.ConstituentRange;

/** What FFA_MEM_RETRIEVE_RESP says of one Receiver. */
final class Responses {
    private Responses() {}

    static EndpointAccess only(List<EndpointAccess> entries, int id) {
        List<EndpointAccess> found =
                entries.stream().filter(e -> e.endpoint() == id).toList();
        assertThat(found).as("entries of %04x in %s", id, entries).hasSize(1);
        return found.getFirst();
    }

    /** Where the Receiver wanted the pages, or else where the response says that they are. */
    static List<Long> addresses(
            Operation.Retrieve s, @Nullable CompositeRegion response, @Nullable CompositeRegion wanted) {
        if (wanted != null) {
            assertThat(response).as("region of the response (FF-A 5.12.3.3)").isNull();
            return Model.addresses(wanted.ranges());
        }
        assertThat(response).as("region of the response").isNotNull();
        List<ConstituentRange> ranges = Objects.requireNonNull(response).ranges();
        assertThat(aligned(s, ranges)).as("%s are aligned as asked for", ranges).isTrue();
        return Model.addresses(ranges);
    }

    /** Whether addresses are as the hint of a request says, if there is one (FF-A Table 5.21). */
    static boolean aligned(Operation.Retrieve s, List<ConstituentRange> ranges) {
        long boundary = (long) Model.PAGE_SIZE << (s.flags() >> 5 & 15);
        return (s.flags() & 1 << 9) == 0 || ranges.stream().allMatch(r -> r.address() % boundary == 0);
    }
}
