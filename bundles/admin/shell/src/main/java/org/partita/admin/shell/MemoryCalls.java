package org.partita.admin.shell;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.view.BytesView;
import org.partita.admin.shell.view.CallView;
import org.partita.admin.shell.view.TransactionView;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.CallResult;
import org.partita.api.admin.Client;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishDescriptor;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.PhysicalMemory;

/** Memory management calls from the words of a command: descriptors go through the endpoint's own RX/TX buffers. */
final class MemoryCalls {
    private static final int MOST_BYTES = 4096;
    private static final int LINE = 16;

    private MemoryCalls() {}

    // ---- the Sender

    static Answer send(Platform platform, Arguments arguments, FunctionId function) {
        int from = Endpoints.id(platform, arguments.at(0));
        CompositeRegion region = region(arguments.at(2));
        List<EndpointAccess> receivers = new ArrayList<>();
        boolean donated = function == FunctionId.FFA_MEM_DONATE;
        DataAccess data = arguments.has(MemCommands.READ_ONLY) ? DataAccess.READ_ONLY : DataAccess.READ_WRITE;
        for (String to : arguments.at(1).split(",", -1)) {
            receivers.add(new EndpointAccess(
                    Endpoints.id(platform, to),
                    donated ? DataAccess.NOT_SPECIFIED : data,
                    InstructionAccess.NOT_SPECIFIED,
                    region));
        }
        MemoryTransaction t = MemoryTransaction.send(
                from,
                MemoryAttributes.NOT_SPECIFIED,
                new SendFlags(arguments.has(MemCommands.ZERO), false),
                tag(arguments),
                receivers);
        byte[] bytes = new byte[(int) t.size()];
        t.encode(MemorySegment.ofArray(bytes));
        return as(
                platform,
                from,
                client -> call(client, from, function, bytes, bytes.length, bytes.length)
                        .answer());
    }

    private static long tag(Arguments arguments) {
        String tag = arguments.value(MemCommands.TAG);
        return tag == null ? 0 : Numbers.register("--tag", tag);
    }

