package org.partita.interfaces.memorymanagement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.ResponseFlags;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.MemoryLedger;

/**
 * A region is mapped for all Receivers of a request, or for none.
 *
 * @param requests one for each Receiver
 * @param views how each sees the region
 */
record Retrieval(MemoryLedger ledger, List<Request> requests, List<Borrower.View> views) {
    Grant grant() {
        return requests.getFirst().grant();
    }

    /** Whether the caller asked for time slices. */
    boolean sliced() {
        return requests.getFirst().flags().timeSlice();
    }

    /** @return false if the transaction has changed since the requests were checked */
    boolean made() {
        if (requests.size() == 1) {
            return ledger.retrieve(grant(), receiver(0), views.getFirst(), zeroAfter()) != null;
        }
        MemoryChange change = begun();
        if (change == null) {
            return false;
        }
        change.apply(Integer.MAX_VALUE);
        change.commit();
        return true;
    }

    /** @return null if the transaction has changed since the requests were checked */
    @Nullable
    MemoryChange begun() {
        Map<Integer, Borrower.View> all = new LinkedHashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            all.put(receiver(i), views.get(i));
        }
        return ledger.beginRetrieve(grant(), all, zeroAfter());
    }

    private int receiver(int i) {
        return requests.get(i).borrower().id();
    }

    private boolean zeroAfter() {
        return requests.getFirst().flags().zeroAfterRelinquish();
    }

    /** What FFA_MEM_RETRIEVE_RESP carries. */
    byte[] description() {
        List<EndpointAccess> entries = new ArrayList<>();
        for (int i = 0; i < views.size(); i++) {
            Request request = requests.get(i);
            Borrower.View view = views.get(i);
            @Nullable CompositeRegion region = request.chosen() == null ? CompositeRegion.of(view.at()) : null;
            entries.add(new EndpointAccess(receiver(i), view.data(), view.instruction(), region));
        }
        return MemoryTransaction.response(
                        grant().sender(),
                        views.getFirst().attributes(),
                        new ResponseFlags(Retrieve.zeroed(grant()), grant().type()),
                        grant().handle(),
                        grant().tag(),
                        entries)
                .encoded();
    }
}
