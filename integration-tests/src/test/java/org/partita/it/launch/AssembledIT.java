package org.partita.it.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.it.launch.Launcher.Ended;

/** {@code launch/partita assemble}, with all bundles of this checkout, and what it makes. */
class AssembledIT {
    @TempDir
    private Path folder;

    private Launcher launcher;

    @BeforeEach
    void launcher() {
        launcher = new Launcher(folder);
    }

    @Test
    void anAssembledPlatformBootsAndItsPartitionsTalk() throws Exception {
        Path platform = folder.resolve("small");
        Ended assembled =
                launcher.assemble("--require", "ffa", "partition=echo", "partition=client", "-o", platform.toString());
        assertThat(assembled.err()).isEmpty();
        assertThat(assembled.out())
                .matches(platform + ": \\d+ bundles, 3 manifests; launch/partita " + platform + " starts it\n");
        assertThat(assembled.status()).isZero();

        Ended ended = launcher.partita(
                platform.toString(), "--quiet", "--exec", "ffa:direct 1 0x8002 1 2 3", "--exec", "spm:unload 0x8002");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualTo("""
                FFA_MSG_SEND_DIRECT_RESP w0=0x84000070 w1=0x80020001 w2=0x0 w3=0x1 w4=0x2 w5=0x3 w6=0x0 w7=0x0
                from 0x8002 to 1, payload w3=0x1 w4=0x2 w5=0x3
                partition 0x8002 is unloaded
                """);
        assertThat(ended.status()).isZero();
    }

    @ParameterizedTest(name = "--set {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "bogus=1 | org.partita.core has no key bogus; its keys are boot.deadline, choose, ",
                "pes=many | pes of org.partita.core is many, which is no whole number in decimal digits; see",
                "org.partita.hardware.memory/ranges=x | assemble configures org.partita.core only; write other keys into"
            })
    void aSettingThatCoreDoesNotUnderstandIsRefused(String setting, String reason) throws Exception {
        Path platform = folder.resolve("wrong");
        Ended ended = launcher.assemble("--require", "ffa", "--set", setting, "-o", platform.toString());
        assertThat(ended.err()).startsWith("partita: can't assemble\n  --set ").contains(reason);
        assertThat(ended.status()).isEqualTo(2);
        assertThat(platform).doesNotExist();
    }

    @Test
    void aWrongAssemblyTellsTheChainOfReasonsAndWritesNothing() throws Exception {
        Path platform = folder.resolve("wrong");
        Ended ended = launcher.assemble(
                "--require", "ffa", "s-el0-sp", "partition=echo", "!conduit=svc", "-o", platform.toString());
        assertThat(ended.err()).isEqualTo("""
                partita: can't assemble
                  s-el0-sp is required
                  s-el0-sp needs conduit/SVC, which is excluded: leave out --exclude conduit=svc
                """);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.status()).isEqualTo(2);
        assertThat(platform).doesNotExist();
    }
}
