package org.partita.admin.shell;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.view.CallView;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.CallResult;
import org.partita.api.admin.Client;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;

/**
 * A memory management function as an endpoint, with all invocations that it takes: fragments that the manager asks for
 * (FF-A 12.2.2), and time slices (12.2.3).
 */
final class Exchange {
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int HANDLE = 8;

    private final Client client;
    private final int id;
    private byte[] descriptor = new byte[0];
    private int fragment;
    private int fragments;
    private int slices;

    Exchange(Client client, int id) {
        this.client = client;
        this.id = id;
    }

    /** Invokes a function that has no descriptor, until it is completed. */
    CallView call(FunctionId function, long... parameters) {
        return settled(invoke(function, parameters));
    }

    /** Invokes a function that takes its descriptor from TX as a whole, until it is completed. */
    CallView relinquish(byte[] bytes) {
        write(bytes);
        return settled(invoke(FunctionId.FFA_MEM_RELINQUISH));
    }

    /**
     * Invokes a function with a descriptor, until it is completed.
     *
     * @param longest bytes of a fragment, 0 for all that fits at once
     */
    CallView send(FunctionId function, byte[] bytes, int longest) {
        descriptor = bytes;
        fragment = longest == 0 ? bytes.length : longest;
        int first = Math.min(fragment, bytes.length);
        write(Arrays.copyOf(bytes, first));
        fragments = 1;
        return settled(invoke(function, bytes.length, first));
    }

    /** What FFA_MEM_RETRIEVE_RESP describes, with all its fragments; RX is given back. */
    byte[] received(CallView response) {
        byte[] bytes = new byte[response.completion().w(1)];
        int length = response.completion().w(2);
        long handle = 0;
        int at = 0;
        while (true) {
            byte[] part = new byte[length];
            client.memory().read(client.rx(), MemorySegment.ofArray(part));
            System.arraycopy(part, 0, bytes, at, length);
            at += length;
            invoke(FunctionId.FFA_RX_RELEASE);
            if (at == bytes.length) {
                return bytes;
            }
            handle = handle == 0 ? handleOf(bytes) : handle;
            CallView next = invoke(FunctionId.FFA_MEM_FRAG_RX, handle & 0xFFFFFFFFL, handle >>> Integer.SIZE, at);
            if (next.completion().function() != FunctionId.FFA_MEM_FRAG_TX) {
                throw new CommandException(next.answer().text());
            }
            fragments = Math.max(fragments, 1) + 1;
            length = next.completion().w(3);
        }
    }

    /** The Handle in a description (FF-A Table 5.19). */
    private static long handleOf(byte[] description) {
        return MemorySegment.ofArray(description).get(U64, HANDLE);
    }

    private CallView settled(CallView first) {
        CallView made = first;
        for (; ; ) {
            FunctionId by = made.completion().function();
            if (by == FunctionId.FFA_MEM_FRAG_RX) {
                int from = made.completion().w(3);
                int to = Math.min(descriptor.length, from + fragment);
                write(Arrays.copyOfRange(descriptor, from, to));
                fragments++;
                made = invoke(
                        FunctionId.FFA_MEM_FRAG_TX,
                        Integer.toUnsignedLong(made.completion().w(1)),
                        Integer.toUnsignedLong(made.completion().w(2)),
                        to - from);
            } else if (by == FunctionId.FFA_MEM_OP_PAUSE) {
                slices++;
                made = invoke(
                        FunctionId.FFA_MEM_OP_RESUME,
                        Integer.toUnsignedLong(made.completion().w(1)),
                        Integer.toUnsignedLong(made.completion().w(2)));
            } else {
                return new CallView(first.request(), made.result());
            }
        }
    }

    /** The call and what came of it, and in how many invocations. */
    Answer answer(CallView made) {
        return answer(made, List.of(), made.json());
    }

    Answer answer(CallView made, List<String> more, Json document) {
        List<String> lines = new ArrayList<>();
        if (fragments > 1) {
            lines.add("in " + fragments + " fragments");
            document.put("fragments", fragments);
        }
        if (slices > 0) {
            lines.add("in " + (slices + 1) + " time slices");
            document.put("slices", slices + 1);
        }
        lines.addAll(more);
        return made.answer(lines, document);
    }

    private void write(byte[] bytes) {
        if (client.tx() == 0) {
            throw new CommandException("partition " + EndpointId.format(id) + " has no RX/TX buffers, which"
                    + " descriptors go through: ffa:call " + EndpointId.format(id) + " FFA_RXTX_MAP TX RX PAGES first");
        }
        client.memory().write(client.tx(), MemorySegment.ofArray(bytes));
    }

    private CallView invoke(FunctionId function, long... parameters) {
        Registers r = client.registers();
        r.set(function.id32(), 0);
        List<Long> asked = new ArrayList<>(List.of(Integer.toUnsignedLong(function.id32())));
        for (int i = 0; i < parameters.length; i++) {
            r.x(1 + i, parameters[i]);
            asked.add(parameters[i]);
        }
        client.call();
        List<Long> completion = List.of(r.x0, r.x1, r.x2, r.x3, r.x4, r.x5, r.x6, r.x7);
        return new CallView(
                new CallRequest(id, 0, asked, null, Duration.ZERO),
                new CallResult(false, completion, client.rule(), client.found(), client.offset()));
    }
}
