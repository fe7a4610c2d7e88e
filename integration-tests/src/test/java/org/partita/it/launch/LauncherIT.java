package org.partita.it.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.it.launch.Launcher.Ended;

/** Commands, scripts, exit statuses and boot failures of {@code launch/partita}. */
class LauncherIT {
    private static final String ECHO = "manifests/echo.dts";

    @TempDir
    private Path folder;

    private Launcher launcher;

    @BeforeEach
    void launcher() {
        launcher = new Launcher(folder);
    }

    /** Platform, sender, and every crossing on the way of a request to echo and back (FF-A Figure 4.2). */
    static Stream<Arguments> platforms() {
        return Stream.of(
                Arguments.of("ffa-reference", 1, """
                        client1 -> Hypervisor  SMC @ nonsecure-virtual    FFA_MSG_SEND_DIRECT_REQ
                        Hypervisor -> SPMD     SMC @ nonsecure-physical   FFA_MSG_SEND_DIRECT_REQ
                        SPMD -> SPMC           ERET @ secure-physical     FFA_MSG_SEND_DIRECT_REQ
                        SPMC -> echo.0         ERET @ secure-virtual      FFA_MSG_SEND_DIRECT_REQ
                        echo.0 -> SPMC         SMC @ secure-virtual       FFA_MSG_SEND_DIRECT_RESP
                        SPMC -> SPMD           SMC @ secure-physical      FFA_MSG_SEND_DIRECT_RESP
                        SPMD -> Hypervisor     ERET @ nonsecure-physical  FFA_MSG_SEND_DIRECT_RESP
                        Hypervisor -> client1  ERET @ nonsecure-virtual   FFA_MSG_SEND_DIRECT_RESP
                        """),
                Arguments.of("ffa-el3-spmc", 1, """
                        client1 -> Hypervisor  SMC @ nonsecure-virtual    FFA_MSG_SEND_DIRECT_REQ
                        Hypervisor -> SPMD     SMC @ nonsecure-physical   FFA_MSG_SEND_DIRECT_REQ
                        SPMD -> SPMC           ERET @ private             FFA_MSG_SEND_DIRECT_REQ
                        SPMC -> echo           ERET @ secure-virtual      FFA_MSG_SEND_DIRECT_REQ
                        echo -> SPMC           SVC @ secure-virtual       FFA_MSG_SEND_DIRECT_RESP
                        SPMC -> SPMD           SMC @ private              FFA_MSG_SEND_DIRECT_RESP
                        SPMD -> Hypervisor     ERET @ nonsecure-physical  FFA_MSG_SEND_DIRECT_RESP
                        Hypervisor -> client1  ERET @ nonsecure-virtual   FFA_MSG_SEND_DIRECT_RESP
                        """),
                Arguments.of("ffa-no-hypervisor", 0, """
                        kernel.0 -> SPMD  SMC @ nonsecure-physical   FFA_MSG_SEND_DIRECT_REQ
                        SPMD -> SPMC      ERET @ secure-physical     FFA_MSG_SEND_DIRECT_REQ
                        SPMC -> echo      ERET @ secure-virtual      FFA_MSG_SEND_DIRECT_REQ
                        echo -> SPMC      SVC @ secure-virtual       FFA_MSG_SEND_DIRECT_RESP
                        SPMC -> SPMD      SMC @ secure-physical      FFA_MSG_SEND_DIRECT_RESP
                        SPMD -> kernel.0  ERET @ nonsecure-physical  FFA_MSG_SEND_DIRECT_RESP
                        """));
    }

    @Test
    void aRegionIsSharedRetrievedAndReclaimed() throws Exception {
        Ended ended = launcher.partita(
                "ffa-memory",
                "--quiet",
                "--exec",
                "mem:write 1 0x81020000 cafe01",
                "--exec",
                "mem:share 1 0x8001 0x81020000+2",
                "--exec",
                "mem:retrieve 0x8001 1",
                "--exec",
                "mem:read 0x8001 0x81020000 4",
                "--exec",
                "mem:owners 0x81020000",
                "--exec",
                "mem:relinquish 0x8001 1",
                "--exec",
                "mem:reclaim 1 1",
                "--exec",
                "mem:handles");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("handle 0x1", "0x8001: read-write, execute-never, at 0x81020000+2")
                .contains("0x81020000  ca fe 01 00")
                .contains("0x81020000      1  0x8001     !Owner-SA  rw-      0x81020000  share 0x1")
                .endsWith("no transaction is under way\n");
    }

