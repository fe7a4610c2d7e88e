package org.partita.admin.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Path repository, String... words) {
        return Main.run(
                repository,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                words);
    }

    private Path repository() throws IOException {
        return Fixtures.standard(Files.createDirectory(folder.resolve("bundles")))
                .folder();
    }

    @Test
    void thePlatformFolderHoldsBundlesConfigurationAndManifests() throws IOException {
        Path platform = folder.resolve("mine");
        int status =
                run(repository(), "--require", "ffa", "partition=echo", "--set", "pes=4", "-o", platform.toString());
        assertThat(status).isZero();
        assertThat(platform.resolve("platform.bndrun"))
                .content()
                .contains("Bundle-Description: assembled from ffa partition=echo\n")
                .contains("org.partita.role;filter:='(org.partita.role=conduit/SMC)';effective:=assemble")
                .contains("bnd.identity;id='org.partita.partition.echo'")
                .contains("\torg.partita.core;version='[0.1.0,0.1.1)'");
        assertThat(platform.resolve("configuration.json"))
                .content()
                .contains("\"name\": \"mine\"", "\"pes\": 4", "\"hypervisor\": true", "\"spmc.level\": \"S-EL2\"");
        assertThat(platform.resolve("manifests/echo.dts")).hasContent(Fixtures.manifest(2));
    }

    @Test
    void aFolderThatHoldsSomethingIsLeftAlone() throws IOException {
        Path repository = repository();
        assertThat(run(repository, "--require", "ffa", "-o", folder.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is not empty: remove it or name another folder");
    }

    @Test
    void aManifestThatIsNotThereIsSaidSo() throws IOException {
        Path platform = folder.resolve("mine");
        assertThat(run(repository(), "--require", "ffa", "--manifest", "/nosuch", "-o", platform.toString()))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--manifest /nosuch: no such file or folder");
    }

    @Test
    void oneManifestIsOne() throws IOException {
        Path platform = folder.resolve("mine");
        assertThat(run(repository(), "--require", "ffa", "partition=echo", "-o", platform.toString()))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(" bundles, 1 manifest; launch/partita ");
    }

    @Test
    void wrongUsageSaysWhatIsMissing() throws IOException {
        Path repository = repository();
        assertThat(run(repository, "--require", "ffa")).isEqualTo(2);
        assertThat(run(repository, "-o", "x")).isEqualTo(2);
        assertThat(run(repository, "--frob")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("where to? -o DIR")
                .contains("nothing is required")
                .contains("unknown option --frob; there are --require");
    }

    @Test
    void helpListsTheWords() throws IOException {
        assertThat(run(repository(), "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("ffa, ffm, hypervisor, ipc-partition, s-el0-sp, spm");
    }
}
