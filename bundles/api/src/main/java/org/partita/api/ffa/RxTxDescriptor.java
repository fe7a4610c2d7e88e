package org.partita.api.ffa;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The endpoint RX/TX descriptor with which the Hypervisor forwards a VM's FFA_RXTX_MAP (FF-A Table 8.19). The RX
 * ranges come first although the register form names TX first; entries are packed at offset 12.
 *
 * @param endpoint 16-bit ID of the endpoint that allocated the buffers
 * @param rx physical ranges of the RX buffer
 * @param tx physical ranges of the TX buffer
 */
public record RxTxDescriptor(int endpoint, List<ConstituentRange> rx, List<ConstituentRange> tx) {
    /** Offset of the ID of the endpoint. */
    public static final int ENDPOINT = 0;

    /** Offset of the count of RX ranges. */
    public static final int RX_COUNT = 4;

    /** Offset of the count of TX ranges. */
    public static final int TX_COUNT = 8;

    /** Offset of the RX ranges, which the TX ranges follow. */
    public static final int RANGES = 12;

    private static final int RESERVED_2 = 2;
    private static final Rule RESERVED = rule("FFA-8.4-26", "Reserved", "must be zero");
    private static final Rule RX_RANGES =
            rule("FFA-8.4-27", "RX address range count", "the RX ranges have to fit the buffer");
    private static final Rule TX_RANGES =
            rule("FFA-8.4-28", "TX address range count", "the TX ranges have to fit the buffer, behind the RX ranges");

    public RxTxDescriptor {
        rx = List.copyOf(rx);
        tx = List.copyOf(tx);
    }

    private static Rule rule(String id, String field, String text) {
        return new Rule(id, Status.INVALID_PARAMETERS, "Table 8.19", field, text);
    }

    /** Bytes of the whole descriptor. */
    public long size() {
        return RANGES + (long) (rx.size() + tx.size()) * ConstituentRange.SIZE;
    }

    /** Writes the descriptor from the first byte of the segment on. */
    public void encode(MemorySegment to) {
        Layouts.require(to, 0, size(), "endpoint RX/TX descriptor");
        Layouts.u16(to, ENDPOINT, endpoint);
        Layouts.u16(to, RESERVED_2, 0);
        Layouts.u32(to, RX_COUNT, rx.size());
        Layouts.u32(to, TX_COUNT, tx.size());
        long at = RANGES;
        for (ConstituentRange r : rx) {
            r.encode(to, at);
            at += ConstituentRange.SIZE;
        }
        for (ConstituentRange r : tx) {
            r.encode(to, at);
            at += ConstituentRange.SIZE;
        }
    }

    /**
     * Reads a descriptor; claimed counts are checked against the length of the segment before anything is allocated.
     *
     * @throws DescriptorException naming the field and offset
     */
    public static RxTxDescriptor decode(MemorySegment from) {
        Layouts.require(from, 0, RANGES, "endpoint RX/TX descriptor");
        int reserved = Layouts.u16(from, RESERVED_2);
        if (reserved != 0) {
            throw new DescriptorException(RESERVED, RESERVED_2, reserved, "0x" + Integer.toHexString(reserved));
        }
        long room = (from.byteSize() - RANGES) / ConstituentRange.SIZE;
        long rxCount = Integer.toUnsignedLong(Layouts.u32(from, RX_COUNT));
        long txCount = Integer.toUnsignedLong(Layouts.u32(from, TX_COUNT));
        if (rxCount > room) {
            throw new DescriptorException(RX_RANGES, RX_COUNT, rxCount, rxCount + " ranges, room for " + room);
        }
        if (txCount > room - rxCount) {
            throw new DescriptorException(
                    TX_RANGES, TX_COUNT, txCount, txCount + " ranges, room for " + (room - rxCount));
        }
        List<ConstituentRange> rx = ranges(from, RANGES, (int) rxCount);
        List<ConstituentRange> tx = ranges(from, RANGES + rxCount * ConstituentRange.SIZE, (int) txCount);
        return new RxTxDescriptor(Layouts.u16(from, ENDPOINT), rx, tx);
    }

    private static List<ConstituentRange> ranges(MemorySegment from, long offset, int count) {
        List<ConstituentRange> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ranges.add(ConstituentRange.decode(from, offset + (long) i * ConstituentRange.SIZE));
        }
        return ranges;
    }
}
