package org.partita.interfaces.memorymanagement;

import static org.partita.interfaces.memorymanagement.SendRules.denied;
import static org.partita.interfaces.memorymanagement.SendRules.invalid;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.RelinquishDescriptor;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.MemoryLedger;
import org.partita.api.memory.MemoryOperation;
import org.partita.lib.relayer.Caller;
import org.partita.lib.relayer.DescriptorBuffer;
import org.partita.lib.relayer.Unfinished;

/** FFA_MEM_RELINQUISH (FF-A 11.6). */
final class Relinquish {
    static final Rule REGISTERS = invalid("FFA-11.6-2", "Table 11.27", "w1-w7", "the registers must be zero");
    static final Rule HANDLE = invalid(
            "FFA-11.6.1.2-1",
            "11.6.1.2 item 1",
            "Handle",
            "must identify a region that was lent to, or shared with the caller");
    static final Rule BORROWERS = invalid(
            "FFA-11.6.1.2-2",
            "11.6.1.2 item 2",
            "Endpoint array",
            "must have the caller's own ID, or those of devices that it is the proxy endpoint of, each once: Borrowers all");
    static final Rule STATE = denied(
            "FFA-11.6.1.2-4",
            "11.6.1.2 item 4",
            "Endpoint array",
            "the caller must have access to the region: it has not retrieved it, or has relinquished it");
    static final Rule SHARED_NOT_ZEROED =
            invalid("FFA-11.6-13", "Table 11.25", "Flags", "bit 0 must be zero: what is shared is not zeroed");
    static final Rule READ_ONLY_NOT_ZEROED = denied(
            "FFA-11.6-14", "Table 11.25", "Flags", "bit 0 must be zero: the caller has read-only access to the region");
    static final Rule NO_SLICES = invalid("FFA-11.6-15", "Table 11.25", "Flags", SendRules.NO_TIME_SLICES);
    static final Rule BUFFER = invalid(
            "FFA-11.6-9",
            "11.6.1",
            "TX",
            "the descriptor is taken from the caller's TX buffer, which must be mapped: see FFA_RXTX_MAP");

    static final Rule TX_FREE = denied(
            "FFA-11.6-6",
            "Table 11.28",
            "TX",
            "another invocation of the caller is using its TX buffer: try again; this function has no BUSY");

    private Relinquish() {}

    static Outcome answer(Call call) {
        for (int n = 1; n < 8; n++) {
            Broken.unless(call.registers.w(n) == 0, REGISTERS, call.registers.w(n));
        }
        long room = DescriptorBuffer.of(call).room();
        Broken.unless(room > 0, BUFFER, 0);
        // no register gives the length: the descriptor itself does, and is then read and checked as a whole
        byte[] header = Input.read(call, (int) Math.min(room, RelinquishDescriptor.HEADER), TX_FREE);
        long claimed = Input.decoded(MemorySegment.ofArray(header), RelinquishDescriptor::claimed);
        byte[] bytes = Input.read(call, (int) Math.min(room, claimed), TX_FREE);
        RelinquishDescriptor d = Input.decoded(MemorySegment.ofArray(bytes), RelinquishDescriptor::decode);
        MemoryLedger ledger = call.state().ledger();
        OnBehalf caller = new OnBehalf(call.state(), Caller.id(call));
        List<Integer> ids = d.endpoints().stream().map(EndpointId::value).toList();
        for (; ; ) {
            Grant grant = Broken.known(ledger.find(d.handle()), HANDLE, d.handle(), RelinquishDescriptor.HANDLE);
            Broken.unless(caller.ofReceiver(grant), HANDLE, d.handle(), RelinquishDescriptor.HANDLE);
            List<Borrower> borrowers = meant(call, d, grant, caller);
            MemoryOperation unfinished = Unfinished.unanswered(call, d.handle());
            if (unfinished != null && unfinished.stage() == MemoryOperation.Stage.SENDING) {
                return aborted(call, unfinished);
            }
            requireAccess(d, borrowers);
            for (int id : ids) {
                Broken.unless(!ledger.changing(grant, id), Slices.PAUSED, d.handle(), RelinquishDescriptor.HANDLE);
            }
            if (d.flags().timeSlice()) {
                MemoryChange change =
                        ledger.beginRelinquish(grant, ids, d.flags().zero());
                if (change != null) {
                    return Slices.begin(call, grant, change);
                }
            } else if (ledger.relinquish(grant, ids, d.flags().zero()) != null) {
                return call.succeed();
            }
            // somebody was faster: look again at what the transaction is now
        }
    }

    /** A Receiver that does not want the rest of a description has not retrieved the region (FF-A 12.2.2.3 item 8). */
    private static Outcome aborted(Call call, MemoryOperation unfinished) {
        Broken.unless(call.state().operations().take(unfinished), Slices.PAUSED, unfinished.handle());
        call.state().operations().abort(unfinished);
        return call.succeed();
    }

    /** Those who relinquish: the caller answers for them, and they are Borrowers. */
    private static List<Borrower> meant(Call call, RelinquishDescriptor d, Grant grant, OnBehalf caller) {
        List<Borrower> borrowers = new ArrayList<>();
        for (EndpointId e : d.endpoints()) {
            Borrower b = caller.of(e.value()) ? grant.borrower(e.value()) : null;
            // known, and not twice
            boolean other = b != null && !borrowers.contains(b);
            borrowers.add(Broken.known(
                    other ? b : null, BORROWERS, e.value(), RelinquishDescriptor.endpoint(borrowers.size())));
        }
        int flags = d.flags().encode();
        Slices.requirePossible(call, d.flags().timeSlice(), NO_SLICES, flags, RelinquishDescriptor.FLAGS);
        boolean shared = grant.type() == TransactionType.SHARE;
        Broken.unless(!(d.flags().zero() && shared), SHARED_NOT_ZEROED, flags, RelinquishDescriptor.FLAGS);
        return borrowers;
    }

    private static void requireAccess(RelinquishDescriptor d, List<Borrower> borrowers) {
        int flags = d.flags().encode();
        for (int i = 0; i < borrowers.size(); i++) {
            Borrower b = borrowers.get(i);
            Broken.unless(b.retrieved() > 0, STATE, b.id(), RelinquishDescriptor.endpoint(i));
            boolean readOnly = b.mapped().data() == DataAccess.READ_ONLY;
            Broken.unless(!(d.flags().zero() && readOnly), READ_ONLY_NOT_ZEROED, flags, RelinquishDescriptor.FLAGS);
        }
    }
}
