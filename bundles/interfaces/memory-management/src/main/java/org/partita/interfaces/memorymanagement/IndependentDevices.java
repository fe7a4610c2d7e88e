package org.partita.interfaces.memorymanagement;

import static org.partita.interfaces.memorymanagement.SendRules.denied;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.PlatformState;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryLedger;
import org.partita.api.smmu.Sepid;

/**
 * Receivers that are independent devices: they call nothing, so the Relayer maps the region for them within the Sender's call,
 * and asks them to relinquish it within the Owner's (FF-A 11.1.1.2 item 11 and its like, 11.7.1.2 item 3).
 */
final class IndependentDevices {
    static final Rule DATA = denied(
            "FFA-5.11.2-13",
            "5.11.2",
            "Memory access permissions",
            "the device gets no read-write access to pages that the sender has read-only access to");
    static final Rule EXECUTION = denied(
            "FFA-5.11.3-8",
            "5.11.3",
            "Memory access permissions",
            "bits 3:2 must be b'00 or b'01: devices execute nothing");
    static final Rule ATTRIBUTES = denied(
            "FFA-5.11.4-31",
            "5.11.4",
            "Memory region attributes",
            "must be the same as, or less permissive than, those that the sender has the region mapped with");
    static final Rule RELINQUISHED = denied(
            "FFA-11.7.1.2-5",
            "11.7.1.2 item 3",
            "SEPID of a Borrower",
            "the independent device uses the region and does not relinquish it: try again when it has ended");
    static final Requirement ROOM = new Requirement(
            Status.NO_MEMORY, ".1.2-12", "pages", "stage 2 of the independent device has no room for the region");

    private IndependentDevices() {}

    /** Whether a Receiver is an independent device. */
    static boolean is(PlatformState state, int id) {
        Sepid sepid = state.sepid(id);
        return sepid != null && sepid.independent();
    }

    /**
     * What the Sender says about the one Receiver of a donation or loan: it may say more than for others, not more than it has.
     *
     * @param at offset of the permissions
     */
    static void requireAccess(TransactionType type, EndpointAccess entry, SenderPages pages, long at) {
        long found = entry.permissions();
        boolean donated = type == TransactionType.DONATE;
        Broken.unless(donated || entry.data() != DataAccess.NOT_SPECIFIED, SendRules.DATA_STATED, found, at);
        boolean within = pages.writes() || entry.data() != DataAccess.READ_WRITE;
        Broken.unless(within, donated ? DATA : SendRules.DATA_WITHIN_SENDERS, found, at);
        Broken.unless(entry.instruction() != InstructionAccess.EXECUTABLE, EXECUTION, found, at);
    }

    /** Before anything is changed. */
    static void requireRoom(Call call, Operation operation, Grant proposal) {
        for (Borrower b : proposal.borrowers()) {
            boolean room =
                    !is(call.state(), b.id()) || !place(call, b.id(), proposal).isEmpty();
            Broken.unless(room, ROOM.of(operation), proposal.pages());
        }
    }

    private static List<ConstituentRange> place(Call call, int sepid, Grant grant) {
        return call.state().ledger().place(sepid, grant, 1L << call.state().granuleShift(sepid));
    }

    /** Maps the region for each device among the Receivers, and describes it to the device. */
    static Grant mapped(Call call, Operation operation, Grant accepted) {
        for (Borrower b : accepted.borrowers()) {
            boolean without = is(call.state(), b.id()) && !map(call, accepted.handle(), b.id());
            Broken.unless(!without || !takenBack(call, accepted.handle()), ROOM.of(operation), accepted.pages());
        }
        return accepted;
    }

    private static boolean map(Call call, long handle, int sepid) {
        MemoryLedger ledger = call.state().ledger();
        for (; ; ) {
            Grant seen = ledger.find(handle);
            Borrower b = seen == null ? null : seen.borrower(sepid);
            if (seen == null || b == null) {
                // its owner, or the device, is gone already
                return true;
            }
            List<ConstituentRange> at = place(call, sepid, seen);
            if (at.isEmpty()) {
                return false;
            }
            Grant now = ledger.retrieve(seen, sepid, view(seen, b, at), false);
            if (now != null) {
                call.state().describe(sepid, now);
                return true;
            }
            // somebody was faster: look again at what the transaction is now
        }
    }

    private static Borrower.View view(Grant grant, Borrower b, List<ConstituentRange> at) {
        boolean chosen = b.data() != DataAccess.NOT_SPECIFIED;
        DataAccess data = chosen ? b.data() : grant.senderWrites() ? DataAccess.READ_WRITE : DataAccess.READ_ONLY;
        return new Borrower.View(at, data, InstructionAccess.EXECUTE_NEVER, grant.attributes());
    }

    /** Undoes the transaction; false if another Receiver, who knew the Handle, has retrieved the region already: it stands. */
    private static boolean takenBack(Call call, long handle) {
        MemoryLedger ledger = call.state().ledger();
        for (; ; ) {
            Grant grant = ledger.find(handle);
            if (grant == null) {
                return true;
            }
            boolean used = grant.borrowers().stream()
                    .anyMatch(b -> !is(call.state(), b.id()) && (b.retrieved() > 0 || ledger.changing(grant, b.id())));
            if (used) {
                return false;
            }
            Grant left = relinquished(call, grant);
            if (left != null && ledger.reclaim(left, false)) {
                return true;
            }
        }
    }

    /**
     * Asks the devices to relinquish the region, and unmaps it from their stage 2. Other Borrowers have no access.
     *
     * @return the grant, or null if it has changed meanwhile
     */
    static @Nullable Grant released(Call call, Grant grant) {
        for (Borrower b : grant.borrowers()) {
            boolean free = b.retrieved() == 0 || call.state().relinquishes(b.id(), grant);
            Broken.unless(free, RELINQUISHED, b.id());
        }
        return relinquished(call, grant);
    }

    private static @Nullable Grant relinquished(Call call, Grant grant) {
        List<Integer> having = grant.borrowers().stream()
                .filter(b -> b.retrieved() > 0 && is(call.state(), b.id()))
                .map(Borrower::id)
                .toList();
        return having.isEmpty() ? grant : call.state().ledger().relinquish(grant, having, false);
    }
}
