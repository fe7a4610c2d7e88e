package org.partita.manifest.tfm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestSource;

/**
 * Lists and manifests of whatever bytes are read or refused, never anything else, in bounded time and memory. The corpus is of real
 * manifests, of those that other tests vary, and of YAML's heavier means.
 */
class ManifestFuzzTest {
    private static final long MOST_NANOSECONDS = 1_000_000_000L;
    private static final long MOST_BYTES = 64L << 20;
    private static final String ONE =
            "{ manifest_list: [ { manifest: m, non_ffm_attributes: [weak_dependencies, x] } ] }";

    private static final Map<String, String> CONFIGURATION =
            Map.of("CONFIG_TFM_SPM_BACKEND", "auto", "ON", "on", "OFF", "off", "STACK", "0x400", "TIMER0_IRQ", "8");

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    static List<Arguments> manifests() {
        List<Arguments> arguments = new ArrayList<>();
        String partitions = "manifests/secure_fw/partitions/";
        Stream.of("crypto/tfm_crypto", "ns_agent_mailbox/ns_agent_mailbox", "protected_storage/tfm_protected_storage")
                .forEach(name -> arguments.add(corpus(ONE, Manifests.bytes(partitions + name + ".yaml"))));
        arguments.add(corpus(
                new String(Manifests.bytes("manifests/tools/tfm_manifest_list.yaml"), StandardCharsets.UTF_8),
                new byte[0]));
        Manifests small = new Manifests();
        for (String file : List.of(Manifests.STORE, Manifests.CRYPTO, Manifests.TIMER, Manifests.AGENT)) {
            arguments.add(corpus(small.text(Manifests.LIST), small.text(file).getBytes(StandardCharsets.UTF_8)));
        }
        for (String text : List.of(
                "a: &a [1, 2]\nb: [*a, *a]\n<<: {c: d}\n",
                "// x\n{ 'a': /* y */ 1, \"b\\u0041\": [ {}, [] ] } # z",
                "{ a: 1, \"b\\u",
                "%YAML 1.2\n---\n? a\n: |\n  text\n? b\n: >-\n  folded\n...\n",
                "a: !!str 1\n")) {
            arguments.add(corpus(ONE, text.getBytes(StandardCharsets.UTF_8)));
        }
        return arguments;
    }

    private static Arguments corpus(String list, byte[] manifest) {
        return Arguments.of(list.getBytes(StandardCharsets.UTF_8), manifest);
    }

    @MethodSource("manifests")
    @FuzzTest
    void manifestsAreReadOrRefused(byte @NotNull [] list, byte @NotNull [] manifest) {
        if (!modest(list, manifest)) {
            // this was the first use of some class, or too much
            assertThat(modest(list, manifest)).as("bounded time and memory").isTrue();
        }
    }

    private static boolean modest(byte[] list, byte[] manifest) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long begin = THREADS.getCurrentThreadCpuTime();
        try {
            FfmPlatform platform = TfmManifests.read(
                    new ManifestSource("list", list),
                    (of, path, limit) -> new ManifestSource("manifest", manifest),
                    CONFIGURATION);
            assertThat(platform.warnings()).noneMatch(p -> p.error());
        } catch (ManifestException e) {
            assertThat(e.problems()).anyMatch(p -> p.error());
        }
        return THREADS.getCurrentThreadCpuTime() - begin < MOST_NANOSECONDS
                && THREADS.getCurrentThreadAllocatedBytes() - allocated < MOST_BYTES;
    }
}
