package org.partita.api.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.DescriptorException;

/**
 * Descriptors of whatever bytes are read or refused, never anything else, with memory in proportion to their length. What
 * is read is written and read again as the same. The corpus is of the golden descriptors, and of inputs that the fuzzer
 * made of them.
 */
class DescriptorFuzzTest {
    /** Bytes that an exception takes with its message and stack trace. */
    private static final long MESSAGES = 1 << 16;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    static List<byte[]> descriptors() {
        List<byte[]> corpus = new ArrayList<>();
        Golden.transactions().forEach(golden -> corpus.add(golden.bytes()));
        Golden.relinquishments().forEach(golden -> corpus.add(golden.bytes()));
        List<ConstituentRange> ranges = new ArrayList<>();
        List<EndpointAccess> endpoints = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ranges.add(new ConstituentRange(i * 0x1_0000_0000L, 0x1000));
            CompositeRegion region = CompositeRegion.of(ranges.subList(i / 2, i + 1));
            endpoints.add(
                    new EndpointAccess(i, DataAccess.READ_WRITE, InstructionAccess.EXECUTE_NEVER, i % 3 == 0, region));
        }
        MemoryTransaction large =
                MemoryTransaction.send(1, MemoryAttributes.DEVICE_GRE, SendFlags.NONE, 7, List.copyOf(endpoints));
        byte[] bytes = new byte[(int) large.size()];
        large.encode(MemorySegment.ofArray(bytes));
        corpus.add(bytes);
        return corpus;
    }

    @MethodSource("descriptors")
    @FuzzTest
    void descriptorsAreReadOrRefused(byte[] bytes) {
        MemorySegment segment = MemorySegment.ofArray(bytes);
        requireModest(bytes.length, () -> transaction(segment));
        MemoryTransaction transaction = transaction(segment);
        if (transaction != null) {
            requireSame(transaction);
        }
        requireModest(bytes.length, () -> relinquishment(segment));
        RelinquishDescriptor relinquishment = relinquishment(segment);
        if (relinquishment != null) {
            MemorySegment again = MemorySegment.ofArray(new byte[(int) relinquishment.size()]);
            relinquishment.encode(again);
            assertThat(RelinquishDescriptor.decode(again)).isEqualTo(relinquishment);
        }
    }

    private static void requireModest(int length, Runnable reading) {
        if (allocated(reading) > MESSAGES + 10L * length) {
            // this was the first use of some class, or too much
            assertThat(allocated(reading)).as("bytes allocated").isLessThanOrEqualTo(MESSAGES + 10L * length);
        }
    }

    private static long allocated(Runnable reading) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        reading.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static @Nullable MemoryTransaction transaction(MemorySegment bytes) {
        try {
            return MemoryTransaction.decode(bytes);
        } catch (DescriptorException e) {
            requireTold(e, bytes);
            return null;
        }
    }

    private static @Nullable RelinquishDescriptor relinquishment(MemorySegment bytes) {
        try {
            return RelinquishDescriptor.decode(bytes);
        } catch (DescriptorException e) {
            requireTold(e, bytes);
            return null;
        }
    }

    private static void requireTold(DescriptorException e, MemorySegment bytes) {
        assertThat(e.requirement()).isNotNull();
        assertThat(e.offset()).isBetween(0L, bytes.byteSize());
    }

    private static void requireSame(MemoryTransaction transaction) {
        MemorySegment again = MemorySegment.ofArray(new byte[(int) transaction.size()]);
        transaction.encode(again);
        assertThat(MemoryTransaction.decode(again)).isEqualTo(transaction);
        try {
            transaction.requireDistinctEndpoints();
            transaction.endpoints().stream()
                    .map(EndpointAccess::region)
                    .filter(region -> region != null)
                    .forEach(CompositeRegion::requireDisjoint);
        } catch (DescriptorException e) {
            assertThat(e.requirement()).isIn("FFA-5.11-1", "FFA-5.12.3.1-3");
        }
    }
}
