package org.partita.interfaces.memorymanagement;

import static org.partita.interfaces.memorymanagement.SendRules.invalid;

import java.util.List;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.Outcome;
import org.partita.api.call.PlatformState;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.ResponseFlags;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryOperation;
import org.partita.lib.relayer.Caller;

/**
 * The Hypervisor asks the SPM what a Handle stands for (FF-A 11.4.3). It gets physical ranges; nothing is mapped, and
 * nobody's state changes.
 */
final class HypervisorRetrieve {
    static final Rule ONLY_HANDLE = invalid(
            "FFA-11.4.3-3", "11.4.3", "fields besides the Handle", "must be zero when the Hypervisor asks for itself");
    static final Rule OF_VM = invalid(
            "FFA-11.4.3-6",
            "11.4.3",
            "Handle",
            "must identify a region that a VM owns, or that was shared with or lent to a VM, and was not reclaimed");

    private HypervisorRetrieve() {}

    /** Whether the Hypervisor asks for itself: a Borrower VM's request has entries. */
    static boolean asks(Call call, MemoryTransaction t) {
        boolean own = call.context().endpoint() == null && Caller.id(call) == Caller.NORMAL_WORLD;
        return own && call.state().hypervisorPresent() && t.endpoints().isEmpty();
    }

    static Outcome answer(Call call, MemoryTransaction t) {
        Broken.unless(t.sender() == 0, ONLY_HANDLE, t.sender(), MemoryTransaction.SENDER);
        boolean attributes = t.attributes() != MemoryAttributes.NOT_SPECIFIED;
        Broken.unless(!attributes, ONLY_HANDLE, t.attributes().encode(), MemoryTransaction.ATTRIBUTES);
        Broken.unless(t.flags() == 0, ONLY_HANDLE, Integer.toUnsignedLong(t.flags()), MemoryTransaction.FLAGS);
        Broken.unless(t.tag() == 0, ONLY_HANDLE, t.tag(), MemoryTransaction.TAG);
        Grant grant = Broken.known(call.state().ledger().find(t.handle()), OF_VM, t.handle(), MemoryTransaction.HANDLE);
        Broken.unless(concernsVm(call.state(), grant), OF_VM, t.handle(), MemoryTransaction.HANDLE);
        MemoryOperation of = Slices.identified(call, grant.handle(), RetrieveRules.RX_FREE);
        return Output.of(call).send(of, description(grant));
    }

    private static boolean concernsVm(PlatformState state, Grant grant) {
        if (vm(state, grant.sender())) {
            return true;
        }
        for (Borrower b : grant.borrowers()) {
            if (grant.type() != TransactionType.DONATE && vm(state, b.id())) {
                return true;
            }
        }
        return false;
    }

    private static boolean vm(PlatformState state, int id) {
        Endpoint e = state.endpoint(id);
        return e != null && !e.secure();
    }

    private static byte[] description(Grant grant) {
        EndpointAccess entry = new EndpointAccess(
                Caller.NORMAL_WORLD,
                DataAccess.NOT_SPECIFIED,
                InstructionAccess.NOT_SPECIFIED,
                CompositeRegion.of(grant.ranges()));
        return MemoryTransaction.response(
                        grant.sender(),
                        grant.attributes(),
                        new ResponseFlags(Retrieve.zeroed(grant), grant.type()),
                        grant.handle(),
                        grant.tag(),
                        List.of(entry))
                .encoded();
    }
}
