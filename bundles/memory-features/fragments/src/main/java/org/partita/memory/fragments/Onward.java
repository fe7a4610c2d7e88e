package org.partita.memory.fragments;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.FunctionId;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.MemoryOperation;
import org.partita.lib.relayer.Caller;

/**
 * A descriptor that the Hypervisor sends on to the SPM in fragments, in its TX buffer, within one invocation of its VM:
 * nothing of that is seen by the VM.
 */
final class Onward {
    private static final int SENT = 1;
    private static final int ID_SHIFT = 16;

    private Onward() {}

    /** The Hypervisor's TX has been taken for it. */
    static Outcome first(Call call, MemoryOperation of) {
        int length = (int) Math.min(own(call).size(), descriptor(of).length);
        if (!written(call, of, 0, length)) {
            return call.handBack(of.function());
        }
        call.registers.set(of.function().id32(), descriptor(of).length, length, 0, 0, 0, 0, 0);
        return call.forward(SENT);
    }

    /** The SPM asks for a fragment, or has completed the function. */
    static Outcome resume(Call call) {
        MemoryOperation of = call.operation();
        if (of == null) {
            throw new IllegalStateException("nothing was sent on");
        }
        if (FunctionId.of(call.registers.function()) != FunctionId.FFA_MEM_FRAG_RX) {
            // whatever was answered, no more fragments follow
            of.sent(of.last(), descriptor(of).length);
            own(call).returnTx();
            return call.handBack(of.function());
        }
        int from = call.registers.w(3);
        if (Invocation.handle(call) != of.handle() || (from != of.sent() && from != of.last())) {
            throw new IllegalStateException("the SPM asks for a fragment that it can't need: " + call.registers);
        }
        int to = (int) Math.min(descriptor(of).length, from + own(call).size());
        if (!written(call, of, from, to)) {
            return call.handBack(of.function());
        }
        Invocation.set(call, FunctionId.FFA_MEM_FRAG_TX, of.handle(), to - from, Caller.origin(call) << ID_SHIFT);
        return call.forward(SENT);
    }

    /** The SPM's request for a fragment, or its answer, does not come back. */
    static void abandoned(Call call) {
        own(call).returnTx();
    }

    /** False if it can't be written: the call is refused, TX given back. */
    private static boolean written(Call call, MemoryOperation of, int from, int to) {
        try {
            own(call).writeTx(0, MemorySegment.ofArray(descriptor(of)).asSlice(from, to - from));
        } catch (MemoryFault fault) {
            own(call).returnTx();
            // who has sent it on has to undo what it began
            call.refuse(FragmentRules.ACCESSIBLE, fault.address());
            return false;
        }
        of.sent(from, to);
        return true;
    }

    private static byte[] descriptor(MemoryOperation of) {
        byte @Nullable [] descriptor = of.outgoing();
        if (descriptor == null) {
            throw new IllegalStateException("nothing to send on");
        }
        return descriptor;
    }

    private static RxTxPair own(Call call) {
        return Caller.knownPair(call, ManagerKind.SPMC, Caller.NORMAL_WORLD);
    }
}
