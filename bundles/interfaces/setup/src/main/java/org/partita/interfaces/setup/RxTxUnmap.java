package org.partita.interfaces.setup;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.lib.relayer.Caller;

/** FFA_RXTX_UNMAP (FF-A 8.5): the Hypervisor forwards a VM's to the SPM before it forgets the pair itself. */
final class RxTxUnmap {
    static final Rule RESERVED =
            BufferRegisters.invalid("FFA-8.5-13", "Table 8.22", "w1[15:0]", "the bits are reserved and have to be 0");
    static final Rule ALLOCATOR = BufferRegisters.invalid(
            "FFA-8.5-12",
            "Table 8.22",
            "w1[31:16]",
            "the ID of the component that allocated the pair: the caller's own or 0, from the Hypervisor also a VM's");
    static final Rule REGISTERED = BufferRegisters.invalid(
            "FFA-8.5-15", "Table 8.23", "w1[31:16]", "no pair is registered: use FFA_RXTX_MAP first");

    private static final int HALF = 16;

    private RxTxUnmap() {}

    static Outcome answer(Call call) {
        int w1 = call.registers.w(1);
        if ((w1 & 0xFFFF) != 0) {
            return call.refuse(RESERVED, Integer.toUnsignedLong(w1));
        }
        int named = w1 >>> HALF;
        RxTxPair pair = pair(call, named);
        if (pair == null) {
            return call.refuse(ALLOCATOR, named);
        }
        if (!pair.mapped()) {
            return call.refuse(REGISTERED, named);
        }
        if (Caller.atHypervisor(call)) {
            long allocator = Integer.toUnsignedLong(Caller.id(call) << HALF);
            call.registers.set(FunctionId.FFA_RXTX_UNMAP.id32(), allocator, 0, 0, 0, 0, 0, 0);
            return call.forward(Continuations.BUFFERS_UNMAPPED);
        }
        return forget(call, pair);
    }

    static Outcome resume(Call call) {
        if (!Caller.succeeded(call)) {
            return Outcome.COMPLETE;
        }
        return forget(call, Caller.knownPair(call, ManagerKind.HYPERVISOR, Caller.id(call)));
    }

    /** The VM can do it again, unless the SPM has forgotten the pair: then the Hypervisor does too. */
    static void abandoned(Call call) {
        if (!Caller.knownPair(call, ManagerKind.SPMC, Caller.id(call)).mapped()) {
            Caller.knownPair(call, ManagerKind.HYPERVISOR, Caller.id(call)).unmap();
        }
    }

    private static Outcome forget(Call call, RxTxPair pair) {
        return pair.unmap() ? call.succeed() : call.refuse(REGISTERED, Caller.id(call));
    }

    /** The pair that the ID in w1 means, or null if the caller may not name it. */
    private static @Nullable RxTxPair pair(Call call, int named) {
        if (named == 0 || named == Caller.id(call)) {
            return Caller.pair(call);
        }
        Endpoint vm = Caller.endpoint(call) == null ? call.state().endpoint(named) : null;
        return vm != null && vm.manager() == ManagerKind.HYPERVISOR
                ? call.state().pair(ManagerKind.SPMC, named)
                : null;
    }
}
