package org.partita.admin.shell;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.HexBytes;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.view.BytesView;
import org.partita.admin.shell.view.CallView;
import org.partita.admin.shell.view.TransactionView;
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
                new SendFlags(arguments.has(MemCommands.ZERO), arguments.has(MemCommands.SLICE)),
                tag(arguments),
                receivers);
        int fragment = fragment(arguments);
        return as(platform, from, exchange -> exchange.answer(exchange.send(function, t.encoded(), fragment)));
    }

    /** Bytes of a fragment, 0 for one that is the whole descriptor. */
    private static int fragment(Arguments arguments) {
        String bytes = arguments.value(MemCommands.FRAGMENT);
        if (bytes == null) {
            return 0;
        }
        int length = Numbers.upTo("--fragment", bytes, Integer.MAX_VALUE, "a count of bytes");
        if (length == 0) {
            throw new CommandException("--fragment 0 is out of range: a fragment has 1 byte or more (FF-A 12.2.2)");
        }
        return length;
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
        int flags = (arguments.has(MemCommands.ZERO) ? 1 : 0) | (arguments.has(MemCommands.SLICE) ? 2 : 0);
        return as(
                platform,
                id,
                exchange -> exchange.answer(exchange.call(
                        FunctionId.FFA_MEM_RECLAIM, handle & 0xFFFFFFFFL, handle >>> Integer.SIZE, flags)));
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
                new RetrieveFlags(
                        false,
                        arguments.has(MemCommands.SLICE),
                        arguments.has(MemCommands.ZERO),
                        null,
                        RetrieveFlags.NO_HINT),
                handle,
                grant == null ? 0 : grant.tag(),
                List.of(new EndpointAccess(id, data, InstructionAccess.NOT_SPECIFIED, null)));
        return as(platform, Endpoints.caller(platform, id), exchange -> retrieved(exchange, t.encoded()));
    }

    private static Answer retrieved(Exchange exchange, byte[] request) {
        CallView made = exchange.send(FunctionId.FFA_MEM_RETRIEVE_REQ, request, 0);
        if (made.completion().function() != FunctionId.FFA_MEM_RETRIEVE_RESP) {
            return exchange.answer(made);
        }
        MemoryTransaction response = MemoryTransaction.decode(MemorySegment.ofArray(exchange.received(made)));
        return exchange.answer(
                made, TransactionView.lines(response), made.json().put("transaction", TransactionView.json(response)));
    }

    static Answer relinquish(Platform platform, Arguments arguments) {
        int id = Endpoints.id(platform, arguments.at(0));
        RelinquishDescriptor d = new RelinquishDescriptor(
                handle(arguments),
                new RelinquishFlags(arguments.has(MemCommands.ZERO), arguments.has(MemCommands.SLICE)),
                List.of(new EndpointId(id)));
        byte[] bytes = new byte[(int) d.size()];
        d.encode(MemorySegment.ofArray(bytes));
        return as(platform, Endpoints.caller(platform, id), exchange -> exchange.answer(exchange.relinquish(bytes)));
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
        return with(platform, id, client -> {
            client.memory().read(address, MemorySegment.ofArray(bytes));
            return BytesView.of(address, bytes);
        });
    }

    static Answer write(Platform platform, Arguments arguments) {
        int id = Endpoints.id(platform, arguments.at(0));
        long address = Numbers.register("ADDRESS", arguments.at(1));
        byte[] bytes = HexBytes.parse("HEX", arguments.at(2));
        return with(platform, id, client -> {
            client.memory().write(address, MemorySegment.ofArray(bytes));
            return new Answer(
                    bytes.length + " bytes written at " + Numbers.hex(address),
                    new Json().hex("address", address).put("length", bytes.length));
        });
    }

    // ---- as an endpoint

    private static Answer as(Platform platform, int id, Function<Exchange, Answer> body) {
        return with(platform, id, client -> body.apply(new Exchange(client, id)));
    }

    private static Answer with(Platform platform, int id, Function<Client, Answer> body) {
        try (Client client = platform.client(id, 0)) {
            return body.apply(client);
        } catch (MemoryFault fault) {
            throw new CommandException(fault.kind() + " fault: " + fault.getMessage());
        }
    }
}
