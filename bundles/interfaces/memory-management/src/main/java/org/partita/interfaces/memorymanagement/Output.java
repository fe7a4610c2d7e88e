package org.partita.interfaces.memorymanagement;

import java.lang.foreign.MemorySegment;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FunctionId;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.memory.MemoryOperation;
import org.partita.lib.relayer.Caller;
import org.partita.lib.relayer.DescriptorBuffer;

/** Gives the description of a region to the caller with FFA_MEM_RETRIEVE_RESP (FF-A 11.5). */
final class Output {
    private final Call call;
    private final DescriptorBuffer buffer;

    private Output(Call call) {
        this.call = call;
        this.buffer = DescriptorBuffer.of(call);
    }

    static Output of(Call call) {
        return new Output(call);
    }

    /** Whether a description goes into the buffer as a whole; else it goes in fragments. */
    boolean fits(byte[] description) {
        boolean fits = description.length <= buffer.room();
        Broken.unless(fits || call.serves(MemoryFeature.FRAGMENTS), RetrieveRules.FITS_RX, description.length);
        return fits;
    }

    /** Takes the buffer until {@link #handOver} or {@link #drop}. */
    void take() {
        Broken.unless(buffer.take(), RetrieveRules.RX_FREE, Caller.id(call));
    }

    void write(byte[] description) {
        buffer.write(MemorySegment.ofArray(description));
    }

    Outcome handOver(int length) {
        buffer.handOver();
        call.registers.set(FunctionId.FFA_MEM_RETRIEVE_RESP.id32(), length, length, 0, 0, 0, 0, 0);
        return Outcome.COMPLETE;
    }

    void drop() {
        buffer.drop();
    }

    /**
     * Sends a description, whole or in fragments; in fragments, the change is seen when the last one is sent.
     *
     * @param of what is answered, with a change that is applied, if one is
     */
    Outcome send(MemoryOperation of, byte[] description) {
        if (!fits(description)) {
            of.send(description, false);
            return call.handOver(MemoryFeature.FRAGMENTS);
        }
        take();
        boolean sent = false;
        try {
            write(description);
            MemoryChange change = of.change();
            if (change != null) {
                of.change(null);
                change.commit();
            }
            sent = true;
        } finally {
            if (!sent) {
                drop();
            }
        }
        return handOver(description.length);
    }
}
