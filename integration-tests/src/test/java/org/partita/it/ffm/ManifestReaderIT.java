package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestSource;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** The reader is a service, and its bundle finds the parser. */
@PlatformTest(ManifestPlatform.class)
class ManifestReaderIT {
    private static final String MANIFEST = """
            { "psa_framework_version": 1.1, "name": "ECHO", "type": "PSA-ROT", "priority": "LOW", "model": "SFN",
              "stack_size": "ECHO_STACK", // of the configuration
              "services": [ { "name": "ECHO_SERVICE", "sid": "0x1000", "non_secure_clients": true, "connection_based": true } ] }
            """;

    @Inject(filter = "(org.partita.role=manifest/tfm)")
    FfmManifestReader reader;

    private FfmPlatform read(Map<String, String> configuration) throws ManifestException {
        return reader.read(
                source("list", "manifest_list: [ { manifest: echo.json } ]"),
                (list, path, limit) -> source(path, MANIFEST),
                configuration);
    }

    private static ManifestSource source(String name, String text) {
        return new ManifestSource(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aListIsRead() throws ManifestException {
        assertThat(read(Map.of("ECHO_STACK", "0x400")).partitions())
                .singleElement()
                .satisfies(echo -> {
                    assertThat(echo.name()).isEqualTo("ECHO");
                    assertThat(echo.id()).isEqualTo(FfmPartition.FIRST_ID);
                    assertThat(echo.stackSize()).isEqualTo(0x400);
                });
    }

    @Test
    void aProblemIsSaidWithItsPlace() {
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith(
                        "echo.json:2 / stack_size: the configuration has no ECHO_STACK; define it there");
    }
}
