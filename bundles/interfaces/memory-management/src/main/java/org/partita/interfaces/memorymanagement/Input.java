package org.partita.interfaces.memorymanagement;

import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.ffa.DescriptorException;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.memory.MemoryOperation;
import org.partita.lib.relayer.DescriptorBuffer;

/** Takes a descriptor out of the caller's TX buffer (FF-A 11.1 to 11.4, 11.6). */
final class Input {
    static final Requirement WITHIN_BUFFER = new Requirement(
            Status.INVALID_PARAMETERS,
            ".1.2-1",
            "w1",
            "the descriptor must fit the TX buffer, which must be mapped: see FFA_RXTX_MAP");
    static final Requirement FRAGMENT = new Requirement(
            Status.INVALID_PARAMETERS,
            "-3",
            "w2",
            "the fragment length must be the total length: no bundle for fragments serves");
    static final Requirement ADDRESS = new Requirement(
            Status.INVALID_PARAMETERS,
            "-4",
            "w3/x3",
            "must be zero: the descriptor is taken from the TX buffer, no bundle for dynamic buffers serves");
    static final Requirement PAGES = new Requirement(
            Status.INVALID_PARAMETERS, "-5", "w4", "must be zero: the descriptor is taken from the TX buffer");
    static final Requirement RESERVED =
            new Requirement(Status.INVALID_PARAMETERS, "-6", "w5-w7/x5-x7", "the registers are reserved, must be zero");

    static final Rule ENCODING = new Rule(
            "FFA-5.12-1", Status.INVALID_PARAMETERS, "FF-A 5.12", "offset in the descriptor", "it can't be decoded");

    private Input() {}

    /**
     * Where the call goes before its descriptor can be read: to the bundle for dynamic buffers or for fragments (FF-A
     * 12.2.1, 12.2.2).
     *
     * @return null if the descriptor is here
     */
    static @Nullable Outcome elsewhere(Call call, Operation operation) {
        MemoryOperation of = call.operation();
        if (of != null && of.received() > 0) {
            return null;
        }
        long address = register(call, 3);
        boolean own = address != 0 || call.registers.w(4) != 0;
        if (own && of == null) {
            boolean possible = call.serves(MemoryFeature.DYNAMIC_BUFFERS);
            Broken.unless(possible || address == 0, ADDRESS.of(operation), address);
            Broken.unless(possible, PAGES.of(operation), call.registers.w(4));
        }
        long reserved = register(call, 5) | register(call, 6) | register(call, 7);
        Broken.unless(reserved == 0, RESERVED.of(operation), reserved);
        if (own && of == null) {
            return call.handOver(MemoryFeature.DYNAMIC_BUFFERS);
        }
        long room = DescriptorBuffer.of(call).room();
        if (fragment(call) == total(call)) {
            Broken.unless(total(call) <= room && room > 0, WITHIN_BUFFER.of(operation), total(call));
            return null;
        }
        Broken.unless(call.serves(MemoryFeature.FRAGMENTS), FRAGMENT.of(operation), fragment(call));
        Broken.unless(room > 0, WITHIN_BUFFER.of(operation), total(call));
        return call.handOver(MemoryFeature.FRAGMENTS);
    }

    private static long total(Call call) {
        return Integer.toUnsignedLong(call.registers.w(1));
    }

    private static long fragment(Call call) {
        return Integer.toUnsignedLong(call.registers.w(2));
    }

    /** The descriptor, which is here. */
    static Received transaction(Call call) {
        MemorySegment bytes = MemorySegment.ofArray(bytes(call));
        return new Received(decoded(bytes, MemoryTransaction::decode), bytes);
    }

    /** A copy, so that the sender can't change what has been checked. */
    private static byte[] bytes(Call call) {
        MemoryOperation of = call.operation();
        return of != null && of.received() > 0
                ? of.descriptor()
                : read(call, (int) total(call), DescriptorBuffer.TX_BUSY);
    }

    /** Copies out of the buffer that the caller uses. */
    static byte[] read(Call call, int length, Rule inUse) {
        byte[] bytes = new byte[length];
        boolean free = DescriptorBuffer.of(call).read(MemorySegment.ofArray(bytes));
        Broken.unless(free, inUse, length);
        return bytes;
    }

    static <T> T decoded(MemorySegment bytes, Function<MemorySegment, T> decode) {
        try {
            return decode.apply(bytes);
        } catch (DescriptorException e) {
            throw broken(e);
        }
    }

    /** What the bytes of a descriptor break. */
    static Broken broken(DescriptorException e) {
        Rule rule = e.rule();
        return rule == null ? new Broken(ENCODING, e.offset()) : new Broken(rule, e.found(), e.offset());
    }

    private static long register(Call call, int n) {
        return call.is64() ? call.registers.x(n) : Integer.toUnsignedLong(call.registers.w(n));
    }
}