    static CompositeRegion region(String text) {
        List<ConstituentRange> ranges = new ArrayList<>();
        for (String range : text.split(",", -1)) {
            ranges.add(range(range));
        }
        try {
            return CompositeRegion.of(ranges);
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    private static ConstituentRange range(String text) {
        ConstituentRange range = pages(text);
        if (range.address() % PhysicalMemory.PAGE_SIZE != 0) {
            throw new CommandException("ADDRESS " + Numbers.hex(range.address())
                    + " is not a multiple of 4 KiB: ranges are whole pages (FF-A Table 5.14)");
        }
        return range;
    }

    /** {@code ADDRESS+PAGES}, or one page. */
    static ConstituentRange pages(String text) {
        int plus = text.indexOf('+');
        String address = plus < 0 ? text : text.substring(0, plus);
        String pages = plus < 0 ? "1" : text.substring(plus + 1);
        return new ConstituentRange(
                Numbers.register("ADDRESS", address),
                Numbers.upTo("PAGES", pages, Integer.MAX_VALUE, "a count of 4 KiB pages (FF-A Table 5.14)"));
    }

    static Answer reclaim(Platform platform, Arguments arguments) {
        int id = Endpoints.id(platform, arguments.at(0));
        long handle = handle(arguments);
        int flags = arguments.has(MemCommands.ZERO) ? 1 : 0;
        return as(
                platform,
                id,
                client -> call(
                                client,
                                id,
                                FunctionId.FFA_MEM_RECLAIM,
                                null,
                                handle & 0xFFFFFFFFL,
                                handle >>> Integer.SIZE,
                                flags)
                        .answer());
    }

    // ---- the Receiver

    static Answer retrieve(Platform platform, Arguments arguments) {
        int id = Endpoints.id(platform, arguments.at(0));
        long handle = handle(arguments);
        Grant grant = platform.grants().stream()
                .filter(g -> g.handle() == handle)
                .findFirst()
                .orElse(null);
        DataAccess data = arguments.has(MemCommands.READ_ONLY) ? DataAccess.READ_ONLY : DataAccess.NOT_SPECIFIED;
        MemoryTransaction t = MemoryTransaction.request(
                grant == null ? 0 : grant.sender(),
                MemoryAttributes.NOT_SPECIFIED,
                new RetrieveFlags(false, false, arguments.has(MemCommands.ZERO), null, RetrieveFlags.NO_HINT),
                handle,
                grant == null ? 0 : grant.tag(),
                List.of(new EndpointAccess(id, data, InstructionAccess.NOT_SPECIFIED, null)));
        byte[] bytes = new byte[(int) t.size()];
        t.encode(MemorySegment.ofArray(bytes));
        return as(platform, id, client -> retrieved(client, id, bytes));
    }

    private static Answer retrieved(Client client, int id, byte[] request) {
        CallView made = call(client, id, FunctionId.FFA_MEM_RETRIEVE_REQ, request, request.length, request.length);
        if (made.completion().function() != FunctionId.FFA_MEM_RETRIEVE_RESP) {
            return made.answer();
        }
        byte[] bytes = new byte[made.completion().w(1)];
        client.memory().read(client.rx(), MemorySegment.ofArray(bytes));
        MemoryTransaction response = MemoryTransaction.decode(MemorySegment.ofArray(bytes));
        call(client, id, FunctionId.FFA_RX_RELEASE, null);
        return made.answer(
                TransactionView.lines(response), made.json().put("transaction", TransactionView.json(response)));
    }

    static Answer relinquish(Platform platform, Arguments arguments) {
        int id = Endpoints.id(platform, arguments.at(0));
        RelinquishDescriptor d = new RelinquishDescriptor(
                handle(arguments),
                new RelinquishFlags(arguments.has(MemCommands.ZERO), false),
                List.of(new EndpointId(id)));
        byte[] bytes = new byte[(int) d.size()];
        d.encode(MemorySegment.ofArray(bytes));
        return as(
                platform,
                id,
                client -> call(client, id, FunctionId.FFA_MEM_RELINQUISH, bytes).answer());
    }

    private static long handle(Arguments arguments) {
        return Numbers.register("HANDLE", arguments.at(1));
    }

    // ---- contents

    static Answer read(Platform platform, Arguments arguments) {
        int id = Endpoints.id(platform, arguments.at(0));
        long address = Numbers.register("ADDRESS", arguments.at(1));
        int length = Numbers.upTo(
                "LENGTH", arguments.at(2, String.valueOf(LINE)), MOST_BYTES, "at most " + MOST_BYTES + " bytes");
        byte[] bytes = new byte[length];
        return as(platform, id, client -> {
            client.memory().read(address, MemorySegment.ofArray(bytes));
            return BytesView.of(address, bytes);
        });
    }

    static Answer write(Platform platform, Arguments arguments) {
        int id = Endpoints.id(platform, arguments.at(0));
        long address = Numbers.register("ADDRESS", arguments.at(1));
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(arguments.at(2));
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    "HEX \"" + arguments.at(2) + "\": type bytes as pairs of hexadecimal digits, such as cafe01");
        }
        return as(platform, id, client -> {
            client.memory().write(address, MemorySegment.ofArray(bytes));
            return new Answer(
                    bytes.length + " bytes written at " + Numbers.hex(address),
                    new Json().hex("address", address).put("length", bytes.length));
        });
    }

    // ---- as an endpoint

    private static Answer as(Platform platform, int id, Function<Client, Answer> body) {
        try (Client client = platform.client(id, 0)) {
            return body.apply(client);
        } catch (MemoryFault fault) {
            throw new CommandException(fault.kind() + " fault: " + fault.getMessage());
        }
    }

    private static CallView call(
            Client client, int id, FunctionId function, byte @Nullable [] descriptor, long... parameters) {
        if (descriptor != null) {
            if (client.tx() == 0) {
                throw new CommandException("partition " + EndpointId.format(id) + " has no RX/TX buffers, which"
                        + " descriptors go through: ffa:call " + EndpointId.format(id)
                        + " FFA_RXTX_MAP TX RX PAGES first");
            }
            client.memory().write(client.tx(), MemorySegment.ofArray(descriptor));
        }
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
                new CallResult(false, completion, client.rule(), client.found()));
    }
}
