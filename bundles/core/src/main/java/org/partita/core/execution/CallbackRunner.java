package org.partita.core.execution;

import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.PartitionContext;

/** Runs a callback partition in one context: on its caller's stack, to completion. */
public final class CallbackRunner implements Runner, DirectRequest {
    private static final int FIRST_PAYLOAD = 3;

    private enum Stage {
        BOOT,
        START,
        RUN
    }

    private final CallbackPartition code;
    private final Abi abi;
    private final Faults faults;
    private final Registers answer = new Registers();
    private Stage stage;
    private boolean answered;
    private int sender;
    private boolean is64;
    private long in3;
    private long in4;
    private long in5;
    private long in6;
    private long in7;
    private long out3;
    private long out4;
    private long out5;
    private long out6;
    private long out7;

    /**
     * @param code the partition
     * @param abi its view of the context
     * @param first whether this is the boot execution context
     * @param faults hears of exceptions during initialization
     */
    public CallbackRunner(CallbackPartition code, Abi abi, boolean first, Faults faults) {
        this.faults = faults;
        this.code = code;
        this.abi = abi;
        this.stage = first ? Stage.BOOT : Stage.START;
    }

    @Override
    public String model() {
        return "callback";
    }

    /** The registers hold the function that completes the context's wait; leaves the next one to invoke there. */
    void enter(Context context) {
        Registers r = context.call.registers;
        answered = false;
        if (stage != Stage.RUN) {
            initialize(context, r);
            return;
        }
        if (FunctionId.of(r.function()) != FunctionId.FFA_MSG_SEND_DIRECT_REQ) {
            code.completed(abi, r);
            return;
        }
        load(r);
        code.directRequest(this);
        int me = abi.id();
        int w0 = is64 ? FunctionId.FFA_MSG_SEND_DIRECT_RESP.id64() : FunctionId.FFA_MSG_SEND_DIRECT_RESP.id32();
        r.set(w0, Integer.toUnsignedLong(me << 16 | sender), 0, out3, out4, out5, out6, out7);
        answer.copyFrom(r);
        answered = true;
    }

    /** The response was not delivered for a reason that is not the partition's: the same once more. */
    boolean again(Context context) {
        Rule rule = context.call.rule();
        if (!answered || (rule != CoreRules.PROVIDER_FAILED && rule != CoreRules.OUTCOME_UNKNOWN)) {
            return false;
        }
        context.call.registers.copyFrom(answer);
        return true;
    }

    private void initialize(Context context, Registers r) {
        Stage now = stage;
        stage = Stage.RUN;
        try {
            if (now == Stage.BOOT) {
                code.boot(abi);
            } else {
                code.start(abi);
            }
            r.set(FunctionId.FFA_MSG_WAIT.id32(), 0);
        } catch (Exception e) {
            faults.initializationFailed(context, e);
            long status = Integer.toUnsignedLong(Status.ABORTED.code());
            r.set(FunctionId.FFA_ERROR.id32(), 0, status, 0, 0, 0, 0, 0);
        }
    }

    private void load(Registers r) {
        is64 = FunctionId.is64(r.function());
        sender = (int) (r.x1 >>> 16) & 0xFFFF;
        in3 = r.x3;
        in4 = r.x4;
        in5 = r.x5;
        in6 = r.x6;
        in7 = r.x7;
        out3 = 0;
        out4 = 0;
        out5 = 0;
        out6 = 0;
        out7 = 0;
    }

    @Override
    public int sender() {
        return sender;
    }

    @Override
    public boolean is64() {
        return is64;
    }

    @Override
    public long x(int n) {
        return switch (n) {
            case 3 -> in3;
            case 4 -> in4;
            case 5 -> in5;
            case 6 -> in6;
            case 7 -> in7;
            default -> throw noPayload(n);
        };
    }

    @Override
    public void respond(int n, long value) {
        switch (n) {
            case 3 -> out3 = value;
            case 4 -> out4 = value;
            case 5 -> out5 = value;
            case 6 -> out6 = value;
            case 7 -> out7 = value;
            default -> throw noPayload(n);
        }
    }

    private static IndexOutOfBoundsException noPayload(int n) {
        return new IndexOutOfBoundsException(
                "register x" + n + ": a direct message carries x" + FIRST_PAYLOAD + " to x7");
    }

    @Override
    public PartitionContext context() {
        return abi;
    }
}
