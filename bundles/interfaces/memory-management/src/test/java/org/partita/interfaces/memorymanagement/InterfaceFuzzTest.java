package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sequences of calls are answered as the error tables have it, and change what they may change, whatever is in their
 * registers and descriptors, with the optional features of FF-A 12.2 and without. The corpus is in {@code fuzz/*.calls}
 * of the test resources.
 */
final class InterfaceFuzzTest {
    private static final List<String> BASIC =
            List.of("share", "lend", "lend-to-several", "donate", "own-entry", "ranges", "addresses", "again");
    private static final List<String> WITH_FEATURES = List.of("fragments", "slices", "buffers");

    static List<Arguments> corpus() {
        List<Arguments> all =
                BASIC.stream().map(file -> Arguments.of(calls(file), false)).collect(Collectors.toList());
        BASIC.forEach(file -> all.add(Arguments.of(calls(file), true)));
        WITH_FEATURES.forEach(file -> all.add(Arguments.of(calls(file), true)));
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
    void theCorpusIsOfCallsThatSucceed(List<FuzzedCall> calls, boolean features) {
        FuzzedPlatform platform = new FuzzedPlatform(features);
        for (FuzzedCall call : calls) {
            assertThat(platform.judged(call)).as("%s", call).isNull();
        }
        platform.end();
    }

    @MethodSource("corpus")
    @FuzzTest
    void callsAreAnsweredByTheTables(@NotNull @WithSize(max = 24) List<@NotNull FuzzedCall> calls, boolean features) {
        FuzzedPlatform platform = new FuzzedPlatform(features);
        int number = 0;
        try {
            for (FuzzedCall call : calls) {
                number++;
                if (features || !call.optional()) {
                    platform.judged(call);
                }
            }
            platform.end();
        } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
            String lines =
                    calls.stream().limit(number).map(FuzzedCall::toString).collect(Collectors.joining("\n"));
            throw new AssertionError("call " + number + (features ? " with features of:\n" : " of:\n") + lines, e);
        }
    }
}
