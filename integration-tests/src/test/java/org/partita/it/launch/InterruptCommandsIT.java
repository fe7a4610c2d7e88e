package org.partita.it.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partita.it.launch.Launcher.Ended;

/** What {@code hw:irq}, {@code hw:gic} and {@code spm:status} say of interrupts and of whom they stop, on ffa-scheduling. */
class InterruptCommandsIT {
    @TempDir
    private Path folder;

    private Launcher launcher;

    @BeforeEach
    void launcher() {
        launcher = new Launcher(folder);
    }

    private Ended run(String script, String... options) throws Exception {
        Path file = Files.writeString(folder.resolve("script.gogo"), script);
        String[] all = new String[options.length + 4];
        all[0] = "ffa-scheduling";
        all[1] = "--quiet";
        all[2] = "--script";
        all[3] = file.toString();
        System.arraycopy(options, 0, all, 4, options.length);
        return launcher.partita(all);
    }

    private static final String INTERFACES = """
            PE  MASK  RUNNING  GROUPS                     SIGNALLED
             0  0xf8     0xff  0, secure 1, non-secure 1  -
             1  0xf8     0xff  0, secure 1, non-secure 1  -
             2  0xf8     0xff  0, secure 1, non-secure 1  -
             3  0xf8     0xff  0, secure 1, non-secure 1  -

            """;

    /** Devices of the manifests: 40 to 42 of the VMs, 48 of worker. */
    @Test
    void theControllerListsWhatManifestsList() throws Exception {
        Ended ended = run("hw:gic");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualTo(INTERFACES + """
                INTID  PE   GROUP         PRIORITY  TRIGGER  STATE     PARTITION
                   40  any  non-secure 1      0xc0  edge     inactive  1
                   41  any  non-secure 1      0xa0  edge     inactive  2
                   42  any  non-secure 1      0x90  edge     inactive  3
                   48  any  secure 1          0x40  edge     inactive  0x8001
                """);
    }

    /** The interrupt of a VM's device preempts worker in VM 1's request, and is handled; nobody gets one that no manifest lists. */
    @Test
    void anInterruptGoesToItsPartitionOrIsSaidToGoToNobody() throws Exception {
        Ended ended = run("""
                spm:at 0.005 { hw:irq 41 }
                ffa:direct 1 0x8001 12000
                spm:status | grep stopped
                spm:status --json | grep -q '"partition":32769,"vcpu":0,"state":"preempted","pe":[0-9],"requester":1'
                ffa:direct 3 2
                hw:irq 50
                hw:irq 50 --json
                hw:gic | grep 50
                ffa:run 1 0x8001
                spm:status | grep stopped; true
                """, "--seed", "7");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).containsPattern("""
                ^at 0\\.005 s: hw:irq 41
                interrupt 41 raised
                FFA_INTERRUPT w0=0x84000062 w1=0x0 w2=0x0 w3=0x0 w4=0x0 w5=0x0 w6=0x0 w7=0x0
                stopped     worker preempted on PE \\d, in a request of messenger1
                FFA_MSG_SEND_DIRECT_RESP w0=0x84000070 w1=0x20003 w2=0x0 w3=0x0 w4=0x1 w5=0x0 w6=0x0 w7=0x0
                from 2 to 3, payload w3=0x0 w4=0x1
                interrupt 50 raised
                no partition has it: it is disabled, and reaches nobody until a partition is loaded whose manifest lists it
                \\{"intid":50,"pe":0,"level":null,"partition":null}
                   50 .* disabled, pending  -
                FFA_MSG_SEND_DIRECT_RESP w0=0x84000070 w1=0x80010001 w2=0x0 w3=0x2ee0 w4=0x0 w5=0x0 w6=0x0 w7=0x0
                from 0x8001 to 1, payload w3=0x2ee0
                $""");
    }

    /** The script ends while worker is at its 1,200,000,000 steps: nothing is wrong, and nothing is said. */
    @Test
    void aPartitionAtWorkIsNoProblemWhenThePlatformEnds() throws Exception {
        Ended ended = run("ffa:direct 1 0x8001 1200000000 --timeout 0.5");
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).startsWith("still waiting: FFA_MSG_SEND_DIRECT_REQ of 1 vCPU 0");
        assertThat(ended.err()).doesNotContain("aborted");
    }
}
