package org.partita.admin.shell.decode;

import java.util.Map;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.ffa.FunctionId;

/** Memory management interfaces (FF-A 11, 12.2). */
final class MemoryDecoders {
    private static final int ZERO = 1;
    private static final int SLICE = 2;

    private MemoryDecoders() {}

    static void calls(Map<FunctionId, Decoder> table) {
        table.put(FunctionId.FFA_MEM_DONATE, MemoryDecoders::transaction);
        table.put(FunctionId.FFA_MEM_LEND, MemoryDecoders::transaction);
        table.put(FunctionId.FFA_MEM_SHARE, MemoryDecoders::transaction);
        table.put(FunctionId.FFA_MEM_RETRIEVE_REQ, MemoryDecoders::transaction);
        table.put(FunctionId.FFA_MEM_RETRIEVE_RESP, MemoryDecoders::lengths);
        table.put(FunctionId.FFA_MEM_RELINQUISH, w -> "descriptor in the TX buffer");
        table.put(FunctionId.FFA_MEM_RECLAIM, MemoryDecoders::reclaim);
        table.put(FunctionId.FFA_MEM_OP_PAUSE, w -> handle(w, 1));
        table.put(FunctionId.FFA_MEM_OP_RESUME, w -> handle(w, 1));
        table.put(FunctionId.FFA_MEM_FRAG_RX, w -> fragment(w, "from offset "));
        table.put(FunctionId.FFA_MEM_FRAG_TX, w -> fragment(w, "length "));
    }

    static void results(Map<FunctionId, Decoder> table) {
        table.put(FunctionId.FFA_MEM_DONATE, w -> handle(w, 2));
        table.put(FunctionId.FFA_MEM_LEND, w -> handle(w, 2));
        table.put(FunctionId.FFA_MEM_SHARE, w -> handle(w, 2));
    }

    private static String handle(Words w, int low) {
        return "handle " + Numbers.hex(w.pair(low));
    }

    private static String lengths(Words w) {
        String total = Integer.toUnsignedString(w.w(1)) + " bytes";
        return w.w(1) == w.w(2) ? total : "fragment of " + Integer.toUnsignedString(w.w(2)) + " of " + total;
    }

    private static String transaction(Words w) {
        boolean own = w.value(3) != 0 || w.w(4) != 0;
        String buffer = own
                ? "buffer at " + Numbers.hex(w.value(3)) + ", " + Integer.toUnsignedString(w.w(4)) + " pages"
                : "TX buffer";
        return lengths(w) + " in the " + buffer;
    }

    private static String reclaim(Words w) {
        return handle(w, 1)
                + ((w.w(3) & ZERO) == 0 ? "" : ", zero memory")
                + ((w.w(3) & SLICE) == 0 ? "" : ", time slicing");
    }

    private static String fragment(Words w, String what) {
        String endpoint = w.w(4) == 0 ? "" : ", endpoint " + w.high(4);
        return handle(w, 1) + ", " + what + Integer.toUnsignedString(w.w(3)) + endpoint;
    }
}
