package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;

/**
 * Valid sequences of calls with changed registers and descriptors are answered as the error tables have it, and change
 * what they may change, whatever is in them. The corpus is in {@code fuzz/*.calls} of the test resources. The same seeds
 * run at each build; new ones run for -Dpartita.fuzz.seconds=N more, in the long check for 30. A failure names its seed.
 */
final class InterfaceFuzzTest {
    private static final int REPLAYED = 3_000;
    private static final int SECONDS = Integer.getInteger("partita.scale", 1) > 1 ? 30 : 2;
    private static final List<String> FILES =
            List.of("share", "lend", "lend-to-several", "donate", "own-entry", "ranges", "addresses", "again");

    private final Map<String, List<FuzzedCall>> corpus =
            FILES.stream().collect(Collectors.toMap(file -> file, InterfaceFuzzTest::calls));
    private final Map<String, Integer> ends = new TreeMap<>();

    static List<String> files() {
        return FILES;
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
    @MethodSource("files")
    void theCorpusIsOfCallsThatSucceed(String file) {
        FuzzedPlatform platform = new FuzzedPlatform();
        for (FuzzedCall call : calls(file)) {
            assertThat(platform.judged(call)).as("%s", call).isNull();
        }
        platform.end();
    }

    @Test
    void changedCallsAreAnsweredByTheTables() {
        for (long seed = 0; seed < REPLAYED; seed++) {
            play(seed);
        }
        System.out.println("fuzzed calls: " + ends);
        for (String function : List.of("DONATE", "LEND", "SHARE", "RETRIEVE_REQ", "RELINQUISH", "RECLAIM")) {
            for (String end : List.of("SUCCESS", "INVALID_PARAMETERS", "DENIED")) {
                assertThat(ends.getOrDefault("FFA_MEM_" + function + " " + end, 0))
                        .as("%s %s of %s", function, end, ends)
                        .isGreaterThan(20);
            }
        }
        assertThat(ends).containsKey("FFA_MEM_RETRIEVE_REQ BUSY");
    }

    @Test
    void newlyChangedCallsAreAnsweredByTheTables() {
        long end = System.nanoTime() + Long.getLong("partita.fuzz.seconds", SECONDS) * 1_000_000_000L;
        for (long seed = System.nanoTime(); System.nanoTime() < end; seed++) {
            play(seed);
        }
    }

    private void play(long seed) {
        List<FuzzedCall> calls = changed(new Random(seed));
        FuzzedPlatform platform = new FuzzedPlatform();
        int number = 0;
        try {
            for (FuzzedCall call : calls) {
                number++;
                count(call, platform.judged(call));
            }
            platform.end();
        } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
            List<String> lines =
                    calls.stream().limit(number).map(FuzzedCall::toString).toList();
            throw new AssertionError("seed " + seed + ", call " + number + " of:\n" + String.join("\n", lines), e);
        }
    }

    private void count(FuzzedCall call, @Nullable Status status) {
        FunctionId function = FunctionId.of(call.registers().getFirst().intValue());
        ends.merge(function + " " + (status == null ? "SUCCESS" : status), 1, Integer::sum);
    }

    /** Calls of one file, some of them changed, left out, repeated, or of another file. */
    private List<FuzzedCall> changed(Random random) {
        List<FuzzedCall> calls = new ArrayList<>(any(random));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(calls.size());
            FuzzedCall call = calls.get(at);
            switch (random.nextInt(9)) {
                case 0 -> calls.add(at, call);
                case 1 -> calls.add(random.nextInt(calls.size()), calls.remove(at));
                case 2 -> {
                    List<FuzzedCall> other = any(random);
                    calls.addAll(at, other.subList(0, 1 + random.nextInt(other.size())));
                }
                // the caller tries it with something changed, then as it should be
                case 3, 4, 5 -> calls.add(at, call.changed(random));
                default -> calls.set(at, call.changed(random));
            }
        }
        return calls;
    }

    private List<FuzzedCall> any(Random random) {
        return corpus.getOrDefault(FILES.get(random.nextInt(FILES.size())), List.of());
    }
}
