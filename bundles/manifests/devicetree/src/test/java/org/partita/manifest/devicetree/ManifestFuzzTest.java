package org.partita.manifest.devicetree;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestOptions;
import org.partita.api.manifest.ManifestSource;

/**
 * Manifests of whatever bytes are read or refused, never anything else, in bounded time and memory. The corpus is of real
 * manifests and of the golden ones, as sources and as blobs.
 */
class ManifestFuzzTest {
    private static final long MOST_NANOSECONDS = 1_000_000_000L;
    private static final long MOST_BYTES = 64L << 20;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    static List<Arguments> manifests() {
        List<byte[]> files = new ArrayList<>();
        Files.REAL.forEach(name -> files.add(Files.bytes("manifests/" + name + ".dts")));
        Files.REAL.forEach(name -> files.add(Files.bytes("manifests/" + name + ".dtb")));
        files.add(Files.bytes("golden.dts"));
        files.add(Files.bytes("golden.dtb"));
        files.add(Manifests.DEVICE.getBytes(StandardCharsets.UTF_8));
        files.add(Manifests.SPMC.getBytes(StandardCharsets.UTF_8));
        files.add(Manifests.SP.getBytes(StandardCharsets.UTF_8));
        return files.stream().map(file -> Arguments.of(file, false, false)).toList();
    }

    @MethodSource("manifests")
    @FuzzTest
    void manifestsAreReadOrRefused(byte @NotNull [] manifest, boolean enumerated, boolean strict) {
        ManifestSource source = new ManifestSource("fuzz", manifest);
        ManifestOptions options = new ManifestOptions(enumerated, strict);
        if (!modest(source, options)) {
            // this was the first use of some class, or too much
            assertThat(modest(source, options)).as("bounded time and memory").isTrue();
        }
    }

    private static boolean modest(ManifestSource source, ManifestOptions options) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long begin = THREADS.getCurrentThreadCpuTime();
        try {
            new DevicetreeReader().read(source, options);
        } catch (ManifestException e) {
            assertThat(e.problems()).isNotEmpty();
        }
        return THREADS.getCurrentThreadCpuTime() - begin < MOST_NANOSECONDS
                && THREADS.getCurrentThreadAllocatedBytes() - allocated < MOST_BYTES;
    }
}
