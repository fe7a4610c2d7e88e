package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

class DiscoveryTest {
    private static final int INFO_GET = 0x84000068;
    private static final int RX_RELEASE = 0x84000065;
    private static final int FEATURES = 0x84000064;

    private final FakePlatform platform = new FakePlatform();
    private final GogoShell shell = new GogoShell(platform);

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void infoReadsTheDescriptorsFromRxAndThenReleasesIt() throws Exception {
        platform.answer(INFO_GET, 0x84000061L, 0, 2);
        platform.rx = new byte[] {1, 0, 1, 0, 2, 0, 0, 0, 1, (byte) 0x80, 4, 0, 3, 0, 0, 0};

        assertThat(shell.run("ffa:info 1").lines())
                .containsExactly(
                        "FFA_SUCCESS w0=0x84000061 w1=0x0 w2=0x2 w3=0x0 w4=0x0 w5=0x0 w6=0x0 w7=0x0",
                        "2 partition information descriptors, 16 bytes in the RX buffer",
                        "ID      CONTEXTS  RECEIVES DIRECT  SENDS DIRECT  INDIRECT",
                        "1              1  no               yes           no",
                        "0x8001         4  yes              yes           no");
        assertThat(platform.asked).containsExactly("readRx 1 16");
        assertThat(platform.calls)
                .extracting(c -> c.registers().getFirst().intValue())
                .containsExactly(INFO_GET, RX_RELEASE);
    }

    @Test
    void theUuidGoesIntoW1ToW4WithByte0InTheLowBits() throws Exception {
        platform.answer(INFO_GET, 0x84000060L, 0, 0xFFFFFFFEL);

        assertThat(shell.run("ffa:info 1 " + FakePlatform.SERVICE))
                .contains("INVALID_PARAMETERS: the UUID is not known");
        assertThat(platform.calls.getFirst().registers())
                .containsExactly(0x84000068L, 0x1E67B5B4L, 0xE14F904AL, 0x13FB1FB8L, 0xCBDAE1DAL);
        assertThat(platform.calls).hasSize(1);
    }

    @Test
    void anUnknownUuidIsShownAsItWasTyped() throws Exception {
        platform.refuse(
                INFO_GET,
                new Rule("FFA-8.6-27", Status.INVALID_PARAMETERS, "FF-A Table 8.29", "w1-w4", "nobody offers it"),
                0x1E67B5B4L);

        assertThat(shell.run("ffa:info 1 " + FakePlatform.SERVICE))
                .contains("FF-A Table 8.29, w1-w4 is " + FakePlatform.SERVICE + ": nobody offers it\n");
        assertThat(shell.run("ffa:info 1 " + FakePlatform.SERVICE + " --json"))
                .contains("\"found\":\"" + FakePlatform.SERVICE + "\"");
    }

    @Test
    void deniedAndBusyNameTheWayOut() throws Exception {
        platform.answer(INFO_GET, 0x84000060L, 0, 0xFFFFFFFAL);
        assertThat(shell.run("ffa:info 0x8001"))
                .contains("DENIED: ", "way out: the endpoint needs RX/TX buffers first, ffa:call 0x8001 FFA_RXTX_MAP");

        platform.answer(INFO_GET, 0x84000060L, 0, 0xFFFFFFFCL);
        assertThat(shell.run("ffa:info 1"))
                .contains("BUSY: the caller's RX buffer is not free", "ffa:call 1 FFA_RX_RELEASE");
    }

    @Test
    void rxIsReleasedEvenIfADescriptorIsBad() {
        platform.answer(INFO_GET, 0x84000061L, 0, 1);
        platform.rx = new byte[] {1, 0, 1, 0, 8, 0, 0, 0};

        assertThatThrownBy(() -> shell.run("ffa:info 1"))
                .hasMessageStartingWith("ffa:info: the RX buffer holds a bad partition information descriptor: ");
        assertThat(platform.calls).hasSize(2);
    }

    @Test
    void aCountBeyondAllPartitionIdsIsNotBelieved() {
        platform.answer(INFO_GET, 0x84000061L, 0, 0x80000000L);

        assertThatThrownBy(() -> shell.run("ffa:info 1")).hasMessageStartingWith("ffa:info: 2147483648 descriptors");
        assertThat(platform.asked).isEmpty();
    }

    @Test
    void featuresPrintsTheProperties() throws Exception {
        platform.answer(FEATURES, 0x84000061L, 0, 1);

        assertThat(shell.run("ffa:features 1 rxtx_map"))
                .contains("FFA_RXTX_MAP is implemented: buffer size and alignment at least 64K");
        assertThat(platform.calls.getFirst().registers()).containsExactly(0x84000064L, 0x84000066L);
    }

    @Test
    void featuresOfWhatIsNotImplementedSaysSo() throws Exception {
        platform.answer(FEATURES, 0x84000060L, 0, 0xFFFFFFFFL);

        assertThat(shell.run("ffa:features 1 0x84000090"))
                .contains("NOT_SUPPORTED: the queried function is not implemented or no function");
    }
}
