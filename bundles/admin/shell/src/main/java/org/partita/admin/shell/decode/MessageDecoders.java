package org.partita.admin.shell.decode;

import java.util.Map;
import org.partita.api.ffa.FunctionId;

/** Messaging interfaces (FF-A 10). */
final class MessageDecoders {
    private static final int NOTIFY = 1;

    private MessageDecoders() {}

    static void calls(Map<FunctionId, Decoder> table) {
        table.put(FunctionId.FFA_MSG_SEND_DIRECT_REQ, MessageDecoders::direct);
        table.put(FunctionId.FFA_MSG_SEND_DIRECT_RESP, MessageDecoders::direct);
        table.put(FunctionId.FFA_MSG_SEND, MessageDecoders::send);
        table.put(FunctionId.FFA_MSG_POLL, w -> "");
    }

    static void results(Map<FunctionId, Decoder> table) {
        table.put(FunctionId.FFA_MSG_SEND_DIRECT_REQ, w -> "completed without a direct response");
    }

    private static String direct(Words w) {
        String payload = w.rest(3);
        return "from " + w.high(1) + " to " + w.low(1) + ", "
                + (payload.isEmpty() ? "no payload" : "payload " + payload);
    }

    private static String send(Words w) {
        return "from " + w.high(1) + " to " + w.low(1) + ", " + Integer.toUnsignedString(w.w(3)) + " bytes"
                + ((w.w(4) & NOTIFY) == 0 ? "" : ", notify when delivery is possible");
    }
}
