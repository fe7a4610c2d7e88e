package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.Conduit;

class TablesTest {
    private final FakePlatform platform = new FakePlatform();
    private final GogoShell shell = new GogoShell(platform);

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void statusFitsOnOneScreen() throws Exception {
        assertThat(shell.run("spm:status")).isEqualTo("""
                        platform    ffa-reference, running
                        health      degraded
                        mode        deterministic, seed 7
                        time        0.003000000 s
                        managers    SPMC S-EL2 FF-A 1.0
                        PEs         0 idle; 1 client vCPU 0
                        stopped     echo preempted on PE 2, in a request of client
                        partitions  2
                        waits       FFA_MSG_SEND_DIRECT_REQ of client to 0x8001, for 7.2 s
                        problem     conduit/HVC is vacant.
                        """);
    }

    @Test
    void wiringSaysWhyARoleIsVacant() throws Exception {
        assertThat(shell.run("spm:wiring")).isEqualTo("""
                        ROLE                    BUNDLE  PROVIDER                 VERSION  STATE          SINCE  SERVED  STANDBYS
                        conduit/SMC                 12  org.partita.conduit.smc  0.1.0    serving  1.500000000      42  org.partita.conduit.smc:0.1.1
                        conduit/HVC (optional)       -  -                        -        vacant   0.000000000       0
                            reason: bundle 13 was stopped
                        """);
    }

    @Test
    void partitionsAreListedWithTheirIds() throws Exception {
        assertThat(shell.run("spm:partitions")).isEqualTo("""
                        ID      NAME    WORLD       EL     MODEL     CONTEXTS  STATE
                        1       client  non-secure  EL1    callback         1  idle
                        0x8001  echo    secure      S-EL0  callback         1  idle
                        """);
    }

    @Test
    void aPartitionIsShownWithEverything() throws Exception {
        assertThat(shell.run("spm:partition echo")).isEqualTo("""
                        0x8001 echo, secure, S-EL0, callback, idle
                          manifest  echo.dts
                          bundle    org.partita.partition.echo:0.1.0
                          FF-A      1.0
                          messaging receives direct requests
                          services  b4b5671e-4a90-4fe1-b81f-fb13dae1dacb
                          RX/TX     -
                          warning   no stream endpoint

                        VCPU  STATE  PE
                           0  idle    -

                        REGION   ADDRESS   PHYSICAL    SIZE  ACCESS  WORLD   KIND
                        buffers   0x1000  0x6000000  16 KiB  rw-     secure  memory
                        """);
    }

    @Test
    void functionsHaveALineForEachInstance() throws Exception {
        assertThat(shell.run("ffa:functions").lines().map(String::strip))
                .contains("secure-virtual: SMC HVC SVC ERET")
                .anyMatch(l -> l.startsWith("FFA_MSG_POLL             0x8400006a  -           10.4     -"));
    }

    @Test
    void traceShowsOneAlignedLineForEachCrossing() throws Exception {
        assertThat(shell.run("trace:show")).isEqualTo("""
                               TIME  PE  FROM -> TO            CONDUIT @ INSTANCE       FUNCTION                 PARAMETERS                         REFUSED BY
                        1.000002500   0  client -> Hypervisor  HVC @ nonsecure-virtual  FFA_MSG_SEND_DIRECT_REQ  from 1 to 0x8001, payload w3=0x2a
                        1.000003000   0  SPMC -> Hypervisor    ERET @ private           FFA_ERROR                BUSY                               FFA-10.2-9
                        """);
        assertThat(shell.run("trace:show 1").lines()).hasSize(2);
    }

    @Test
    void aCallOfFfmHasNoInstanceAndReturnsAValue() throws Exception {
        List<Long> call = List.of(0x50534103L, 0x40000100L, 0x020103E9L, 0x38000000L, 0x38000010L, 0L, 0L, 0L);
        List<Long> value = List.of(-137L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        platform.trace.recorded = List.of(
                new Crossing(1_000, 0, "client -1", "SPM", Conduit.CALL, null, "psa_call", call, ""),
                new Crossing(2_000, 0, "SPM", "client -1", Conduit.CALL, null, "psa_call returns", value, ""),
                new Crossing(3_000, 0, "echo", "SPM", Conduit.SVC, null, "psa_clear", List.of(0x5053410DL), ""),
                new Crossing(
                        4_000, 0, "SPM", "echo", Conduit.SVC, null, "psa_clear returns", List.of(-129L), "FFM-API-80"));

        assertThat(shell.run("trace:show")).isEqualTo("""
                               TIME  PE  FROM -> TO        CONDUIT @ INSTANCE  FUNCTION           PARAMETERS                              REFUSED BY
                        0.000001000   0  client -1 -> SPM  CALL                psa_call           handle=0x40000100 type=1001 in=2 out=1
                        0.000002000   0  SPM -> client -1  CALL                psa_call returns   PSA_ERROR_BAD_STATE (-137)
                        0.000003000   0  echo -> SPM       SVC                 psa_clear
                        0.000004000   0  SPM -> echo       SVC                 psa_clear returns  PSA_ERROR_PROGRAMMER_ERROR (-129)       FFM-API-80
                        """);
        assertThat(shell.run("trace:show --json"))
                .contains("\"decoded\":\"handle=0x40000100 type=1001 in=2 out=1\"")
                .contains("\"conduit\":\"CALL\",\"instance\":null,\"function\":\"psa_call returns\"");
    }

    @Test
    void traceStartsWithAFilterAndStops() throws Exception {
        assertThat(shell.run("trace:start FFA_RUN")).isEqualTo("recording crossings with \"FFA_RUN\"\n");
        assertThat(platform.trace.filter).isEqualTo("FFA_RUN");
        platform.trace.clear();
        assertThat(shell.run("trace:show")).isEqualTo("nothing recorded yet\n");
        assertThat(shell.run("trace:stop")).startsWith("stopped");
        assertThat(platform.trace.running).isFalse();
        assertThat(shell.run("trace:show")).contains("trace:start turns it on");
    }

    @Test
    void memoryRangesNameTheirWorld() throws Exception {
        assertThat(shell.run("hw:memory")).isEqualTo("""
                             BASE        END   SIZE  WORLD   KIND    NAME
                        0x6000000  0x61fffff  2 MiB  secure  memory  secure DRAM
                        """);
    }
}
