package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.smmu.SmmuEvent;

class DeviceCommandsTest {
    private final FakePlatform platform = new FakePlatform();
    private final GogoShell shell = new GogoShell(platform);

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void streamsAreShownWithWhoseStage2TheyHaveAndTheEvents() throws Exception {
        assertThat(shell.run("hw:smmu")).isEqualTo("""
                        SMMU  STREAM  WORLD       ENDPOINT  DEVICE                 STAGE 2                WRITTEN BY
                        0       0x20  secure      0xc002    cipher, proxy 0x8001   nothing                SPMC
                        0       0x30  secure      0xc001    dma, independent       1 mapping              SPMC
                        1       0x10  non-secure  1         assigned to its proxy  that of the partition  Hypervisor
                        EVENT  TYPE           SMMU  WORLD   STREAM  ENDPOINT  ACCESS    ADDRESS  MEANING
                            4  F_TRANSLATION  0     secure    0x30  0xc001    write   0x6200000  stage 2 maps nothing at the address
                        """);
    }

    @Test
    void eventsAreConsumedOnceTheyAreShown() throws Exception {
        platform.devices.lost = 3;
        assertThat(shell.run("hw:smmu --consume"))
                .contains("F_TRANSLATION")
                .contains("the secure event queue of SMMU 0 was full: 3 events lost; hw:smmu --consume empties it");
        assertThat(shell.run("hw:smmu")).contains("no event is queued").doesNotContain("F_TRANSLATION");
    }

    @Test
    void anIndependentDeviceIsShownWithItsStage2AndWhatItWasTold() throws Exception {
        assertThat(shell.run("hw:smmu 0xc001")).isEqualTo("""
                        SEPID     0xc001 dma, independent
                        manifest  dma.dts
                        streams   secure 0:0x30
                        device    busy: it relinquishes nothing
                        told of   share 0x5 of 0x8001
                          ADDRESS  PAGES   PHYSICAL  ACCESS  ATTRIBUTES                         WORLD   STATE  NAME
                        0x6300000      2  0x6300000  rw-     normal-write-back-inner-shareable  secure  -      ring
                        EVENT  TYPE           SMMU  WORLD   STREAM  ENDPOINT  ACCESS    ADDRESS  MEANING
                            4  F_TRANSLATION  0     secure    0x30  0xc001    write   0x6200000  stage 2 maps nothing at the address
                        """);
    }

    @Test
    void aDependentDeviceIsShownWithItsProxy() throws Exception {
        assertThat(shell.run("hw:smmu 0xc002")).isEqualTo("""
                        SEPID     0xc002 cipher, proxy 0x8001
                        manifest  echo.dts
                        streams   secure 0:0x20
                        stage 2 maps nothing
                        no event is queued
                        """);
    }

    @Test
    void aReadShowsTheBytes() throws Exception {
        assertThat(shell.run("hw:dma 0xc001 read 0x6300000 4")).isEqualTo("""
                        Secure stream 0x30 of SMMU 0
                        0x6300000  78 78 78 78                                      xxxx
                        """);
        assertThat(platform.devices.accesses).containsExactly("read Secure stream 0x30 of SMMU 0 0x6300000");
    }

    @ParameterizedTest
    @CsvSource({"'', '[0, 1, 2]'", "--fill cafe, '[-54, -2, -54]'"})
    void aWriteHasAPattern(String option, String bytes) throws Exception {
        assertThat(shell.run("hw:dma 1 write 0x1000 3 " + option))
                .isEqualTo("Non-secure stream 0x10 of SMMU 1\n3 bytes written at 0x1000\n");
        assertThat(platform.devices.accesses).containsExactly("write Non-secure stream 0x10 of SMMU 1 " + bytes);
    }

    @Test
    void anAccessThatIsAbortedSaysWhereAndWhy() throws Exception {
        platform.devices.done = 2;
        platform.devices.event = new SmmuEvent(7, SmmuEvent.Type.F_PERMISSION, FakeDevices.DMA, true, 0x1002, 0xC001);
        assertThat(shell.run("hw:dma 0xc001 write 0x1000 4")).isEqualTo("""
                        Secure stream 0x30 of SMMU 0
                        2 bytes written at 0x1000
                        aborted at 0x1002: F_PERMISSION, stage 2 does not permit the access; event 7
                        """);
        platform.devices.done = 0;
        platform.devices.event = null;
        platform.devices.abort = "nothing answers there";
        assertThat(shell.run("hw:dma 0xc001 read 0x1000 4"))
                .isEqualTo("Secure stream 0x30 of SMMU 0\naborted by memory: nothing answers there\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hw:dma 0xc001 copy 0 4 | \"copy\" is neither read nor write",
                "hw:dma 0xc001 read 0 0 | LENGTH is 0",
                "hw:dma 0xc001 read 0 65537 | LENGTH 65537 is out of range",
                "hw:dma 0xc001 write 0 4 --fill xy | --fill \"xy\": type bytes",
                "hw:dma 0xc009 read 0 4 | no device has this endpoint ID",
                "hw:smmu 0x8001 | no such SEPID",
            })
    void wrongUsageIsExplained(String line, String words) {
        assertThatThrownBy(() -> shell.run(line)).hasMessageContaining(words);
    }

    @Test
    void theProxyCallsForADependentDevice() throws Exception {
        platform.answer(0x84000076, 0x84000061L);
        assertThat(shell.run("mem:relinquish 0xc002 5")).startsWith("FFA_SUCCESS");
        assertThat(platform.clients).containsExactly(0x8001);
        assertThatThrownBy(() -> shell.run("mem:retrieve 0xc001 5")).hasMessageContaining("independent device");
    }
}
