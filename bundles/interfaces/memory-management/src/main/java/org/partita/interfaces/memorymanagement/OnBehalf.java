package org.partita.interfaces.memorymanagement;

import static org.partita.interfaces.memorymanagement.SendRules.invalid;

import java.util.List;
import org.partita.api.call.PlatformState;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.smmu.Sepid;

/**
 * Those for whom a caller retrieves and relinquishes: itself, and the dependent devices that it is the proxy endpoint of (FF-A
 * 5.2.1, 5.12.3.2, 11.6.1).
 *
 * @param caller 16-bit ID
 */
record OnBehalf(PlatformState state, int caller) {
    private static final String FLAGS = "Flags of the access permissions";

    static final Rule FOR_DEVICE = invalid(
            "FFA-5.11.1-8",
            "Table 5.17",
            FLAGS,
            "bit 0 must be zero in the entry of a device that the caller is the proxy endpoint of");
    static final Rule BY_PROXY = invalid(
            "FFA-5.12.3.3-6",
            "5.12.3.3",
            "Endpoint ID",
            "only the proxy endpoint of a dependent device retrieves for it; in the request of another Borrower bit 0 of its"
                    + " flags must be set");

    /** Whether the caller answers for this ID. */
    boolean of(int id) {
        return id == caller || isProxyOf(id);
    }

    private boolean isProxyOf(int id) {
        Sepid sepid = state.sepid(id);
        return sepid != null && sepid.proxy() == caller;
    }

    /** Whether the caller answers for a Receiver of the transaction. */
    boolean ofReceiver(Grant grant) {
        for (Borrower b : grant.borrowers()) {
            if (of(b.id())) {
                return true;
            }
        }
        return false;
    }

    /** For whom it retrieves with this request, in the order of the entries; for itself if it names nobody whom it answers for. */
    List<Integer> receivers(MemoryTransaction request) {
        List<Integer> all = request.endpoints().stream()
                .map(EndpointAccess::endpoint)
                .filter(this::of)
                .distinct()
                .toList();
        return all.isEmpty() ? List.of(caller) : all;
    }

    /** The rule that bit 0 of an entry's flags breaks, when it is set where it must not be (FF-A Table 5.17). */
    Rule notSet(int id) {
        return id == caller ? RetrieveRules.FOR_CALLER : FOR_DEVICE;
    }

    /** The rule that bit 0 of the flags breaks in the entry of another Borrower, when it is not set. */
    Rule set(int id) {
        Sepid sepid = state.sepid(id);
        return sepid == null || sepid.independent() ? RetrieveRules.FOR_OTHERS : BY_PROXY;
    }
}
