package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.it.ffa.Abi;
import org.partita.it.memory.MemoryAbi;

/** Calls that end in the middle, or for which there is no room, because of fragments that have not come (FF-A 12.2.2.3). */
final class Interruptions {
    /** Far more unfinished functions than a manager keeps. */
    private static final int MANY = 1000;

    private final MemoryAbi caller;
    private final long rx;
    private final long tx;
    private final List<long[]> unfinished = new ArrayList<>();

    Interruptions(MemoryAbi caller) {
        this.caller = caller;
        this.rx = caller.abi().client().rx();
        this.tx = caller.abi().client().tx();
    }

    /** The first fragment of a call's descriptor has come when the caller unmaps its buffers. */
    void unmapped(Operation operation) {
        Abi abi = begin(Endpoints.function(operation), Endpoints.descriptor(operation));
        assertThat(abi.registers().function())
                .as("first fragment, rule %s", abi.rule())
                .isEqualTo(FunctionId.FFA_MEM_FRAG_RX.id32());
        endAll();
    }

    /** So many first fragments have come that there is no room for another function that goes on. */
    void crowded(MemoryTransaction any, Runnable call) {
        Abi abi = caller.abi();
        do {
            begin(FunctionId.FFA_MEM_SHARE, any);
            assertThat(unfinished).as("unfinished functions").hasSizeLessThan(MANY);
        } while (abi.error() == null);
        abi.failed(Status.NO_MEMORY);
        call.run();
        abi.failed(Status.NO_MEMORY);
        endAll();
    }

    private Abi begin(FunctionId function, MemoryTransaction t) {
        byte[] bytes = new byte[(int) t.size()];
        t.encode(MemorySegment.ofArray(bytes));
        int first = bytes.length - 1;
        Abi abi = caller.abi();
        abi.client().memory().write(tx, MemorySegment.ofArray(bytes).asSlice(0, first));
        abi.raw(function.id32(), bytes.length, first);
        if (abi.error() == null) {
            unfinished.add(new long[] {abi.registers().x1, abi.registers().x2});
        }
        return abi;
    }

    /** Without a buffer nothing of it goes on; then it has its buffers again. */
    private void endAll() {
        Abi abi = caller.abi();
        abi.raw(FunctionId.FFA_RXTX_UNMAP.id32()).success();
        for (long[] handle : unfinished) {
            abi.raw(FunctionId.FFA_MEM_FRAG_TX.id32(), handle[0], handle[1], 1).failed(Status.ABORTED);
        }
        unfinished.clear();
        abi.raw(FunctionId.FFA_RXTX_MAP.id64(), tx, rx, 1).success();
    }
}