    /** The session of README.md: QueryVariableInfo by MM_COMMUNICATE. */
    @Test
    void anStmmSpAnswersAMessageInASharedBuffer() throws Exception {
        String query = "33d532ede69909429cc02d72cdd998a72c0000000000000004000000000000000000"
                + "00000000000000000000000000000000000000000000000000000000000007000000";
        Ended ended = launcher.partita(
                "ffa-stmm",
                "--quiet",
                "--exec",
                "mem:share 1 0x8002 0x81020000+1",
                "--exec",
                "ffa:direct 1 0x8002 1 1",
                "--exec",
                "mem:write 1 0x81020000 " + query,
                "--exec",
                "ffa:direct 1 0x8002 2 0 68",
                "--exec",
                "mem:read 1 0x81020000 68");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("from 0x8002 to 1, payload w3=0x0 w4=0x1000")
                .contains("0x81020020  00 00 00 00 00 00 00 00 fc 3f 00 00 00 00 00 00")
                .contains("0x81020030  fc 3f 00 00 00 00 00 00 00 08 00 00 00 00 00 00");
    }

    /** The session of README.md: an interrupt of each level, and what the partition has counted. */
    @Test
    void interruptsOfAnFfmPartitionAreCounted() throws Exception {
        Ended ended = launcher.partitaFed("""
                hw:irq 34
                hw:irq 33
                psa:call -1 TFM_PLATFORM_SERVICE 1013 --in 01000000 --out 16
                """, "tfm-sfn-l1", "--quiet", "--seed", "7");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("""
                interrupt 34 raised
                interrupt 33 raised
                PSA_SUCCESS (0)
                out 0: 16 of 16 bytes
                0x0  01 00 00 00 00 00 00 00 01 00 00 00 00 00 00 80  ................
                """);
    }

    /** Whoever cannot be served by it is named, and so is the isolation level. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"tfm-ipc-l2, 2", "tfm-ipc-l3, 3"})
    void theSfnBackendIsRefusedWithEveryOffender(String platform, int level) throws Exception {
        Ended ended = launcher.partita("--exec", "spm:backend sfn", platform);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out() + ended.err())
                .contains(
                        "isolation level " + level,
                        "partition TFM_SP_CRYPTO",
                        "partition TFM_SP_PLATFORM",
                        "IPC serves on")
                .doesNotContain("partition TFM_SP_ITS: ", "partition TFM_SP_INITIAL_ATTESTATION: ");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("platforms")
    void aDirectRequestIsAnsweredAndEveryCrossingRecorded(String platform, int sender, String crossings)
            throws Exception {
        String direct = "ffa:direct " + sender + " 0x8002 1 2 3";
        Ended ended = launcher.partita(
                "--exec",
                direct,
                platform,
                "--exec",
                "trace:start",
                "--exec",
                direct,
                "--exec",
                "trace:show",
                "--quiet");
        String answer = """
                FFA_MSG_SEND_DIRECT_RESP w0=0x84000070 w1=0x8002000%1$d w2=0x0 w3=0x1 w4=0x2 w5=0x3 w6=0x0 w7=0x0
                from 0x8002 to %1$d, payload w3=0x1 w4=0x2 w5=0x3
                """.formatted(sender);
        assertThat(ended.out()).startsWith(answer + "recording every crossing\n" + answer);
        assertThat(bare(ended.out())).isEqualTo(crossings);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
    }

    /** The rows of the trace from FROM to FUNCTION. */
    private static String bare(String out) {
        return out.lines()
                .filter(line -> line.matches("[0-9.]+ .*"))
                .map(line -> line.replaceFirst("^[0-9]+\\.[0-9]{9}  +0  ", "")
                        .replaceFirst(" +from .* payload w3=0x1 w4=0x2 w5=0x3$", "\n"))
                .reduce("", String::concat);
    }

