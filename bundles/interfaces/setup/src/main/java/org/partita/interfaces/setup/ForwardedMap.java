package org.partita.interfaces.setup;

import java.lang.foreign.MemorySegment;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.RxTxDescriptor;
import org.partita.api.ffa.Status;
import org.partita.lib.relayer.Caller;

/**
 * The Hypervisor maps a VM's pair with the SPM too: it describes the pair in its own TX buffer (FF-A Table 8.19) and
 * forwards the call with empty addresses. If the SPM refuses, the VM's pair is not registered at all.
 */
final class ForwardedMap {
    static final Rule ROOM_IN_TX = new Rule(
            "FFA-8.4-22",
            Status.NO_MEMORY,
            "FF-A Table 8.18",
            "TX of the Hypervisor",
            "the Hypervisor's TX buffer has no room to describe the pair to the SPM: it is too small, not mapped or in use");

    private ForwardedMap() {}

    static Outcome send(Call call, Endpoint vm, RxTxPair pair) {
        RxTxDescriptor descriptor = new RxTxDescriptor(vm.id(), pair.rx(), pair.tx());
        RxTxPair own = Caller.knownPair(call, ManagerKind.SPMC, Caller.NORMAL_WORLD);
        if (descriptor.size() > own.size() || !own.takeTx()) {
            pair.unmap();
            return call.refuse(ROOM_IN_TX, descriptor.size());
        }
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) descriptor.size()]);
        descriptor.encode(bytes);
        try {
            own.writeTx(0, bytes);
        } catch (RuntimeException | Error e) {
            // else TX would be taken, and the pair registered, for ever
            own.returnTx();
            pair.unmap();
            throw e;
        }
        call.registers.set(FunctionId.FFA_RXTX_MAP.id32(), 0);
        return call.forward(Continuations.BUFFERS_MAPPED);
    }

    static Outcome resume(Call call) {
        Caller.knownPair(call, ManagerKind.SPMC, Caller.NORMAL_WORLD).returnTx();
        if (Caller.succeeded(call)) {
            return call.succeed();
        }
        Caller.knownPair(call, ManagerKind.HYPERVISOR, Caller.id(call)).unmap();
        return Outcome.COMPLETE;
    }

    /** The VM is refused, whatever the SPM has done: neither of the two knows the pair. */
    static void abandoned(Call call) {
        Caller.knownPair(call, ManagerKind.SPMC, Caller.NORMAL_WORLD).returnTx();
        Caller.knownPair(call, ManagerKind.SPMC, Caller.id(call)).unmap();
        Caller.knownPair(call, ManagerKind.HYPERVISOR, Caller.id(call)).unmap();
    }
}
