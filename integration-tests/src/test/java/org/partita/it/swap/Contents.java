package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.partita.api.admin.Client;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.partition.MemoryView;

/** Known bytes in consecutive pages of an endpoint, and a checksum that says whether they are still there. */
final class Contents {
    static final int PAGE = 0x1000;

    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int endpoint;
    private final long base;
    private final byte[] bytes;

    /** No two bases have the same bytes. */
    Contents(int endpoint, long base, int pages) {
        this.endpoint = endpoint;
        this.base = base;
        bytes = new byte[pages * PAGE];
        new Random(base).nextBytes(bytes);
    }

    int endpoint() {
        return endpoint;
    }

    long base() {
        return base;
    }

    int length() {
        return bytes.length;
    }

    /** Writes all of it as the endpoint, which nobody else uses meanwhile. */
    Contents fill(Platform platform) {
        try (Client client = platform.client(endpoint, 0)) {
            fill(client.memory(), base, bytes.length / PAGE);
        }
        return this;
    }

    /** Writes some pages as they were. */
    void fill(MemoryView memory, long address, int pages) {
        memory.write(address, MemorySegment.ofArray(part(address, pages)));
    }

    /** The word that was there. */
    long word(long address) {
        return MemorySegment.ofArray(bytes).get(U64, address - base);
    }

    /** What ranges hold one behind the other, but for another first word. */
    byte[] of(long first, List<ConstituentRange> ranges) {
        byte[] all = new byte[length(ranges)];
        int at = 0;
        for (ConstituentRange r : ranges) {
            byte[] part = part(r.address(), r.pages());
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        MemorySegment.ofArray(all).set(U64, 0, first);
        return all;
    }

    /** What ranges hold one behind the other. */
    byte[] of(List<ConstituentRange> ranges) {
        return of(word(ranges.getFirst().address()), ranges);
    }

    private byte[] part(long address, int pages) {
        int from = (int) (address - base);
        return Arrays.copyOfRange(bytes, from, from + pages * PAGE);
    }

    /** The checksum of what the endpoint, which nobody else uses meanwhile, sees there. */
    long seen(Platform platform) {
        try (Client client = platform.client(endpoint, 0)) {
            return seen(client.memory());
        }
    }

    private long seen(MemoryView memory) {
        byte[] there = new byte[bytes.length];
        memory.read(base, MemorySegment.ofArray(there));
        return checksum(there);
    }

    /** All of it is there. */
    void verify(MemoryView memory) {
        assertThat(seen(memory))
                .as("checksum of what 0x%x sees at 0x%x", endpoint, base)
                .isEqualTo(checksum(bytes));
    }

    static long checksum(byte[] of) {
        CRC32C crc = new CRC32C();
        crc.update(of, 0, of.length);
        return crc.getValue();
    }

    /** What an endpoint sees in ranges, one behind the other. */
    static byte[] read(MemoryView memory, List<ConstituentRange> ranges) {
        byte[] all = new byte[length(ranges)];
        int at = 0;
        for (ConstituentRange r : ranges) {
            int length = r.pages() * PAGE;
            memory.read(r.address(), MemorySegment.ofArray(all).asSlice(at, length));
            at += length;
        }
        return all;
    }

    private static int length(List<ConstituentRange> ranges) {
        return PAGE * ranges.stream().mapToInt(ConstituentRange::pages).sum();
    }
}
