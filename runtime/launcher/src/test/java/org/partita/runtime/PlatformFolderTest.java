package org.partita.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

class PlatformFolderTest {
    @TempDir
    private Path home;

    private Path platform(String name, String bndrun) throws IOException {
        Path folder = Files.createDirectories(home.resolve("configurations").resolve(name));
        Files.writeString(folder.resolve("platform.bndrun"), bndrun);
        return folder;
    }

    private PlatformFolder find(String platform) {
        return PlatformFolder.find(new Installation(home), platform);
    }

    @Test
    void runBundlesAreReadInOrderWithVersionsAndStartLevels() throws IOException {
        platform("mine", """
                # a comment
                Bundle-Description: what it is

                -runrequires: bnd.identity;id='a'
                -runbundles: \\
                	org.apache.felix.scr;version='[2.2.18,2.2.19)',\\
                	org.partita.core;version='[0.1.0,0.2)';startlevel=7,\\
                	any
                """);
        PlatformFolder platform = find("mine");
        assertThat(platform.name()).isEqualTo("mine");
        assertThat(platform.description()).isEqualTo("what it is");
        assertThat(platform.bundles())
                .containsExactly(
                        new RunBundle("org.apache.felix.scr", new VersionRange("[2.2.18,2.2.19)"), 0),
                        new RunBundle("org.partita.core", new VersionRange("[0.1.0,0.2)"), 7),
                        new RunBundle("any", new VersionRange("0"), 0));
        assertThat(platform.bundles().getLast().versions().includes(new Version(9, 0, 0)))
                .isTrue();
    }

    @Test
    void aPlatformIsFoundByNameOrAsAFolder() throws IOException {
        Path folder = platform("mine", "-runbundles: a\n");
        assertThat(find("mine").folder()).isEqualTo(folder);
        assertThat(find(folder.toString()).folder()).isEqualTo(folder);
    }

    @Test
    void anUnknownPlatformIsAnsweredWithTheKnownOnes() throws IOException {
        platform("two", "-runbundles: a\n");
        platform("one", "-runbundles: a\n");
        assertThatThrownBy(() -> find("three"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("no platform three; known: one, two;");
    }

    @Test
    void aPlatformWithoutRunBundlesSaysWhoWritesThem() throws IOException {
        platform("mine", "-runrequires: bnd.identity;id='a'\n");
        assertThatThrownBy(() -> find("mine"))
                .hasMessageEndingWith("no -runbundles; launch/partita assemble writes them");
    }

    @Test
    void coreAndProvidersStartAfterTheConsoleHasWrittenTheConfigurations() {
        assertThat(StartLevels.of(new RunBundle("org.apache.felix.configadmin", new VersionRange("0"), 0)))
                .isEqualTo(StartLevels.SERVICES);
        assertThat(StartLevels.of(new RunBundle("org.partita.core", new VersionRange("0"), 0)))
                .isEqualTo(StartLevels.PLATFORM)
                .isGreaterThan(StartLevels.CONSOLE);
        assertThat(StartLevels.of(new RunBundle("org.apache.felix.fileinstall", new VersionRange("0"), 0)))
                .isEqualTo(StartLevels.PLATFORM);
    }
}
