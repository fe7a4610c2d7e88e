package org.partita.admin.shell.decode;

import java.util.Map;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.ffa.FunctionId;

/** CPU cycle management interfaces (FF-A 9). */
final class CycleDecoders {
    private CycleDecoders() {}

    static void calls(Map<FunctionId, Decoder> table) {
        table.put(FunctionId.FFA_MSG_WAIT, CycleDecoders::pause);
        table.put(FunctionId.FFA_YIELD, CycleDecoders::pause);
        table.put(FunctionId.FFA_RUN, CycleDecoders::target);
        table.put(FunctionId.FFA_NORMAL_WORLD_RESUME, w -> "");
    }

    /** The endpoint and execution context that w1 names. */
    static String target(Words w) {
        return "endpoint " + w.high(1) + " vCPU " + (w.w(1) & 0xFFFF);
    }

    private static String pause(Words w) {
        String who = w.w(1) == 0 ? "" : target(w);
        long timeout = w.pair(2);
        return timeout == 0 ? who : who + (who.isEmpty() ? "" : ", ") + "timeout " + Numbers.span(timeout);
    }
}
