package org.partita.it.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
                .contains("direct message SP to SP", "lend 1 page, VM to SP")
                .endsWith("Smoke run: no claim is made.\n");
    }
}
