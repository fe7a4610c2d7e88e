package org.partita.interfaces.memorymanagement;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.call.RxTxPair;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.ResponseFlags;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryLedger;
import org.partita.lib.relayer.Caller;

/** FFA_MEM_RETRIEVE_REQ, answered with FFA_MEM_RETRIEVE_RESP in the caller's RX buffer (FF-A 11.4, 11.5). */
final class Retrieve {
    private final Call call;
    private final int id;
    private final int outstanding;
    private final MemoryLedger ledger;

    private Retrieve(Call call, int outstanding) {
        this.call = call;
        this.id = Caller.id(call);
        this.outstanding = outstanding;
        this.ledger = call.state().ledger();
    }

    /** @param outstanding times that a Receiver may retrieve a region without relinquishing it (FF-A 11.4.2) */
    static Outcome answer(Call call, int outstanding) {
        return new Retrieve(call, outstanding).answer();
    }

    private Outcome answer() {
        MemoryTransaction t = Input.transaction(call, Operation.RETRIEVE);
        RxTxPair pair = Caller.knownPair(call, Caller.kind(call), id);
        if (HypervisorRetrieve.asks(call, t)) {
            return HypervisorRetrieve.answer(call, t, pair);
        }
        byte[] response = null;
        boolean taken = false;
        try {
            while (response == null) {
                Request request = Request.checked(t, ledger.find(t.handle()), id);
                Borrower.View view = view(request);
                if (!taken) {
                    taken = pair.takeRx();
                    Broken.unless(taken, RetrieveRules.RX_FREE, id);
                }
                response = retrieved(request, view, pair);
                // null: somebody was faster, look again at what the transaction is now
            }
            taken = false;
            pair.handOverRx();
        } finally {
            if (taken) {
                pair.dropRx();
            }
        }
        return responded(call, response.length);
    }

    static Outcome responded(Call call, long length) {
        call.registers.set(FunctionId.FFA_MEM_RETRIEVE_RESP.id32(), length, length, 0, 0, 0, 0, 0);
        return Outcome.COMPLETE;
    }

    private Borrower.View view(Request request) {
        Borrower b = request.borrower();
        Broken.unless(b.retrieved() < outstanding, RetrieveRules.RETRIEVALS, b.retrieved());
        return new Borrower.View(addresses(request, b), request.data(), request.instruction(), request.attributes());
    }

    /** Describes the region first: when that fails nothing has been mapped. Null if the transaction has changed. */
    private byte @Nullable [] retrieved(Request request, Borrower.View view, RxTxPair pair) {
        byte[] response = response(request.grant(), view, request.chosen() == null);
        Broken.unless(response.length <= pair.size(), RetrieveRules.FITS_RX, response.length);
        pair.writeRx(0, MemorySegment.ofArray(response));
        Grant now = ledger.retrieve(request.grant(), id, view, request.flags().zeroAfterRelinquish());
        return now == null ? null : response;
    }

    /** Where the caller sees the region: where it has it already, where it wants it, or where there is room. */
    private List<ConstituentRange> addresses(Request request, Borrower b) {
        CompositeRegion chosen = request.chosen();
        if (b.retrieved() > 0) {
            boolean same = chosen == null || chosen.ranges().equals(b.mapped().at());
            Broken.unless(same, RetrieveRules.SAME_ADDRESSES, request.grant().handle());
            return b.mapped().at();
        }
        if (chosen != null) {
            long found = chosen.ranges().getFirst().address();
            Broken.unless(ledger.free(id, chosen.ranges()), RetrieveRules.FREE_ADDRESSES, found);
            return chosen.ranges();
        }
        long granule = 1L << call.state().granuleShift(id);
        long alignment = Math.max(granule, request.flags().alignment());
        List<ConstituentRange> at = ledger.place(id, request.grant(), alignment);
        boolean hinted = request.flags().alignment() > granule;
        Broken.unless(
                !at.isEmpty(),
                hinted ? RetrieveRules.ALIGNMENT : RetrieveRules.ROOM,
                request.grant().pages());
        return at;
    }

    private byte[] response(Grant grant, Borrower.View view, boolean described) {
        @Nullable CompositeRegion region = described ? CompositeRegion.of(view.at()) : null;
        InstructionAccess instruction = view.instruction();
        EndpointAccess entry = new EndpointAccess(id, view.data(), instruction, region);
        return encoded(MemoryTransaction.response(
                grant.sender(),
                view.attributes(),
                new ResponseFlags(zeroed(grant), grant.type()),
                grant.handle(),
                grant.tag(),
                List.of(entry)));
    }

    static boolean zeroed(Grant grant) {
        return grant.zeroed() && grant.type() != TransactionType.SHARE;
    }

    static byte[] encoded(MemoryTransaction t) {
        byte[] bytes = new byte[(int) t.size()];
        t.encode(MemorySegment.ofArray(bytes));
        return bytes;
    }
}
