package org.partita.interfaces.memorymanagement;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.memory.MemoryLedger;
import org.partita.api.memory.MemoryOperation;
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
        Received received = Input.transaction(call);
        MemoryTransaction t = received.transaction();
        if (HypervisorRetrieve.asks(call, t)) {
            return HypervisorRetrieve.answer(call, t);
        }
        Output output = Output.of(call);
        byte[] response = null;
        boolean taken = false;
        try {
            while (response == null) {
                List<Request> requests =
                        Request.checked(call, received, ledger.find(t.handle()), new OnBehalf(call.state(), id));
                Retrieval retrieval = new Retrieval(
                        ledger, requests, requests.stream().map(this::view).toList());
                byte[] description = retrieval.description();
                boolean whole = output.fits(description);
                if (retrieval.sliced() || !whole) {
                    Outcome begun = begun(retrieval, description);
                    if (begun != null) {
                        return begun;
                    }
                    continue;
                }
                if (!taken) {
                    output.take();
                    taken = true;
                }
                output.write(description);
                if (retrieval.made()) {
                    response = description;
                }
                // else somebody was faster, look again at what the transaction is now
            }
            taken = false;
        } finally {
            if (taken) {
                output.drop();
            }
        }
        return output.handOver(response.length);
    }

    /** Begins what takes several invocations; null if the transaction has changed. */
    private @Nullable Outcome begun(Retrieval retrieval, byte[] description) {
        MemoryOperation of = Slices.identified(call, retrieval.grant().handle(), Slices.PAUSED);
        MemoryChange change = retrieval.begun();
        if (change == null) {
            return null;
        }
        of.change(change);
        of.send(description, false);
        of.step(MemoryOperation.Step.RETRIEVED);
        if (retrieval.sliced()) {
            return call.handOver(MemoryFeature.TIME_SLICING);
        }
        change.apply(Integer.MAX_VALUE);
        return Output.of(call).send(of, description);
    }

    /** All is ready for the region to be mapped: describes it. */
    static Outcome goOn(Call call, MemoryOperation of) {
        byte[] description = of.outgoing();
        if (description == null) {
            throw new IllegalStateException("nothing to describe");
        }
        return Output.of(call).send(of, description);
    }

    private Borrower.View view(Request request) {
        Borrower b = request.borrower();
        Broken.unless(
                !ledger.changing(request.grant(), b.id()),
                Slices.PAUSED,
                request.grant().handle(),
                MemoryTransaction.HANDLE);
        Broken.unless(
                b.retrieved() < outstanding,
                RetrieveRules.RETRIEVALS,
                request.grant().handle(),
                MemoryTransaction.HANDLE);
        return new Borrower.View(addresses(request, b), request.data(), request.instruction(), request.attributes());
    }

    /** Where a Receiver sees the region: where it has it already, where it wants it, or where there is room. */
    private List<ConstituentRange> addresses(Request request, Borrower b) {
        CompositeRegion chosen = request.chosen();
        if (b.retrieved() > 0) {
            if (chosen != null && !chosen.ranges().equals(b.mapped().at())) {
                throw new Broken(
                        RetrieveRules.SAME_ADDRESSES, chosen.ranges().getFirst().address(), request.chosenAt());
            }
            List<ConstituentRange> there = b.mapped().at();
            long boundary = request.flags().alignment();
            for (ConstituentRange range : there) {
                // addresses may have all 64 bits
                Broken.unless(
                        (range.address() & (boundary - 1)) == 0,
                        RetrieveRules.ALIGNED_ALREADY,
                        request.flags().encode(),
                        MemoryTransaction.FLAGS);
            }
            return there;
        }
        int receiver = b.id();
        if (chosen != null) {
            long found = chosen.ranges().getFirst().address();
            Broken.unless(
                    ledger.free(receiver, chosen.ranges()), RetrieveRules.FREE_ADDRESSES, found, request.chosenAt());
            return chosen.ranges();
        }
        long granule = 1L << call.state().granuleShift(receiver);
        long alignment = Math.max(granule, request.flags().alignment());
        List<ConstituentRange> at = ledger.place(receiver, request.grant(), alignment);
        boolean hinted = request.flags().alignment() > granule;
        if (at.isEmpty()) {
            throw hinted
                    ? new Broken(RetrieveRules.ALIGNMENT, request.flags().encode(), MemoryTransaction.FLAGS)
                    : new Broken(RetrieveRules.ROOM, request.grant().pages());
        }
        return at;
    }

    static boolean zeroed(Grant grant) {
        return grant.zeroed() && grant.type() != TransactionType.SHARE;
    }
}
