package org.partita.interfaces.setup;

import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.memory.PhysicalMemory;

/**
 * The parameters of FFA_RXTX_MAP (FF-A Table 8.17).
 *
 * @param tx base address of TX, of the caller's address kind
 * @param rx base address of RX, of the caller's address kind
 * @param pages 4 KiB pages of each buffer
 */
record BufferRegisters(long tx, long rx, int pages) {
    static final Rule COUNT_RESERVED =
            invalid("FFA-8.4-18", "Table 8.17", "w3[31:6]", "the bits are reserved and have to be 0");
    static final Rule COUNT = invalid("FFA-8.4-17", "Table 8.17", "w3[5:0]", "each buffer has 1 to 63 pages of 4K");
    static final Rule RESERVED =
            invalid("FFA-8.4-19", "Table 8.17", "w4-w7/x4-x7", "the registers are reserved and have to be 0");
    static final Rule SIZE = invalid(
            "FFA-4.2.2.3-1",
            "4.2.2.3",
            "w3[5:0]",
            "the size has to be a multiple of the granule that FFA_FEATURES tells");
    static final Rule ALIGNMENT = invalid(
            "FFA-4.2.2.3-2",
            "4.2.2.3",
            "w1/x1, w2/x2",
            "both buffers are aligned to the granule that FFA_FEATURES tells");
    static final Rule ADDRESS =
            invalid("FFA-8.4-20", "Table 8.18", "w1/x1, w2/x2", "an address is neither 0 nor above 2^52");
    static final Rule OVERLAP = invalid("FFA-8.4-20", "Table 8.18", "w1/x1, w2/x2", "RX and TX are different pages");

    private static final int COUNT_BITS = 6;
    private static final long LOW = 0xFFFFFFFFL;
    /** Armv8-A has addresses of at most 52 bits. */
    private static final int ADDRESS_BITS = 52;

    static BufferRegisters of(Call call) {
        Registers r = call.registers;
        long width = width(call);
        return new BufferRegisters(r.x1 & width, r.x2 & width, r.w(3));
    }

    private static long width(Call call) {
        return call.is64() ? -1L : LOW;
    }

    /** PROCEED if all parameters are encoded as they should be for a caller with this granule. */
    Outcome check(Call call, int granuleShift) {
        long granule = 1L << granuleShift;
        long count = call.registers.x3 & width(call);
        if (count >>> COUNT_BITS != 0) {
            return call.refuse(COUNT_RESERVED, count);
        }
        if (count == 0) {
            return call.refuse(COUNT, count);
        }
        if (reserved(call) != 0) {
            return call.refuse(RESERVED, reserved(call));
        }
        if (size() % granule != 0) {
            return call.refuse(SIZE, count);
        }
        if (((tx | rx) & (granule - 1)) != 0) {
            return call.refuse(ALIGNMENT, tx | rx);
        }
        return checkRanges(call);
    }

    private Outcome checkRanges(Call call) {
        if (outside(tx)) {
            return call.refuse(ADDRESS, tx);
        }
        if (outside(rx)) {
            return call.refuse(ADDRESS, rx);
        }
        if (tx < rx + size() && rx < tx + size()) {
            return call.refuse(OVERLAP, rx);
        }
        return Outcome.PROCEED;
    }

    private boolean outside(long address) {
        return address == 0 || address >>> ADDRESS_BITS != 0 || (address + size() - 1) >>> ADDRESS_BITS != 0;
    }

    /** Bytes of each buffer. */
    long size() {
        return (long) pages * PhysicalMemory.PAGE_SIZE;
    }

    /** What stands in the reserved registers. */
    static long reserved(Call call) {
        Registers r = call.registers;
        return (r.x4 | r.x5 | r.x6 | r.x7) & width(call);
    }

    static Rule invalid(String id, String section, String field, String text) {
        return new Rule(id, Status.INVALID_PARAMETERS, "FF-A " + section, field, text);
    }
}
