package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.most;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Transmission.PAUSE;
import static org.partita.interfaces.memorymanagement.Transmission.RESUME;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;

/**
 * The functions that can be done in time slices (FF-A 12.2.3.1), on a region of three ranges of one page: each takes
 * three translation table operations.
 */
enum Sliced {
    DONATE,
    LEND,
    SHARE,
    RETRIEVE_REQ,
    RELINQUISH,
    RECLAIM;

    static final CompositeRegion REGION =
            CompositeRegion.of(range(HEAP + 0x2000, 1), range(HEAP + 0x4000, 1), range(HEAP + 0x6000, 1));
    private static final RetrieveFlags SLICED = new RetrieveFlags(false, true, false, null, RetrieveFlags.NO_HINT);

    boolean sends() {
        return ordinal() < RETRIEVE_REQ.ordinal();
    }

    /** Who calls it. */
    EndpointModel caller(EndpointModel owner, EndpointModel receiver) {
        return this == RETRIEVE_REQ || this == RELINQUISH ? receiver : owner;
    }

    /** Does what has to be done before; the Handle, or 0. */
    long prepared(Scene scene, EndpointModel owner, EndpointModel receiver) {
        if (sends()) {
            return 0;
        }
        long handle = scene.begun(owner, Operation.LEND, Scene.sent(Operation.LEND, owner, REGION, receiver));
        if (this == RELINQUISH) {
            scene.retrieved(receiver, Scene.wanted(owner, handle, receiver));
        }
        return handle;
    }

    /** The call. */
    CallModel called(Scene scene, EndpointModel owner, EndpointModel receiver, long handle, boolean sliced) {
        return switch (this) {
            case DONATE, LEND, SHARE -> {
                Operation operation = Operation.valueOf(name());
                yield scene.call(owner, operation, descriptor(owner, receiver, sliced));
            }
            case RETRIEVE_REQ -> {
                RetrieveFlags flags = sliced ? SLICED : RetrieveFlags.of(null);
                EndpointAccess entry = entry(receiver, DataAccess.NOT_SPECIFIED);
                yield scene.retrieve(receiver, Scene.wanted(owner, handle, flags, entry));
            }
            case RELINQUISH -> scene.relinquish(receiver, handle, new RelinquishFlags(false, sliced), receiver.id());
            case RECLAIM -> scene.reclaim(owner, handle, sliced ? 2 : 0);
        };
    }

    /** The Sender of a share gives up its own write access. */
    MemoryTransaction descriptor(EndpointModel owner, EndpointModel receiver, boolean sliced) {
        List<EndpointAccess> entries = new ArrayList<>();
        if (this == SHARE) {
            entries.add(entry(owner, DataAccess.READ_ONLY, REGION));
        }
        entries.add(entry(receiver, this == SHARE ? DataAccess.READ_ONLY : most(Operation.valueOf(name())), REGION));
        return Scene.sent(owner, sliced ? 2 : 0, entries.toArray(EndpointAccess[]::new));
    }

    // ---- what can be done with a function that is paused

    /** FFA_MEM_OP_PAUSE as FF-A Table 12.11 has it: the Handle. */
    static long paused(CallModel call) {
        assertThat(call.refusal()).isEqualTo("null without a rule");
        assertThat(call.registers.function()).isEqualTo(PAUSE);
        for (int n = 3; n < 8; n++) {
            assertThat(call.registers.x(n)).isZero();
        }
        return Transmission.handle(call);
    }

    static CallModel resume(Scene scene, EndpointModel by, long handle, long... more) {
        long[] registers = new long[2 + more.length];
        registers[0] = handle & 0xFFFF_FFFFL;
        registers[1] = handle >>> 32;
        System.arraycopy(more, 0, registers, 2, more.length);
        return scene.call(by, RESUME, registers);
    }

    /** Resumes it so many times after the first pause; the last completion is returned. */
    static CallModel resumed(Scene scene, EndpointModel by, CallModel first, int pauses) {
        CallModel call = first;
        long handle = paused(call);
        for (int i = 0; i < pauses; i++) {
            assertThat(paused(call)).isEqualTo(handle);
            call = resume(scene, by, handle);
        }
        assertThat(call.registers.function()).isNotEqualTo(PAUSE);
        return call;
    }
}
