package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.partita.api.ffm.manifest.IsolationLevel;

class MpuCommandTest {
    private final FakePlatform platform = FakePlatform.ofFfm();
    private final FakeFfm ffm = (FakeFfm) platform.ffm();
    private final GogoShell shell = new GogoShell(platform);

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void regionsAreShownWithWhoMayAccessThemAndWhoseTheyAre() throws Exception {
        ffm.isolation = IsolationLevel.PSA_ROT;
        assertThat(shell.run("hw:mpu store")).isEqualTo("""
                        0x100 store, unprivileged, isolation level 2, not loaded now
                        REGION        BASE       LIMIT    SIZE  ACCESS          ATTRIBUTES                         MEMORY OF
                             0  0x30008000  0x3000cfff  20 KiB  rwx             normal-write-back-inner-shareable  store
                             1  0x50000000  0x5000001f    32 B  r--             device-ngnrne                      store, uart
                             2  0x20000000  0x200fffff   1 MiB  rw- privileged  normal-write-back-inner-shareable  sram
                        elsewhere: nothing
                        """);
        assertThat(shell.run("hw:mpu 256")).isEqualTo(shell.run("hw:mpu 0x100"));
    }

    @Test
    void privilegedCodeHasTheDefaultMemoryMapElsewhere() throws Exception {
        ffm.isolation = IsolationLevel.PSA_ROT;
        ffm.loaded = true;
        assertThat(shell.run("hw:mpu echo")).isEqualTo("""
                        0x101 echo, privileged, isolation level 2, loaded now
                        no regions: all memory there is, by the default memory map (PRIVDEFENA)
                        """);
    }

    @Test
    void aDocumentHasAddressesAsTextAndIdentitiesAsNumbers() throws Exception {
        ffm.isolation = IsolationLevel.PARTITIONS;
        assertThat(shell.run("hw:mpu store --json"))
                .startsWith("{\"partition\":256,\"name\":\"store\",\"isolation\":3,\"privileged\":false,"
                        + "\"privilegedDefault\":false,\"loaded\":false,\"regions\":[{\"region\":0,"
                        + "\"base\":\"0x30008000\",\"limit\":\"0x3000cfff\",\"access\":\"rwx\",\"privilegedOnly\":false,"
                        + "\"attributes\":\"normal-write-back-inner-shareable\",\"owner\":\"store\"},{\"region\":1,")
                .contains("\"access\":\"rw-\",\"privilegedOnly\":true");
    }

    @Test
    void whoIsNotThereIsNamed() {
        assertThatThrownBy(() -> shell.run("hw:mpu 0x102")).hasMessage("hw:mpu: no partition has the ID 258");
        assertThatThrownBy(() -> shell.run("hw:mpu nobody"))
                .hasMessageContaining("no partition has the name \"nobody\"");
        assertThatThrownBy(() -> shell.run("hw:mpu")).hasMessageContaining("usage: hw:mpu ID [--json]");
    }

    @Test
    void aPlatformOfFfaHasNoMpu() {
        platform.ffm = null;
        assertThatThrownBy(() -> shell.run("hw:mpu 1"))
                .hasMessage("hw:mpu: the framework of this platform is FF-A: choose a platform of FF-M");
    }
}
