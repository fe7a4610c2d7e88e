package org.partita.memory.fragments;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.lib.relayer.Caller;

/** The parameters that FFA_MEM_FRAG_RX and FFA_MEM_FRAG_TX have in common (FF-A Tables 12.3, 12.7). */
final class Invocation {
    private static final int ID_SHIFT = 16;

    private Invocation() {}

    static long handle(Call call) {
        return Integer.toUnsignedLong(call.registers.w(1)) | (long) call.registers.w(2) << Integer.SIZE;
    }

    /** The rule that w4 to w7 break, or null. */
    static @Nullable Rule broken(Call call, Rule reserved, Rule endpoint, Rule noEndpoint) {
        if ((call.registers.w(5) | call.registers.w(6) | call.registers.w(7)) != 0) {
            return reserved;
        }
        if (call.registers.w(4) == endpoint(call)) {
            return null;
        }
        return physical(call) ? endpoint : noEndpoint;
    }

    /** What w4 is: the Owner or Borrower for which a call crosses a physical instance, else zero. */
    static int endpoint(Call call) {
        return physical(call) ? Caller.origin(call) << ID_SHIFT : 0;
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
