package org.partita.memory.fragments;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.MemoryOperation.Stage;
import org.partita.api.memory.MemoryOperations;
import org.partita.lib.relayer.DescriptorBuffer;
import org.partita.lib.relayer.Unfinished;

/**
 * The description of a region that goes to its Receiver in fragments: the first with FFA_MEM_RETRIEVE_RESP, the others
 * when FFA_MEM_FRAG_RX asks for them. The region is retrieved when the last one is sent.
 */
final class Outgoing {
    private Outgoing() {}

    static Outcome first(Call call, MemoryOperation of) {
        byte[] description = description(of);
        DescriptorBuffer buffer = DescriptorBuffer.of(call);
        int length = (int) Math.min(buffer.room(), description.length);
        if (!buffer.take()) {
            call.state().operations().abort(of);
            return call.refuse(FragmentRules.RX_BUSY, length);
        }
        write(buffer, description, 0, length, of, false);
        of.sent(0, length);
        of.stage(Stage.SENDING);
        call.registers.set(FunctionId.FFA_MEM_RETRIEVE_RESP.id32(), description.length, length, 0, 0, 0, 0, 0);
        return Outcome.COMPLETE;
    }

    /** FFA_MEM_FRAG_RX. */
    static Outcome next(Call call) {
        long reserved = Invocation.reserved(call);
        if (reserved != 0) {
            return call.refuse(FragmentRules.RX_RESERVED, reserved);
        }
        long handle = Invocation.handle(call);
        MemoryOperation of = Unfinished.find(call, handle);
        if (of == null || (of.stage() != Stage.SENDING && of.stage() != Stage.SENT)) {
            return call.refuse(FragmentRules.RX_HANDLE, handle);
        }
        Rule broken = Invocation.broken(call, of, FragmentRules.RX_ENDPOINT, FragmentRules.RX_NO_ENDPOINT);
        if (broken != null) {
            return call.refuse(broken, Integer.toUnsignedLong(call.registers.w(4)));
        }
        if (!call.state().operations().take(of)) {
            return call.refuse(FragmentRules.IN_USE, handle);
        }
        call.operation(of);
        if (of.stage() != Stage.SENDING && of.stage() != Stage.SENT) {
            // another context was faster
            return call.refuse(FragmentRules.RX_HANDLE, handle);
        }
        return sent(call, of, Integer.toUnsignedLong(call.registers.w(3)));
    }

    private static Outcome sent(Call call, MemoryOperation of, long offset) {
        byte[] description = description(of);
        boolean next = offset == of.sent() && offset < description.length;
        // the first came with another function, which can't be had again
        boolean again = offset == of.last() && offset > 0;
        if (!next && !again) {
            return call.refuse(FragmentRules.OFFSET, offset);
        }
        MemoryOperations operations = call.state().operations();
        DescriptorBuffer buffer = DescriptorBuffer.of(call);
        if (buffer.room() == 0) {
            operations.abort(of);
            return call.refuse(FragmentRules.RX_ABORTED, of.handle());
        }
        int from = (int) offset;
        // the buffer may be another now, and smaller
        int to = (int) Math.min(again ? of.sent() : description.length, from + buffer.room());
        if (!buffer.take()) {
            return call.refuse(FragmentRules.RX_BUSY, to - from);
        }
        boolean last = to == description.length && of.stage() == Stage.SENDING;
        write(buffer, description, from, to, of, last);
        of.sent(from, to);
        Invocation.set(call, FunctionId.FFA_MEM_FRAG_TX, of.handle(), to - from, Invocation.endpoint(call, of));
        if (last) {
            of.stage(Stage.SENT);
        }
        if (last && of.buffer() != null) {
            // unmapped after the complete descriptor was sent (FF-A 12.2.1.3)
            operations.end(of);
        }
        return Outcome.COMPLETE;
    }

    /** Fills the buffer, which was taken, and hands it over; with the last fragment the region is retrieved. */
    private static void write(
            DescriptorBuffer buffer, byte[] description, int from, int to, MemoryOperation of, boolean last) {
        boolean sent = false;
        try {
            buffer.write(MemorySegment.ofArray(description).asSlice(from, to - from));
            MemoryChange change = of.change();
            if (last && change != null) {
                of.change(null);
                change.commit();
            }
            sent = true;
        } finally {
            if (!sent) {
                buffer.drop();
            }
        }
        buffer.handOver();
    }

    private static byte[] description(MemoryOperation of) {
        byte @Nullable [] description = of.outgoing();
        if (description == null) {
            throw new IllegalStateException("nothing to send");
        }
        return description;
    }
}
