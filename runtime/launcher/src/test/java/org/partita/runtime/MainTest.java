package org.partita.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partita.runtime.fixture.FixtureConsole;

/** Exit statuses, with a real framework and a console that is a fixture. */
class MainTest {
    @TempDir
    private Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void installation() throws IOException {
        Files.createDirectories(home.resolve("runtime/target/bundles"));
        bundle("org.partita.runtime.console", "Import-Package", "org.osgi.framework,org.partita.runtime.session");
        bundle("org.apache.felix.gogo.shell");
        bundle("some.bundle");
        platform("fine", "some.bundle");
    }

    private void platform(String name, String bundles) throws IOException {
        Path folder = Files.createDirectories(home.resolve("configurations").resolve(name));
        Files.writeString(
                folder.resolve("platform.bndrun"), "Bundle-Description: a test\n-runbundles: " + bundles + "\n");
    }

    private void bundle(String symbolicName, String... headers) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", symbolicName);
        main.putValue("Bundle-Version", "1.0.0");
        for (int i = 0; i < headers.length; i += 2) {
            main.putValue(headers[i], headers[i + 1]);
        }
        String code = FixtureConsole.class.getName().replace('.', '/') + ".class";
        if (symbolicName.endsWith(".console")) {
            main.putValue("Bundle-Activator", FixtureConsole.class.getName());
        }
        Path file = home.resolve("runtime/target/bundles").resolve(symbolicName + ".jar");
        try (OutputStream stream = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(stream, manifest);
                InputStream in = FixtureConsole.class.getClassLoader().getResourceAsStream(code)) {
            if (symbolicName.endsWith(".console")) {
                jar.putNextEntry(new JarEntry(code));
                in.transferTo(jar);
            }
        }
    }

    private int run(String... words) throws InterruptedException {
        return Main.run(
                new Installation(home),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                words);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theConsoleDecidesTheExitStatusAndTheStorageIsGoneAfterwards() throws InterruptedException {
        assertThat(run("fine", "--quiet", "--exec", "0")).isZero();
        String[] lines = out.toString(StandardCharsets.UTF_8).split(System.lineSeparator());
        assertThat(lines[0])
                .isEqualTo(home.resolve("configurations/fine/manifests").toString());
        assertThat(Path.of(lines[1])).doesNotExist();
        assertThat(lines[2]).isEqualTo("30000");
        assertThat(run("fine", "--quiet", "--exec", "1")).isEqualTo(1);
        assertThat(run("--quiet", "fine", "--exec", "3")).isEqualTo(3);
        assertThat(errors()).isEmpty();
    }

    @Test
    void wrongUsageIsStatusTwo() throws InterruptedException {
        assertThat(run("--frob")).isEqualTo(2);
        assertThat(run("nowhere")).isEqualTo(2);
        assertThat(errors()).contains("unknown option --frob").contains("no platform nowhere; known: fine");
    }

    @Test
    void aBundleThatIsNotThereIsStatusThree() throws IOException, InterruptedException {
        platform("hole", "no.such;version='[1.0,2.0)'");
        assertThat(run("hole", "--exec", "0")).isEqualTo(3);
        assertThat(errors())
                .contains("platform hole did not boot")
                .contains("bundle no.such [1.0.0,2.0.0) of -runbundles is not in ")
                .doesNotContain("\tat ");
    }

    @Test
    void aBundleThatNeedsAPackageIsNamedWithIt() throws IOException, InterruptedException {
        bundle("needy", "Import-Package", "org.absent;version=\"[1.0,2.0)\"");
        platform("needy", "needy");
        assertThat(run("needy", "--exec", "0")).isZero();
        assertThat(errors()).contains("bundle needy needs package org.absent, which no bundle of -runbundles exports");
    }

    @Test
    void withoutItsConsoleAPlatformSaysWhatStandsInTheWay() throws IOException, InterruptedException {
        bundle("org.partita.runtime.console", "Import-Package", "org.partita.api.admin");
        assertThat(run("fine", "--exec", "0")).isEqualTo(3);
        assertThat(errors())
                .contains("bundle org.partita.runtime.console needs package org.partita.api.admin, which no bundle");
    }

    @Test
    void platformsAreListedWithTheirDescriptions() throws IOException, InterruptedException {
        platform("a", "some.bundle");
        assertThat(run("platforms")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("a     a test\nfine  a test\n");
    }
}
