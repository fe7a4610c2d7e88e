package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sequences of calls are answered as the error tables have it, and change what they may change, whatever is in their
 * registers and descriptors, with the optional features of FF-A 12.2 and without, under a Hypervisor and under an OS
 * kernel, for devices too, and whoever crashes meanwhile. The corpus is in {@code fuzz/*.calls} of the test resources.
 */
final class InterfaceFuzzTest {
    private static final List<String> BASIC = List.of(
            "share",
            "lend",
            "lend-to-several",
            "donate",
            "own-entry",
            "ranges",
            "addresses",
            "again",
            "hypervisor",
            "devices",
            "s-el0",
            "crashes");
    private static final List<String> WITH_FEATURES =
            List.of("fragments", "slices", "buffers", "devices-slices", "crashes-slices");
    /** They are for platforms without a Hypervisor. */
    private static final List<String> OS_KERNEL = List.of("kernel", "kernel-crash");

    private static final byte FEATURES = FuzzedPlatform.FEATURES;

    static List<Arguments> corpus() {
        List<Arguments> all = new ArrayList<>();
        BASIC.forEach(file -> all.add(Arguments.of(calls(file), (byte) 0)));
        BASIC.forEach(file -> all.add(Arguments.of(calls(file), FEATURES)));
        WITH_FEATURES.forEach(file -> all.add(Arguments.of(calls(file), FEATURES)));
        for (int shape : new int[] {FuzzedPlatform.OS_KERNEL, FuzzedPlatform.MERGED_SPM}) {
            OS_KERNEL.forEach(file -> all.add(Arguments.of(calls(file), (byte) shape)));
            OS_KERNEL.forEach(file -> all.add(Arguments.of(calls(file), (byte) (shape | FEATURES))));
        }
        return all;
    }

    /** The corpus, and calls that are refused, but for fragments to which nothing follows. */
    static List<Arguments> inputs() {
        List<Arguments> all = corpus();
        for (byte variant : new byte[] {0, FEATURES}) {
            all.add(Arguments.of(calls("claims"), variant));
        }
        return all;
    }

    private static List<FuzzedCall> calls(String file) {
        try (InputStream in = InterfaceFuzzTest.class.getResourceAsStream("/fuzz/" + file + ".calls")) {
            String text = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(FuzzedCall::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void theCorpusIsOfCallsThatSucceed(List<FuzzedCall> calls, byte variant) {
        FuzzedPlatform platform = new FuzzedPlatform(variant);
        for (FuzzedCall call : calls) {
            assertThat(platform.judged(call)).as("%s", call).isNull();
        }
        platform.end();
    }

    @MethodSource("inputs")
    @FuzzTest
    void callsAreAnsweredByTheTables(@NotNull @WithSize(max = 40) List<@NotNull FuzzedCall> calls, byte variant) {
        FuzzedPlatform platform = new FuzzedPlatform(variant);
        int number = 0;
        try {
            for (FuzzedCall call : calls) {
                number++;
                platform.judged(call);
            }
            platform.end();
        } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
            String lines =
                    calls.stream().limit(number).map(FuzzedCall::toString).collect(Collectors.joining("\n"));
            throw new AssertionError("call " + number + " of variant " + variant + ":\n" + lines, e);
        }
    }
}
