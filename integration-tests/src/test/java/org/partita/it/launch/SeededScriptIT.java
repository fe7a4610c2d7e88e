package org.partita.it.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partita.it.launch.Launcher.Ended;

/** Scripts whose commands happen at a virtual time, in the middle of what others do: the same seed gives the same output. */
class SeededScriptIT {
    @TempDir
    private Path folder;

    private Launcher launcher;

    @BeforeEach
    void launcher() {
        launcher = new Launcher(folder);
    }

    private Ended run(int seed, String script) throws Exception {
        Path file = Files.writeString(folder.resolve("script.gogo"), script);
        return launcher.partita(
                "ffa-scheduling", "--seed", Integer.toString(seed), "--quiet", "--script", file.toString());
    }

    private int bundle(String symbolicName) throws Exception {
        Ended ended = launcher.partita("ffa-scheduling", "--quiet", "--exec", "lb -s");
        Matcher line = Pattern.compile("(\\d+)\\|[^|]*\\|[^|]*\\|" + Pattern.quote(symbolicName) + " ")
                .matcher(ended.out());
        assertThat(line.find()).as(ended.out()).isTrue();
        return Integer.parseInt(line.group(1));
    }

    /** An interrupt preempts the SP in the middle of its request; bundles and a partition leave and come back before it is resumed. */
    @Test
    void theSameSeedGivesTheSameOutputByteForByte() throws Exception {
        int cycles = bundle("org.partita.interfaces.cycles");
        int echo = bundle("org.partita.partition.echo");
        int spmc = bundle("org.partita.manager.spmc");
        String script = """
                trace:start
                spm:at 0.003 { hw:irq 41 }
                spm:at 0.004 { stop %1$d; ffa:run 1 0x8001 }
                spm:at 0.005 { start %1$d }
                spm:at 0.006 { update %2$d }
                spm:at 0.007 { spm:unload echo }
                spm:at 0.008 { spm:load configurations/ffa-scheduling/manifests/echo.dts }
                spm:at 0.04 { ffa:direct 2 echo 5 }
                spm:at 0.009 { ffa:send 1 2 hello; ffa:direct 3 2 }
                spm:at 0.05 { update %3$d; ffa:direct 3 2; spm:partitions }
                spm:at 0.06 { ffa:direct 2 echo 6 }
                ffa:direct 1 0x8001 12000
                spm:partition 0x8001 --json | grep -q '"state":"preempted"'
                spm:await
                spm:status
                trace:show 2000
                """.formatted(cycles, spmc, echo);
        Ended first = run(7, script);
        assertThat(first.err()).isEmpty();
        assertThat(first.status()).isZero();
        assertThat(first.out())
                .contains(
                        "interrupt 41 raised\nFFA_INTERRUPT w0=0x84000062",
                        "FFA_MSG_SEND_DIRECT_RESP w0=0x84000070 w1=0x80010001 w2=0x0 w3=0x2ee0",
                        "partition 0x8003 is loaded\nFFA_MSG_SEND_DIRECT_RESP w0=0x84000070 w1=0x80030002 w2=0x0 w3=0x5",
                        "FFA_MSG_SEND_DIRECT_RESP w0=0x84000070 w1=0x80030002 w2=0x0 w3=0x6",
                        "mode        deterministic, seed 7",
                        "health      ok");
        assertThat(first.out())
                .containsPattern("0\\.00300\\d000 +\\d  SPMC -> SPMD +SMC @ secure-physical +FFA_INTERRUPT");

        assertThat(run(7, script).out()).isEqualTo(first.out());
        assertThat(trace(run(8, script))).isNotEmpty().isNotEqualTo(trace(first));
    }

    private static List<String> trace(Ended ended) {
        return ended.out().lines().filter(line -> line.contains(" -> ")).toList();
    }

    /** A request that takes longer than the command waits for it, in the platform's time. */
    @Test
    void howLongACommandWaitsIsVirtualTime() throws Exception {
        Ended ended = run(7, """
                spm:at 2 { hw:irq 42 }
                ffa:direct 1 0x8001 12000 --timeout 0.001
                spm:status | grep waits
                spm:await +0.05
                spm:status | grep waits; true
                spm:status | grep time
                """);
        assertThat(ended.out())
                .startsWith(
                        "at 2 s: hw:irq 42\nstill waiting: FFA_MSG_SEND_DIRECT_REQ of 1 vCPU 0 has not completed within 0.001 s")
                .contains("waits       FFA_MSG_SEND_DIRECT_REQ of messenger1 to 0x8001, for 0.011 s");
        assertThat(ended.out().lines().filter(l -> l.startsWith("waits"))).hasSize(1);
        assertThat(ended.out()).contains("it is 0.061");
    }

    @Test
    void aScriptStopsWhereItWaitsForAnEventThatFails() throws Exception {
        Ended ended = run(7, """
                spm:at 0.002 { spm:partition 99 }
                spm:await 0.001
                spm:await
                spm:status
                """);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .isEqualTo("partita: " + folder.resolve("script.gogo")
                        + ":3: spm:await: at 0.002 s spm:partition 99 failed: spm:partition: no partition has ID 0x63 (99):"
                        + " see spm:partitions\n");
    }
}
