package org.partita.manager.ffmspm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sequences of calls of the PSA API end as FF-M has it, and change what they may change, whatever handles, control parameters, vectors
 * and buffers are, and what the client does with its descriptors meanwhile; at each isolation level, with both backends. The corpus is in
 * {@code fuzz/*.calls} of the test resources.
 */
final class PsaCallFuzzTest {
    private static final long MOST_NANOSECONDS = 1_000_000_000L;
    private static final long MOST_BYTES = 32L << 20;

    /** Calls that succeed with the IPC backend, at each level. */
    private static final List<String> RIGHT = List.of("requests", "stateless", "edges", "changes");
    /** Calls that succeed with the SFN backend, at isolation level 1. */
    private static final List<String> RIGHT_AT_1 = List.of("functions", "mapped");

    private static final int[] LEVELS = {0, 1, 2};

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    static List<Arguments> right() {
        List<Arguments> all = new ArrayList<>();
        for (int level : LEVELS) {
            RIGHT.forEach(file -> all.add(Arguments.of(calls(file), (byte) level)));
        }
        RIGHT_AT_1.forEach(file -> all.add(Arguments.of(calls(file), (byte) FuzzedSpm.SFN)));
        return all;
    }

    /** The corpus, and calls that are refused but for those that prepare them. */
    static List<Arguments> inputs() {
        List<Arguments> all = right();
        for (int level : LEVELS) {
            all.add(Arguments.of(calls("wrong-vectors"), (byte) level));
            all.add(Arguments.of(calls("wrong-services"), (byte) (level | FuzzedSpm.SFN)));
        }
        return all;
    }

    private static List<FuzzedCall> calls(String file) {
        try (InputStream in = PsaCallFuzzTest.class.getResourceAsStream("/fuzz/" + file + ".calls")) {
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
    @MethodSource("right")
    void theCorpusIsOfCallsThatSucceed(List<FuzzedCall> calls, byte variant) {
        FuzzedSpm spm = new FuzzedSpm(variant);
        for (FuzzedCall call : calls) {
            assertThat(spm.judged(call)).as("%s", call).isTrue();
        }
    }

    @MethodSource("inputs")
    @FuzzTest
    void callsEndAndChangeWhatTheReferenceHas(
            @NotNull @WithSize(max = 80) List<@NotNull FuzzedCall> calls, byte variant) {
        if (!modest(calls, variant)) {
            // this was the first use of some class, or too much
            assertThat(modest(calls, variant)).as("bounded time and memory").isTrue();
        }
    }

    private static boolean modest(List<FuzzedCall> calls, byte variant) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long begin = THREADS.getCurrentThreadCpuTime();
        FuzzedSpm spm = new FuzzedSpm(variant);
        int number = 0;
        try {
            for (FuzzedCall call : calls) {
                number++;
                spm.judged(call);
            }
        } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
            String lines =
                    calls.stream().limit(number).map(FuzzedCall::toString).collect(Collectors.joining("\n"));
            throw new AssertionError("call " + number + " of variant " + variant + ":\n" + lines, e);
        }
        return THREADS.getCurrentThreadCpuTime() - begin < MOST_NANOSECONDS
                && THREADS.getCurrentThreadAllocatedBytes() - allocated < MOST_BYTES;
    }
}
