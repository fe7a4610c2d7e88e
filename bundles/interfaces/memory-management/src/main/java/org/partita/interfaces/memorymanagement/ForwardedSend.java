package org.partita.interfaces.memorymanagement;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.partita.api.call.Call;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RxTxPair;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.memory.MemoryOperation;
import org.partita.lib.relayer.Caller;

/**
 * The Hypervisor sends a VM's transaction on to the SPM (FF-A 11.1.1.2 item 13 and its like): the same descriptor with
 * physical addresses, in the buffer that the two share, in fragments if it does not fit. If the SPM refuses it, the VM
 * has what it had.
 */
final class ForwardedSend {
    /** For {@code resume}. */
    static final int ACCEPTED = 1;

    private ForwardedSend() {}

    static Outcome send(Call call, Operation operation, MemoryTransaction t, Grant offer) {
        MemoryOperation of = Slices.operation(call);
        // taken back if the operation is aborted
        of.offer(offer);
        of.step(MemoryOperation.Step.SENT_ON);
        MemoryTransaction physical = translated(t, offer.ranges());
        RxTxPair own = pair(call);
        long size = physical.size();
        boolean whole = size <= own.size();
        boolean possible = whole || (own.mapped() && call.serves(MemoryFeature.FRAGMENTS));
        Broken.unless(possible, SendRules.ROOM_IN_TX.of(operation), size);
        if (!whole) {
            of.send(physical.encoded(), true);
        }
        Broken.unless(own.takeTx(), SendRules.BUSY_TX.of(operation), size);
        if (!whole) {
            // with TX, which is returned when all is sent
            return call.handOver(MemoryFeature.FRAGMENTS);
        }
        try {
            own.writeTx(0, MemorySegment.ofArray(physical.encoded()));
        } catch (RuntimeException | Error e) {
            own.returnTx();
            throw e;
        }
        call.registers.set(of.function().id32(), size, size, 0, 0, 0, 0, 0);
        return call.forward(ACCEPTED);
    }

    private static MemoryTransaction translated(MemoryTransaction t, List<ConstituentRange> physical) {
        CompositeRegion region = CompositeRegion.of(physical);
        List<EndpointAccess> entries = new ArrayList<>(t.endpoints().size());
        for (EndpointAccess e : t.endpoints()) {
            entries.add(e.withRegion(region));
        }
        return new MemoryTransaction(t.sender(), t.attributes(), t.flags(), t.handle(), t.tag(), entries);
    }

    /** What was sent in one piece is completed, or paused. */
    static Outcome resume(Call call) {
        pair(call).returnTx();
        MemoryOperation of = call.operation();
        if (of == null) {
            throw new IllegalStateException("nothing was sent on");
        }
        return completed(call, of);
    }

    /** What was sent in one piece does not come back; the operation is aborted. */
    static void abandoned(Call call) {
        pair(call).returnTx();
    }

    /** What was sent on, or resumed, is completed, or paused (FF-A 12.2.3.3). */
    static Outcome completed(Call call, MemoryOperation of) {
        if (FunctionId.of(call.registers.function()) == FunctionId.FFA_MEM_OP_PAUSE) {
            of.stage(MemoryOperation.Stage.PAUSED);
            return Outcome.COMPLETE;
        }
        Grant sent = of.offer();
        Grant offer = sent == null ? null : call.state().ledger().offered(sent.handle());
        of.offer(null);
        if (offer != null) {
            // the SPM has not accepted it
            call.state().ledger().withdraw(offer);
        }
        return Outcome.COMPLETE;
    }

    private static RxTxPair pair(Call call) {
        return Caller.knownPair(call, ManagerKind.SPMC, Caller.NORMAL_WORLD);
    }
}
