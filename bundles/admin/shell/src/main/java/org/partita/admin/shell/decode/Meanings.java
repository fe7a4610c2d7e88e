package org.partita.admin.shell.decode;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;

/** What a status means: in general, and for functions whose tables say more. */
final class Meanings {
    private static final Map<FunctionId, Map<Status, String>> SPECIAL = new EnumMap<>(FunctionId.class);

    static {
        put(FunctionId.FFA_FEATURES, Status.NOT_SUPPORTED, "the queried function is not implemented or no function");
        put(FunctionId.FFA_RX_RELEASE, Status.DENIED, "the caller does not own its RX buffer");
        put(FunctionId.FFA_RXTX_MAP, Status.NO_MEMORY, "not enough memory to map the buffers");
        put(FunctionId.FFA_RXTX_MAP, Status.DENIED, "a buffer pair is registered already");
        put(FunctionId.FFA_RXTX_UNMAP, Status.INVALID_PARAMETERS, "no buffer pair is registered");
        put(FunctionId.FFA_PARTITION_INFO_GET, Status.BUSY, "the caller's RX buffer is not free");
        put(FunctionId.FFA_PARTITION_INFO_GET, Status.INVALID_PARAMETERS, "the UUID is not known");
        put(FunctionId.FFA_PARTITION_INFO_GET, Status.NO_MEMORY, "the result does not fit into the caller's RX buffer");
        put(FunctionId.FFA_MSG_WAIT, Status.INVALID_PARAMETERS, "the endpoint or vCPU is not known");
        put(FunctionId.FFA_YIELD, Status.INVALID_PARAMETERS, "the endpoint or vCPU is not known");
        put(FunctionId.FFA_RUN, Status.INVALID_PARAMETERS, "the endpoint or vCPU is not known");
        put(FunctionId.FFA_RUN, Status.BUSY, "the vCPU is busy, retry later");
        put(FunctionId.FFA_RUN, Status.ABORTED, "the vCPU or its endpoint has aborted");
        put(FunctionId.FFA_MSG_SEND, Status.BUSY, "the Receiver's RX buffer is not free");
        put(FunctionId.FFA_MSG_POLL, Status.RETRY, "no message is in the caller's RX buffer");
        put(
                FunctionId.FFA_MSG_SEND_DIRECT_REQ,
                Status.INVALID_PARAMETERS,
                "an endpoint ID is invalid, or a reserved register is not zero");
        put(FunctionId.FFA_MSG_SEND_DIRECT_REQ, Status.BUSY, "the message target is busy");
        put(FunctionId.FFA_MSG_SEND_DIRECT_REQ, Status.ABORTED, "the message target has aborted");
        put(
                FunctionId.FFA_MSG_SEND_DIRECT_RESP,
                Status.INVALID_PARAMETERS,
                "an endpoint ID is not known, or a reserved register is not zero");
        put(FunctionId.FFA_MSG_SEND_DIRECT_RESP, Status.BUSY, "the message target is busy");
        put(FunctionId.FFA_MEM_OP_PAUSE, Status.INVALID_PARAMETERS, "the handle is not valid");
        put(FunctionId.FFA_MEM_OP_RESUME, Status.INVALID_PARAMETERS, "the handle is not valid");
        put(FunctionId.FFA_MEM_FRAG_RX, Status.ABORTED, "the Sender has aborted the transmission of fragments");
        put(FunctionId.FFA_MEM_FRAG_TX, Status.ABORTED, "the Receiver has aborted the transmission of fragments");
    }

    private Meanings() {}

    private static void put(FunctionId function, Status status, String meaning) {
        SPECIAL.computeIfAbsent(function, f -> new EnumMap<>(Status.class)).put(status, meaning);
    }

    /** What the status means as an answer to the function, null if that is not known. */
    static String of(@Nullable FunctionId asked, Status status) {
        Map<Status, String> special = asked == null ? null : SPECIAL.get(asked);
        String meaning = special == null ? null : special.get(status);
        return meaning == null ? general(status) : meaning;
    }

    private static String general(Status status) {
        return switch (status) {
            case NOT_SUPPORTED -> "the function is not implemented at this FF-A instance";
            case INVALID_PARAMETERS -> "a parameter is not valid";
            case NO_MEMORY -> "not enough memory to handle the request";
            case BUSY -> "what is needed is in use, retry later";
            case INTERRUPTED -> "the operation was interrupted";
            case DENIED -> "the callee is not in a state to handle the request";
            case RETRY -> "not now, retry";
            case ABORTED -> "an unexpected error ended it";
        };
    }
}
