package org.partita.lib.relayer;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.memory.MemoryBuffer;
import org.partita.api.memory.MemoryOperation;

/**
 * Where the descriptors of a caller lie: in the buffer that it allocated for this operation (FF-A 12.2.1), or in the
 * RX/TX pair that it shares with the manager that answers (12.2.1.1).
 */
public final class DescriptorBuffer {
    /** TX belongs to another invocation. */
    public static final Rule TX_BUSY = new Rule(
            "PARTITA-tx-busy",
            Status.BUSY,
            "FF-A 4.2.2.4",
            "TX",
            "another invocation of the caller is using its TX buffer: try again");

    private final @Nullable MemoryBuffer own;
    private final @Nullable RxTxPair pair;
    private final boolean taken;

    private DescriptorBuffer(@Nullable MemoryBuffer own, @Nullable RxTxPair pair, boolean taken) {
        this.own = own;
        this.pair = pair;
        this.taken = taken;
    }

    /** Of the caller of this call. */
    public static DescriptorBuffer of(Call call) {
        MemoryOperation operation = call.operation();
        // the Hypervisor has taken its own TX for the time of the call that it sends on
        boolean taken = Caller.endpoint(call) == null && call.state().hypervisorPresent();
        return new DescriptorBuffer(operation == null ? null : operation.buffer(), Caller.pair(call), taken);
    }

    /** Bytes that fit; 0 if there is no buffer. */
    public long room() {
        if (own != null) {
            return own.size();
        }
        return pair == null || !pair.mapped() ? 0 : pair.size();
    }

    /**
     * Copies out of the caller's own buffer or TX.
     *
     * @return false if another invocation of the caller uses TX
     */
    public boolean read(MemorySegment to) {
        if (own != null) {
            own.read(to);
            return true;
        }
        RxTxPair p = pair();
        if (!taken && !p.takeTx()) {
            return false;
        }
        try {
            p.readTx(0, to);
        } finally {
            if (!taken) {
                p.returnTx();
            }
        }
        return true;
    }

    /** Takes RX to write to it; false if it is not free. Ended by {@link #handOver} or {@link #drop}. */
    public boolean take() {
        return own != null || pair().takeRx();
    }

    /** Copies into the caller's own buffer, or into RX, which was taken. */
    public void write(MemorySegment from) {
        if (own != null) {
            own.write(from);
        } else {
            pair().writeRx(0, from);
        }
    }

    /** What was written is the caller's. */
    public void handOver() {
        if (own == null) {
            pair().handOverRx();
        }
    }

    /** Nothing was written that counts. */
    public void drop() {
        if (own == null) {
            pair().dropRx();
        }
    }

    private RxTxPair pair() {
        if (pair == null) {
            throw new IllegalStateException("the caller shares no RX/TX pair with the manager");
        }
        return pair;
    }
}
