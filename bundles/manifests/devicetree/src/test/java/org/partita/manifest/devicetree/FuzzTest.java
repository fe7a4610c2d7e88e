package org.partita.manifest.devicetree;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestOptions;
import org.partita.api.manifest.ManifestSource;

/**
 * Changed manifests are read or refused, never anything else, in bounded time and memory. The same seeds run at each
 * build; with -Dpartita.fuzz.seconds=N new ones run for N seconds more, and a failure names its seed.
 */
class FuzzTest {
    private static final int REPLAYED = 500;
    private static final long MOST_NANOSECONDS = 1_000_000_000L;
    private static final long MOST_BYTES = 64L << 20;
    private static final String[] WORDS = {
        "{",
        "}",
        ";",
        "<",
        ">",
        "&x",
        "&{/a}",
        "/bits/ 64 ",
        "/delete-node/ ",
        "/include/ \"x\"",
        "#include",
        "\"",
        "[",
        "(",
        "1 << 70",
        "/omit-if-no-ref/ ",
        "x:",
        "0xffffffff",
        "phandle = <1>;",
        "/*",
        "= ",
        ",",
        "(1 ? 2 : 3)",
        "uuid",
        "pages-count = <0xffffffff>;"
    };
    private static final int[] CELLS = {
        0, 1, 2, 3, 4, 9, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xd00dfeed, 40, 0x7ffffffc
    };

    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static List<byte[]> corpus() {
        List<byte[]> corpus = new ArrayList<>();
        Files.REAL.forEach(name -> corpus.add(Files.bytes("manifests/" + name + ".dts")));
        Files.REAL.forEach(name -> corpus.add(Files.bytes("manifests/" + name + ".dtb")));
        corpus.add(Files.bytes("golden.dts"));
        corpus.add(Files.bytes("golden.dtb"));
        corpus.add(Manifests.DEVICE.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        corpus.add(Manifests.SPMC.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        corpus.add(Manifests.SP.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return corpus;
    }

    @Test
    void changedManifestsAreReadOrRefused() {
        List<byte[]> corpus = corpus();
        int refused = 0;
        for (long seed = 0; seed < REPLAYED; seed++) {
            refused += read(corpus, seed) ? 0 : 1;
        }
        assertThat(refused).isBetween(REPLAYED / 10, REPLAYED);
    }

    @Test
    void newlyChangedManifestsAreReadOrRefused() {
        List<byte[]> corpus = corpus();
        long end = System.nanoTime() + Long.getLong("partita.fuzz.seconds", 2) * 1_000_000_000L;
        for (long seed = System.nanoTime(); System.nanoTime() < end; seed++) {
            read(corpus, seed);
        }
    }

    private boolean read(List<byte[]> corpus, long seed) {
        Random random = new Random(seed);
        byte[] original = corpus.get(random.nextInt(corpus.size()));
        byte[] changed = original;
        for (int i = random.nextInt(6); i >= 0; i--) {
            changed = ByteBuffer.wrap(original).getInt() == 0xd00dfeed
                    ? changeBlob(changed, random)
                    : changeSource(changed, random);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long begin = threads.getCurrentThreadCpuTime();
        boolean good = true;
        try {
            new DevicetreeReader()
                    .read(
                            new ManifestSource("fuzz", changed),
                            new ManifestOptions(random.nextBoolean(), random.nextBoolean()));
        } catch (ManifestException e) {
            assertThat(e.problems()).as("seed " + seed).isNotEmpty();
            good = false;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed " + seed, e);
        }
        assertThat(threads.getCurrentThreadCpuTime() - begin)
                .as("CPU nanoseconds of seed " + seed)
                .isLessThan(MOST_NANOSECONDS);
        assertThat(threads.getCurrentThreadAllocatedBytes() - allocated)
                .as("bytes of seed " + seed)
                .isLessThan(MOST_BYTES);
        return good;
    }

    private static byte[] changeBlob(byte[] blob, Random random) {
        byte[] changed = blob.clone();
        if (changed.length < 8) {
            return changed;
        }
        switch (random.nextInt(5)) {
            case 0 -> changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 ->
                ByteBuffer.wrap(changed)
                        .putInt(random.nextInt(changed.length / 4) * 4, CELLS[random.nextInt(CELLS.length)]);
            case 2 ->
                ByteBuffer.wrap(changed)
                        .putInt(random.nextInt(10) * 4 % (changed.length - 3), CELLS[random.nextInt(CELLS.length)]);
            case 3 -> changed = Arrays.copyOf(changed, random.nextInt(changed.length) + 1);
            default -> {
                int from = random.nextInt(changed.length);
                int to = random.nextInt(changed.length);
                System.arraycopy(
                        changed, from, changed, to, Math.min(random.nextInt(64), changed.length - Math.max(from, to)));
            }
        }
        return changed;
    }

    private static byte[] changeSource(byte[] source, Random random) {
        String text = new String(source, java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(40));
        String changed = switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> text.substring(0, at) + WORDS[random.nextInt(WORDS.length)] + text.substring(at);
            case 2 -> text.substring(0, to) + text.substring(at);
            case 3 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(at);
            default -> text.replaceFirst("<[^>]*>", "<" + random.nextInt() + ">");
        };
        return changed.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
