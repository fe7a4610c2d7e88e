package org.partita.interfaces.memorymanagement;

import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import org.partita.api.call.Call;
import org.partita.api.call.RxTxPair;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.ffa.DescriptorException;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.lib.relayer.Caller;

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

    static final Rule TX_FREE = new Rule(
            "PARTITA-tx-busy",
            Status.BUSY,
            "FF-A 4.2.2.4",
            "TX",
            "another invocation of the caller is using its TX buffer: try again");
    static final Rule ENCODING = new Rule(
            "FFA-5.12-1", Status.INVALID_PARAMETERS, "FF-A 5.12", "offset in the descriptor", "it can't be decoded");

    private Input() {}

    static MemoryTransaction transaction(Call call, Operation operation) {
        long total = Integer.toUnsignedLong(call.registers.w(1));
        long fragment = Integer.toUnsignedLong(call.registers.w(2));
        Broken.unless(register(call, 3) == 0, ADDRESS.of(operation), register(call, 3));
        Broken.unless(call.registers.w(4) == 0, PAGES.of(operation), call.registers.w(4));
        long reserved = register(call, 5) | register(call, 6) | register(call, 7);
        Broken.unless(reserved == 0, RESERVED.of(operation), reserved);
        RxTxPair pair = Broken.known(Caller.pair(call), WITHIN_BUFFER.of(operation), total);
        Broken.unless(pair.mapped() && total <= pair.size(), WITHIN_BUFFER.of(operation), total);
        Broken.unless(fragment == total, FRAGMENT.of(operation), fragment);
        return read(call, pair, total, TX_FREE, MemoryTransaction::decode);
    }

    /**
     * Copies first, so that the sender can't change what has been checked. The Hypervisor has taken its own TX for the
     * time of the call that it forwards.
     */
    static <T> T read(Call call, RxTxPair pair, long length, Rule inUse, Function<MemorySegment, T> decode) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) length]);
        boolean taken = Caller.endpoint(call) == null && call.state().hypervisorPresent();
        if (!taken && !pair.takeTx()) {
            throw new Broken(inUse, length);
        }
        try {
            pair.readTx(0, bytes);
        } finally {
            if (!taken) {
                pair.returnTx();
            }
        }
        try {
            return decode.apply(bytes);
        } catch (DescriptorException e) {
            throw broken(e);
        }
    }

    /** What the bytes of a descriptor break; what was found is the offset of the field. */
    static Broken broken(DescriptorException e) {
        Rule rule = e.rule();
        return new Broken(rule == null ? ENCODING : rule, e.offset());
    }

    private static long register(Call call, int n) {
        return call.is64() ? call.registers.x(n) : Integer.toUnsignedLong(call.registers.w(n));
    }
}
