package org.partita.memory.fragments;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryOperation;
import org.partita.lib.relayer.Caller;

/** The parameters that FFA_MEM_FRAG_RX and FFA_MEM_FRAG_TX have in common (FF-A Tables 12.3, 12.7). */
final class Invocation {
    private static final int ID_SHIFT = 16;
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Invocation() {}

    static long handle(Call call) {
        return Integer.toUnsignedLong(call.registers.w(1)) | (long) call.registers.w(2) << Integer.SIZE;
    }

    /** Bits that are set in w5 to w7, which are reserved. */
    static long reserved(Call call) {
        return Integer.toUnsignedLong(call.registers.w(5) | call.registers.w(6) | call.registers.w(7));
    }

    /** The rule that w4 breaks, or null. */
    static @Nullable Rule broken(Call call, MemoryOperation of, Rule endpoint, Rule noEndpoint) {
        if (call.registers.w(4) == endpoint(call, of)) {
            return null;
        }
        return physical(call) ? endpoint : noEndpoint;
    }

    /**
     * What w4 is: at a physical instance the Owner or Borrower for which the Hypervisor calls, or the Owner of the region
     * that it asks for itself (FF-A 12.2.2.3 item 5); else zero.
     */
    static int endpoint(Call call, MemoryOperation of) {
        if (!physical(call)) {
            return 0;
        }
        Endpoint caller = call.context().endpoint();
        return (caller == null ? owner(call, of) : caller.id()) << ID_SHIFT;
    }

    private static int owner(Call call, MemoryOperation of) {
        byte @Nullable [] description = of.outgoing();
        if (description != null) {
            return Short.toUnsignedInt(MemorySegment.ofArray(description).get(U16, 0));
        }
        Grant grant = call.state().ledger().find(of.handle());
        return grant == null ? Caller.NORMAL_WORLD : grant.sender();
    }

    private static boolean physical(Call call) {
        return Caller.endpoint(call) == null;
    }

    static void set(Call call, FunctionId function, long handle, long w3, int w4) {
        call.registers.set(
                function.id32(),
                handle & 0xFFFFFFFFL,
                handle >>> Integer.SIZE,
                w3,
                Integer.toUnsignedLong(w4),
                0,
                0,
                0);
    }
}
