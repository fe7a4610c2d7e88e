package org.partita.interfaces.memorymanagement;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.partita.api.call.Call;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RxTxPair;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Grant;
import org.partita.lib.relayer.Caller;

/**
 * The Hypervisor sends a VM's transaction on to the SPM (FF-A 11.1.1.2 item 13 and its like): the same descriptor with
 * physical addresses, in the buffer that the two share. If the SPM refuses it, the VM has what it had.
 */
final class ForwardedSend {
    /** For {@code resume}. */
    static final int ACCEPTED = 1;

    private static final int OFFER = 0;

    private ForwardedSend() {}

    static Outcome send(
            Call call, Operation operation, MemoryTransaction t, Grant offer, List<ConstituentRange> physical) {
        RxTxPair own = Caller.knownPair(call, ManagerKind.SPMC, Caller.NORMAL_WORLD);
        long size;
        try {
            size = describe(own, operation, translated(t, physical));
        } catch (RuntimeException | Error e) {
            call.state().ledger().withdraw(offer);
            throw e;
        }
        call.keep(OFFER, offer.handle());
        call.registers.set(call.registers.function(), size, size, 0, 0, 0, 0, 0);
        return call.forward(ACCEPTED);
    }

    private static MemoryTransaction translated(MemoryTransaction t, List<ConstituentRange> physical) {
        CompositeRegion region = CompositeRegion.of(physical);
        List<EndpointAccess> entries =
                t.endpoints().stream().map(e -> e.withRegion(region)).toList();
        return new MemoryTransaction(t.sender(), t.attributes(), t.flags(), t.handle(), t.tag(), entries);
    }

    /** Takes the Hypervisor's TX until the call comes back. */
    private static long describe(RxTxPair own, Operation operation, MemoryTransaction t) {
        long size = t.size();
        Broken.unless(size <= own.size(), SendRules.ROOM_IN_TX.of(operation), size);
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) size]);
        t.encode(bytes);
        Broken.unless(own.takeTx(), SendRules.BUSY_TX.of(operation), size);
        try {
            own.writeTx(0, bytes);
        } catch (RuntimeException | Error e) {
            own.returnTx();
            throw e;
        }
        return size;
    }

    static Outcome resume(Call call) {
        Caller.knownPair(call, ManagerKind.SPMC, Caller.NORMAL_WORLD).returnTx();
        Grant offer = call.state().ledger().offered(call.kept(OFFER));
        if (offer != null) {
            // the SPM has not accepted it
            call.state().ledger().withdraw(offer);
        }
        return Outcome.COMPLETE;
    }
}
