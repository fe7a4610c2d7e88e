package org.partita.interfaces.memorymanagement;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Layouts;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.memory.MemoryLedger;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.MemoryOperation.Step;
import org.partita.lib.relayer.BufferPages;
import org.partita.lib.relayer.Caller;
import org.partita.lib.relayer.Receiver;

/**
 * A transaction that was found right, on its way: taken from its Sender, then accepted here or sent on to the manager
 * that allocates the Handle (FF-A 5.10.2). At once, or in time slices.
 */
final class Transfer {
    private final Call call;
    private final Operation operation;
    private final Received received;
    private final boolean sliced;
    private final MemoryLedger ledger;

    Transfer(Call call, Operation operation, Received received, boolean sliced) {
        this.call = call;
        this.operation = operation;
        this.received = received;
        this.sliced = sliced;
        this.ledger = call.state().ledger();
    }

    /** What the Hypervisor has begun for its VM before it sent the call on; nobody else's offer is this call's. */
    static @Nullable Grant begun(Call call, int sender, List<ConstituentRange> physical) {
        boolean sentOn = Caller.endpoint(call) == null && call.state().hypervisorPresent();
        return sentOn ? call.state().ledger().offered(sender, physical) : null;
    }

    /** @param own the Sender's access from now on, in a share */
    Outcome begin(Grant proposal, DataAccess own) {
        IndependentDevices.requireRoom(call, operation, proposal);
        Grant begun = begun(call, proposal.sender(), proposal.ranges());
        if (begun != null) {
            if (sliced) {
                remembered().identify(ledger.reserved(begun));
            }
            return accept(begun);
        }
        Grant identified = proposal.identified(handle(proposal));
        if (!sliced) {
            Grant offer = taken(ledger.offer(identified, own));
            if (buffers(proposal)) {
                ledger.withdraw(offer);
                throw exclusive();
            }
            return offered(offer);
        }
        MemoryChange change = taken(ledger.beginOffer(identified, own));
        if (buffers(proposal)) {
            change.undo();
            throw exclusive();
        }
        return slice(change, Step.OFFERED);
    }

    /** Whether another context of the Sender has made buffers of the region since that was checked (FF-A 4.2.2, 12.2.1). */
    private boolean buffers(Grant proposal) {
        return call.state().operations().mapped(proposal.ranges())
                || BufferPages.overlap(Caller.pair(call), proposal.ranges());
    }

    private <T> T taken(@Nullable T result) {
        if (result == null) {
            // another context of the sender was faster
            throw exclusive();
        }
        return result;
    }

    private Broken exclusive() {
        long at = received.address(0, 0);
        return new Broken(SendRules.OWNER_EXCLUSIVE.of(operation), Layouts.u64(received.bytes(), at), at);
    }

    /** The Handle that identifies the function before it is completed; 0 if this invocation completes it. */
    private long handle(Grant proposal) {
        boolean onward = sentOn(call, proposal);
        if (!sliced && call.operation() == null && !onward) {
            return 0;
        }
        // its descriptor is looked at again after a slice only
        MemoryOperation of = sliced ? remembered() : Slices.operation(call);
        if (of.handle() == 0) {
            of.identify(ledger.reserve(onward ? ManagerKind.SPMC : Caller.kind(call)));
        }
        return of.handle();
    }

    /** The function, with its descriptor. */
    private MemoryOperation remembered() {
        MemoryOperation of = Slices.operation(call);
        if (of.received() == 0) {
            of.receive(received.transaction().encoded());
        }
        return of;
    }

    private Outcome slice(MemoryChange change, Step then) {
        MemoryOperation of = Slices.operation(call);
        of.change(change);
        of.step(then);
        return call.handOver(MemoryFeature.TIME_SLICING);
    }

    private Outcome offered(Grant offer) {
        return sentOn(call, offer) ? ForwardedSend.send(call, operation, received.transaction(), offer) : accept(offer);
    }

    private Outcome accept(Grant offer) {
        ManagerKind here = Caller.kind(call);
        return sliced ? slice(ledger.beginAccept(offer, here), Step.ACCEPTED) : identified(ledger.accept(offer, here));
    }

    /** Goes on when a change is applied, or what was sent on has come back. */
    static Outcome goOn(Call call, MemoryOperation of) {
        MemoryChange change = of.change();
        if (of.step() == Step.SENT_ON || change == null) {
            return ForwardedSend.completed(call, of);
        }
        of.change(null);
        Grant grant = change.commit();
        Received received = Input.transaction(call);
        boolean sliced = SendFlags.decode(received.transaction().flags()).timeSlice();
        Transfer transfer = new Transfer(call, Operation.of(of.function()), received, sliced);
        return of.step() == Step.ACCEPTED ? transfer.identified(grant) : transfer.offered(grant);
    }

    /** Whether a manager sends the transaction on: the Hypervisor one that has a Receiver in the Secure world. */
    private static boolean sentOn(Call call, Grant grant) {
        if (!Caller.atHypervisor(call)) {
            return false;
        }
        for (Borrower b : grant.borrowers()) {
            Receiver receiver = Receiver.of(call.state(), b.id());
            if (receiver != null && receiver.secure()) {
                return true;
            }
        }
        return false;
    }

    private Outcome identified(Grant accepted) {
        Grant grant = IndependentDevices.mapped(call, operation, accepted);
        call.registers.set(
                FunctionId.FFA_SUCCESS.id32(),
                0,
                grant.handle() & 0xFFFFFFFFL,
                grant.handle() >>> Integer.SIZE,
                0,
                0,
                0,
                0);
        return Outcome.COMPLETE;
    }
}
