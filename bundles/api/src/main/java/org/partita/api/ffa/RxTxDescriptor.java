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
    private static final int HEADER = 12;

    public RxTxDescriptor {
        rx = List.copyOf(rx);
        tx = List.copyOf(tx);
    }

    /** Bytes of the whole descriptor. */
    public long size() {
        return HEADER + (long) (rx.size() + tx.size()) * ConstituentRange.SIZE;
    }

    /** Writes the descriptor from the first byte of the segment on. */
    public void encode(MemorySegment to) {
        Layouts.require(to, 0, size(), "endpoint RX/TX descriptor");
        Layouts.u16(to, 0, endpoint);
        Layouts.u16(to, 2, 0);
        Layouts.u32(to, 4, rx.size());
        Layouts.u32(to, 8, tx.size());
        long at = HEADER;
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
        Layouts.require(from, 0, HEADER, "endpoint RX/TX descriptor");
        if (Layouts.u16(from, 2) != 0) {
            throw new DescriptorException("Reserved", 2, "must be zero (FF-A Table 8.19)");
        }
        long room = (from.byteSize() - HEADER) / ConstituentRange.SIZE;
        long rxCount = Integer.toUnsignedLong(Layouts.u32(from, 4));
        long txCount = Integer.toUnsignedLong(Layouts.u32(from, 8));
        if (rxCount > room) {
            throw new DescriptorException("RX address range count", 4, rxCount + " ranges, room for " + room);
        }
        if (txCount > room - rxCount) {
            throw new DescriptorException(
                    "TX address range count", 8, txCount + " ranges, room for " + (room - rxCount));
        }
        List<ConstituentRange> rx = ranges(from, HEADER, (int) rxCount);
        List<ConstituentRange> tx = ranges(from, HEADER + rxCount * ConstituentRange.SIZE, (int) txCount);
        return new RxTxDescriptor(Layouts.u16(from, 0), rx, tx);
    }

    private static List<ConstituentRange> ranges(MemorySegment from, long offset, int count) {
        List<ConstituentRange> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ranges.add(ConstituentRange.decode(from, offset + (long) i * ConstituentRange.SIZE));
        }
        return ranges;
    }
}
