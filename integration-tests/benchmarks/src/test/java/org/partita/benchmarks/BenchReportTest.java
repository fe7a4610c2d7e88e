package org.partita.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchReportTest {
    @Test
    void anUnknownNameIsWrongUsageAndListsTheKnownOnes() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int status = BenchReport.run(
                List.of("--smoke", "sp-to-vm"), System.out, new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(
                        "no benchmark sp-to-vm",
                        "known: sp-to-sp, vm-to-sp, swap-guard",
                        "psa-ipc-connected",
                        ", memory");
    }
}
