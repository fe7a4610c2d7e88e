package org.partita.api.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.DescriptorException;

/**
 * Changed descriptors are read or refused, never anything else, with memory in proportion to their length. What is read
 * is written and read again as the same. The same seeds run at each build; with -Dpartita.fuzz.seconds=N new ones run for
 * N seconds more, and a failure names its seed.
 */
class FuzzTest {
    private static final int REPLAYED = 50_000;
    /** Bytes that the first use of a message takes. */
    private static final long LINKING = 1 << 20;

    private static final int[] WORDS = {
        0, 1, 2, 3, 4, 8, 16, 32, 48, 64, 72, 80, 96, 0x1000, -1, -16, -4096, Integer.MAX_VALUE, Integer.MIN_VALUE
    };

    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static List<byte[]> corpus() {
        List<byte[]> corpus = new ArrayList<>();
        Golden.transactions().forEach(golden -> corpus.add(golden.bytes()));
        Golden.relinquishments().forEach(golden -> corpus.add(golden.bytes()));
        List<ConstituentRange> ranges = new ArrayList<>();
        List<EndpointAccess> endpoints = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
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

    @Test
    void changedDescriptorsAreReadOrRefused() {
        List<byte[]> corpus = corpus();
        int refused = 0;
        for (long seed = 0; seed < REPLAYED; seed++) {
            refused += read(corpus, seed) ? 0 : 1;
        }
        assertThat(refused).isBetween(REPLAYED / 10, REPLAYED * 9 / 10);
    }

    @Test
    void newlyChangedDescriptorsAreReadOrRefused() {
        List<byte[]> corpus = corpus();
        long end = System.nanoTime() + Long.getLong("partita.fuzz.seconds", 2) * 1_000_000_000L;
        for (long seed = System.nanoTime(); System.nanoTime() < end; seed++) {
            read(corpus, seed);
        }
    }

    private boolean read(List<byte[]> corpus, long seed) {
        Random random = new Random(seed);
        byte[] changed = corpus.get(random.nextInt(corpus.size()));
        for (int i = random.nextInt(4); i >= 0; i--) {
            changed = change(changed, random);
        }
        MemorySegment segment = MemorySegment.ofArray(changed);
        long allocated = threads.getCurrentThreadAllocatedBytes();
        MemoryTransaction transaction = null;
        RelinquishDescriptor relinquishment = null;
        try {
            transaction = MemoryTransaction.decode(segment);
        } catch (DescriptorException e) {
            requireTold(e, changed, seed);
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - allocated)
                .as("bytes of seed " + seed)
                .isLessThan(LINKING + 10L * changed.length);
        try {
            relinquishment = RelinquishDescriptor.decode(segment);
        } catch (DescriptorException e) {
            requireTold(e, changed, seed);
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
        requireSame(transaction, relinquishment, seed);
        return transaction != null || relinquishment != null;
    }

    private static void requireTold(DescriptorException e, byte[] bytes, long seed) {
        assertThat(e.requirement()).as("seed " + seed).isNotNull();
        assertThat(e.offset()).as("seed " + seed).isBetween(0L, (long) bytes.length);
    }

    private static void requireSame(MemoryTransaction transaction, RelinquishDescriptor relinquishment, long seed) {
        if (transaction != null) {
            MemorySegment again = MemorySegment.ofArray(new byte[(int) transaction.size()]);
            transaction.encode(again);
            assertThat(MemoryTransaction.decode(again)).as("seed " + seed).isEqualTo(transaction);
            try {
                transaction.requireDistinctEndpoints();
                transaction.endpoints().stream()
                        .map(EndpointAccess::region)
                        .filter(region -> region != null)
                        .forEach(CompositeRegion::requireDisjoint);
            } catch (DescriptorException e) {
                assertThat(e.requirement()).as("seed " + seed).isIn("FFA-5.11-1", "FFA-5.12.3.1-3");
            }
        }
        if (relinquishment != null) {
            MemorySegment again = MemorySegment.ofArray(new byte[(int) relinquishment.size()]);
            relinquishment.encode(again);
            assertThat(RelinquishDescriptor.decode(again)).as("seed " + seed).isEqualTo(relinquishment);
        }
    }

    private static byte[] change(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        ByteBuffer buffer = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        if (changed.length < 8) {
            return changed;
        }
        switch (random.nextInt(6)) {
            case 0 -> changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> buffer.putInt(random.nextInt(changed.length / 4) * 4, WORDS[random.nextInt(WORDS.length)]);
            case 2 -> buffer.putInt(random.nextInt(changed.length / 4) * 4, random.nextInt(changed.length * 2));
            case 3 -> changed = Arrays.copyOf(changed, random.nextInt(changed.length) + 1);
            case 4 -> changed = Arrays.copyOf(changed, changed.length + random.nextInt(64));
            default -> {
                int from = random.nextInt(changed.length);
                int to = random.nextInt(changed.length);
                System.arraycopy(
                        changed, from, changed, to, Math.min(random.nextInt(64), changed.length - Math.max(from, to)));
            }
        }
        return changed;
    }
}