    @Test
    void aScriptStopsAtTheFirstCommandThatFails() throws Exception {
        Path script = Files.writeString(folder.resolve("demo.gogo"), """
                # an answer is an answer, also FFA_ERROR
                ffa:direct 1 0x8009 1
                spm:partition 9
                spm:status
                """);
        Ended ended = launcher.partita("--script", script.toString(), "--seed", "7", "--quiet");
        assertThat(ended.out()).isEqualTo("""
                FFA_ERROR w0=0x84000060 w1=0x0 w2=0xfffffffe w3=0x0 w4=0x0 w5=0x0 w6=0x0 w7=0x0
                INVALID_PARAMETERS: an endpoint ID is invalid, or a reserved register is not zero
                reason: FFA-10.2.1.2.1-2, FF-A 10.2.1.2.1 item 2, w1[15:0] is 0x8009: the destination has to be the ID\
                 of another endpoint, see FFA_PARTITION_INFO_GET
                """);
        assertThat(ended.err())
                .isEqualTo("partita: " + script + ":3: spm:partition 9: no partition has ID 9: see spm:partitions\n");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void commandsComeFromStandardInputInDeterministicModeToo() throws Exception {
        Ended ended = launcher.partitaFed("spm:status | grep mode\nffa:direct 1 echo 7\n", "--seed", "7", "--quiet");
        assertThat(ended.out()).isEqualTo("""
                mode        deterministic, seed 7
                FFA_MSG_SEND_DIRECT_RESP w0=0x84000070 w1=0x80020001 w2=0x0 w3=0x7 w4=0x0 w5=0x0 w6=0x0 w7=0x0
                from 0x8002 to 1, payload w3=0x7
                """);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
    }

    @Test
    void withoutCommandsTheShellTakesThemAndExitEndsThePlatform() throws Exception {
        Ended ended = launcher.shell("ffa:direct 1 echo 7\nexit\n", "--quiet");
        assertThat(ended.out())
                .startsWith("g! FFA_MSG_SEND_DIRECT_RESP w0=0x84000070 w1=0x80020001")
                .contains("from 0x8002 to 1, payload w3=0x7\n");
        assertThat(ended.err()).doesNotContain("Exception");
        assertThat(ended.status()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "-XX:+UseParallelGC", "-Xmx256m -XX:+UseSerialGC -Dsome=thing"})
    void optionsForJavaMayChooseTheCollector(String options) throws Exception {
        Ended ended = launcher.script(options, "platforms");
        assertThat(ended.err()).doesNotContain("garbage collectors");
        assertThat(ended.out()).contains("ffa-reference");
        assertThat(ended.status()).isZero();
    }

    @Test
    void theShellSaysInWordsWhatIsNoCommandAndWhatAreNoArguments() throws Exception {
        Ended ended = launcher.shell("frob 1\nstop nowhere\nhelp frob\nexit\n", "--quiet");
        assertThat(ended.out())
                .contains("no command frob; help lists the commands")
                .contains("stop nowhere: these are no arguments of stop, or they name nothing that is there")
                .contains("help: there is no command or scope frob; help lists all commands and their scopes")
                .doesNotContain("CommandNotFoundException");
        assertThat(ended.status()).isZero();
    }

    @Test
    void entriesOfTheConfigurationThatNobodyUnderstandsAreWarnedOf() throws Exception {
        Ended ended = launcher.partita(
                "--set", "log=warn",
                "--set", "bogus=1",
                "--set", "org.partita.nosuch/foo=bar",
                "--set", "org.partita.instance.secure.virtual/strit=true",
                "--set", "org.partita.instance.secure.virtual/strict=maybe",
                "--exec", "hw:memory");
        assertThat(ended.err().lines())
                .containsExactlyInAnyOrder(
                        "warn org.partita.core: configuration of org.partita.core: there is no key bogus, see"
                                + " docs/assemble.md",
                        "partita: configuration: org.partita.instance.secure.virtual has no key strit; its keys are strict",
                        "partita: configuration: strict of org.partita.instance.secure.virtual is maybe, which is neither"
                                + " true nor false",
                        "partita: configuration org.partita.nosuch is read by no component of this platform; scr:list shows"
                                + " what there is");
        assertThat(ended.status()).isZero();
    }

    @Test
    void anUnknownPlatformIsWrongUsageAndListsTheKnownOnes() throws Exception {
        Ended ended = launcher.partita("nowhere", "--exec", "spm:status");
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith(
                        "partita: no platform nowhere; known: ffa-el3-spmc, ffa-memory, ffa-no-hypervisor, ffa-reference, ffa-scheduling, ffa-stmm,"
                                + " tfm-ipc-l1, tfm-ipc-l2, tfm-ipc-l3, tfm-sfn-l1; or");
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void aManifestThatIsWrongFailsTheBootWithLinePropertyRuleAndWayOut() throws Exception {
        Path platform = launcher.copy("ffa-reference", "broken");
        change(platform.resolve(ECHO), "\texecution-ctx-count = <4>;", "\t");
        failsToBoot(platform, """
                  %s:8 / execution-ctx-count: missing; expecting the number of execution contexts, 1 to 65535:\
                 execution-ctx-count = <1>; (FF-A Table 3.1)
                """.formatted(platform.resolve(ECHO)));
    }

    @ParameterizedTest(name = "{0} --set {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "ffa-reference | pes=65       | pes: 65 PEs; a platform has 1 to 64",
                "tfm-sfn-l1    | ffm.backend=x | ffm.backend: \"x\"; possible are auto, sfn and ipc"
            })
    void aKeyOfCoreThatIsWrongFailsTheBootWithTheKeyAndWhatIsPossible(String platform, String setting, String reason)
            throws Exception {
        Ended ended = launcher.partita(platform, "--quiet", "--set", setting, "--exec", "spm:status");
        assertThat(ended.err())
                .isEqualTo("partita: platform " + platform + " did not boot\n  configuration key " + reason + "\n");
        assertThat(ended.status()).isEqualTo(3);
    }

    @Test
    void aProviderThatCantBeActivatedFailsTheBootWithItsReason() throws Exception {
        Path platform = launcher.copy("ffa-reference", "no-memory");
        change(platform.resolve("configuration.json"), "secure-sram 0x06000000 32M secure", "secure-sram");
        failsToBoot(platform, """
                  roles without a provider after boot.deadline: hardware/memory (org.partita.hardware.memory:VERSION could not be\
                 activated: org.partita.hardware.memory ranges[0] "secure-sram": has 1 fields, expected name base size\
                 secure|nonsecure [device]); install and start bundles that provide them (-runbundles of a platform's\
                 platform.bndrun), see lb and scr:list
                """);
    }

    @Test
    void partitionsAtSEl0WithoutTheSvcConduitFailTheBoot() throws Exception {
        Path platform = launcher.copy("ffa-el3-spmc", "no-svc");
        change(platform.resolve("platform.bndrun"), "\\s*org\\.partita\\.conduit\\.svc;[^\\n]*", "");
        failsToBoot(platform, """
                  roles without a provider after boot.deadline: conduit/SVC (the conduit of %s, %s, FF-A 2.4); install and start\
                 bundles that provide them (-runbundles of a platform's platform.bndrun), see lb and scr:list
                """.formatted(platform.resolve("manifests/digest.dts"), platform.resolve(ECHO)));
    }

    /** A busy machine has everything else there before the deadline. */
    private void failsToBoot(Path platform, String reasons) throws Exception {
        Ended ended = launcher.partita(
                platform.toString(), "--quiet", "--set", "boot.deadline=10000", "--exec", "spm:status");
        String told = ended.err().replaceAll("memory:[0-9.]+", "memory:VERSION");
        assertThat(told).isEqualTo("partita: platform " + platform.getFileName() + " did not boot\n" + reasons);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.status()).isEqualTo(3);
    }

    private static void change(Path file, String pattern, String by) throws IOException {
        String before = Files.readString(file);
        String after = before.replaceFirst(pattern, by);
        assertThat(after).as("%s with \"%s\" changed", file, pattern).isNotEqualTo(before);
        Files.writeString(file, after);
    }
}
