package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.admin.RoleStatus;

class BackendCommandTest {
    private final FakePlatform platform = FakePlatform.ofFfm();
    private final FakeFfm ffm = (FakeFfm) platform.ffm();
    private final GogoShell shell = new GogoShell(platform);

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void theBackendIsShownWithWhatWasAskedForAndWhoElseIsInstalled() throws Exception {
        assertThat(shell.run("spm:backend")).isEqualTo("""
                        backend     sfn, org.partita.backend.sfn:0.1.0
                        choice      auto
                        isolation   level 1
                        standbys    org.partita.backend.ipc:0.1.0
                        """);
        assertThat(shell.run("spm:backend --json"))
                .isEqualTo("{\"backend\":\"sfn\",\"choice\":\"auto\",\"isolation\":1,"
                        + "\"provider\":\"org.partita.backend.sfn:0.1.0\","
                        + "\"standbys\":[\"org.partita.backend.ipc:0.1.0\"]}\n");
        assertThat(ffm.asked).isEmpty();
    }

    @Test
    void aVacantRoleSaysWhy() throws Exception {
        ffm.backend = "";
        ffm.roles = List.of(
                new RoleStatus("backend", true, -1, "", "", "vacant", 0, 0, List.of(), "bundle 21 was stopped"));

        assertThat(shell.run("spm:backend")).isEqualTo("""
                        backend     none
                        reason      bundle 21 was stopped
                        choice      auto
                        isolation   level 1
                        standbys    none
                        """);
        assertThat(JsonParser.parseString(shell.run("spm:backend --json"))
                        .getAsJsonObject()
                        .get("provider"))
                .matches(JsonElement::isJsonNull);
    }

    @ParameterizedTest
    @CsvSource({"ipc, backend ipc", "IPC, backend ipc", "Auto, backend auto"})
    void aNameMakesThatBackendServe(String name, String asked) throws Exception {
        assertThat(shell.run("spm:backend " + name)).isEqualTo("""
                        backend: org.partita.backend.sfn:0.1.0 -> org.partita.backend.ipc:0.1.0
                        drained in 2.5 us, carried 3 connections, held 1 calls, longest hold 40.0 us
                        """);
        assertThat(ffm.asked).containsExactly(asked);
    }

    @Test
    void whomABackendCanNotServeIsNamed() {
        assertThatThrownBy(() -> shell.run("spm:backend sfn"))
                .hasMessage(
                        "spm:backend: the SFN backend can't serve partition 0x101 echo (model IPC); nothing has changed");
    }

    @Test
    void anotherNameIsNoBackend() {
        assertThatThrownBy(() -> shell.run("spm:backend rpc"))
                .hasMessage("spm:backend: NAME \"rpc\" is no backend: sfn, ipc, auto");
        assertThat(ffm.asked).isEmpty();
    }

    @Test
    void theScreenOfAPlatformNamesItsFrameworkAndItsBackend() throws Exception {
        assertThat(shell.run("spm:status").lines())
                .contains("managers    SPMC S-EL2 FF-M 1.0", "backend     org.partita.backend.sfn:0.1.0");
    }
}
