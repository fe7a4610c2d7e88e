package org.partita.it.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partita.it.launch.Launcher.Ended;

/** {@code launch/partita bench --smoke}: every benchmark runs, whatever it measures. */
class BenchmarksIT {
    @TempDir
    private Path folder;

    @Test
    void everyBenchmarkRuns() throws Exception {
        Ended ended = new Launcher(folder).bench("--smoke");

        assertThat(ended.status()).as("it said %s%s", ended.out(), ended.err()).isZero();
        assertThat(ended.err().lines().toList().getLast())
                .matches("bench: ([0-9]+) of \\1, org\\.partita\\.benchmarks\\..*");
        assertThat(ended.out())
                .contains(
                        "direct message SP to SP",
                        "lend 1 page, VM to SP",
                        "psa_call, SFN",
                        "psa_call, IPC, over hand-offs")
                .endsWith("Smoke run: no claim is made.\n");
    }

    /** The SFN backend is said to take less: the commit that brought it to TF-M. Columns: SFN; SFN partitions and IPC ones in the IPC backend. */
    @Test
    void aPartitionTakesLessMemoryInTheSfnBackend() throws Exception {
        Ended ended = new Launcher(folder).bench("memory");

        assertThat(ended.status()).as("it said %s%s", ended.out(), ended.err()).isZero();
        List<Long> together = bytes(ended.out(), "partition, together");
        assertThat(together.get(0)).isPositive().isLessThan(together.get(1)).isLessThan(together.get(2));
        assertThat(bytes(ended.out(), "partition: stack while it waits").get(0)).isZero();
        List<Long> connection = bytes(ended.out(), "connection with its message");
        assertThat(connection.get(0)).isPositive();
        assertThat(connection).containsOnly(connection.get(0));
    }

    private static List<Long> bytes(String table, String row) {
        String line = table.lines().filter(l -> l.startsWith(row)).findFirst().orElseThrow();
        String[] cells = line.substring(row.length()).strip().split(" +");
        return Arrays.stream(cells).map(Long::valueOf).toList();
    }
}
