package org.partita.admin.shell.decode;

import java.util.Map;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;

/** FFA_ERROR, FFA_SUCCESS and FFA_INTERRUPT without knowledge of the call that they complete (FF-A 7). */
final class StatusDecoders {
    private StatusDecoders() {}

    static void calls(Map<FunctionId, Decoder> table) {
        table.put(FunctionId.FFA_ERROR, StatusDecoders::error);
        table.put(FunctionId.FFA_SUCCESS, w -> w.rest(1));
        table.put(FunctionId.FFA_INTERRUPT, StatusDecoders::interrupt);
    }

    private static String error(Words w) {
        Status status = Status.of(w.w(2));
        String name = status == null ? Integer.toString(w.w(2)) : status.name();
        return w.w(1) == 0 ? name : name + " for " + CycleDecoders.target(w);
    }

    private static String interrupt(Words w) {
        String who = w.w(1) == 0 ? "" : CycleDecoders.target(w) + " was interrupted";
        String id = w.w(2) == 0 ? "" : "interrupt ID " + Integer.toUnsignedString(w.w(2));
        return who.isEmpty() || id.isEmpty() ? who + id : who + ", " + id;
    }
}
