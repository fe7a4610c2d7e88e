package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partita.admin.shell.text.CommandException;
import org.partita.api.admin.CallResult;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

class CommandsInGogoTest {
    private static final int DIRECT_REQ = 0x8400006F;

    private final FakePlatform platform = new FakePlatform();
    private final GogoShell shell = new GogoShell(platform);

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void aCallPrintsTheCompletingFunctionWithItsRegistersAndThenItsMeaning() throws Exception {
        platform.answer(DIRECT_REQ, 0x84000070L, 0x80010001L, 0, 43);

        assertThat(shell.run("ffa:call 1 MSG_SEND_DIRECT_REQ 0x18001 0 42")).isEqualTo("""
                        FFA_MSG_SEND_DIRECT_RESP w0=0x84000070 w1=0x80010001 w2=0x0 w3=0x2b w4=0x0 w5=0x0 w6=0x0 w7=0x0
                        from 0x8001 to 1, payload w3=0x2b
                        """);
        assertThat(platform.calls.getFirst().registers()).containsExactly(0x8400006FL, 0x18001L, 0L, 42L);
    }

    @Test
    void aRefusedCallPrintsTheRuleAsThirdLineAndTheCommandSucceeds() throws Exception {
        Rule rule = new Rule(
                "FFA-10.2-7", Status.INVALID_PARAMETERS, "FF-A 10.2.1", "w1[15:0]", "There must be such a one.");
        platform.refuse(DIRECT_REQ, rule, 0x8001);

        assertThat(shell.run("ffa:direct 1 echo").lines())
                .containsExactly(
                        "FFA_ERROR w0=0x84000060 w1=0x0 w2=0xfffffffe w3=0x0 w4=0x0 w5=0x0 w6=0x0 w7=0x0",
                        "INVALID_PARAMETERS: an endpoint ID is invalid, or a reserved register is not zero",
                        "reason: FFA-10.2-7, FF-A 10.2.1, w1[15:0] is 0x8001: There must be such a one.");
    }

    @Test
    void aRuleAboutADescriptorShowsTheOffsetOfTheFieldBesideItsValue() throws Exception {
        Rule rule = new Rule(
                "FFA-5.11-3",
                Status.INVALID_PARAMETERS,
                "Table 5.15",
                "Memory access permissions",
                "bits 7:4 are reserved, must be zero");
        platform.refuse(0x84000073, rule, 0x2b, 34);

        assertThat(shell.run("ffa:call 1 MEM_SHARE 48 48"))
                .endsWith("reason: FFA-5.11-3, Table 5.15, Memory access permissions at offset 34 is 0x2b:"
                        + " bits 7:4 are reserved, must be zero\n");
        assertThat(shell.run("ffa:call 1 MEM_SHARE 48 48 --json"))
                .contains("\"field\":\"Memory access permissions\",\"offset\":34,\"found\":\"0x2b\",");
    }

    @Test
    void aRuleWithoutAValueShowsNone() throws Exception {
        platform.refuse(
                DIRECT_REQ,
                new Rule("PARTITA-vacant", Status.BUSY, "hot swap", "role", "conduit/SMC stayed vacant"),
                0);

        assertThat(shell.run("ffa:direct 1 echo"))
                .endsWith("reason: PARTITA-vacant, hot swap: conduit/SMC stayed vacant\n");
        assertThat(shell.run("ffa:direct 1 echo --json")).contains("\"field\":\"role\",\"offset\":-1,\"found\":null,");
    }

    @Test
    void aCallThatHasNotCompletedSaysStillWaiting() throws Exception {
        platform.answers.put(0x8400006B, new CallResult(true, List.of(), null, 0, -1));

        assertThat(shell.run("ffa:call echo ffa_msg_wait --timeout 0.25"))
                .isEqualTo("still waiting: FFA_MSG_WAIT of 0x8001 vCPU 0 has not completed within 0.25 s; spm:status"
                        + " shows it until it has, and the log tells how it ended\n");
        assertThat(platform.calls.getFirst().timeout()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void optionsStandAnywhereAndNegativeNumbersAreArguments() throws Exception {
        shell.run("ffa:call --vcpu 3 1 --conduit=hvc 0x84000069 -1 -0x2");

        assertThat(platform.calls.getFirst().vcpu()).isEqualTo(3);
        assertThat(platform.calls.getFirst().conduit()).isEqualTo(Conduit.HVC);
        assertThat(platform.calls.getFirst().registers()).containsExactly(0x84000069L, 0xFFFFFFFFL, 0xFFFFFFFEL);
        assertThat(platform.calls.getFirst().timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void quotesAndVariablesWorkAsInAnyGogoCommand() throws Exception {
        shell.run("who = 0x8001; ffa:call $who \"FFA_ID_GET\" '7'");

        assertThat(platform.calls.getFirst().id()).isEqualTo(0x8001);
        assertThat(platform.calls.getFirst().registers()).containsExactly(0x84000069L, 7L);
    }

    @Test
    void numbersReachTheCallAsTheyWereTyped() throws Exception {
        platform.answer(0x84000063, 0x10000L);

        shell.run("ffa:version 1 1.10");

        assertThat(platform.calls.getFirst().registers()).containsExactly(0x84000063L, 0x1000AL);
    }

    @Test
    void theNameOfA64BitCallEndsIn64AndItsRegistersAreWide() throws Exception {
        platform.answer(0xC400006F, 0xC4000070L, 0x80010001L, 0, -1L);

        assertThat(shell.run("ffa:call 1 msg_send_direct_req_64 0x18001 0 -1"))
                .startsWith("FFA_MSG_SEND_DIRECT_RESP x0=0xc4000070 x1=0x80010001 x2=0x0 x3=0xffffffffffffffff ")
                .contains("payload x3=0xffffffffffffffff");
        assertThat(platform.calls.getFirst().registers()).endsWith(-1L);
    }

    @Test
    void aDirectRequestIs64BitsWideOnlyIfAValueNeedsIt() throws Exception {
        shell.run("ffa:direct client echo -1 2");
        shell.run("ffa:direct client echo 0x100000000");

        assertThat(platform.calls.get(0).registers()).containsExactly(0x8400006FL, 0x18001L, 0L, 0xFFFFFFFFL, 2L);
        assertThat(platform.calls.get(1).registers()).containsExactly(0xC400006FL, 0x18001L, 0L, 0x100000000L);
    }

    @Test
    void outputGoesIntoPipesAndSubstitutions() throws Exception {
        platform.answer(0x84000069, 0x84000061L, 0, 1);

        assertThat(shell.session.execute("x = $(ffa:call 1 ID_GET); $x"))
                .asString()
                .startsWith("FFA_SUCCESS w0=0x84000061")
                .endsWith("ID 1");
    }

    @Test
    void aRefusalByThePlatformFailsTheCommandWithOneLine() {
        assertThatThrownBy(() -> shell.run("ffa:call 0x8009 ID_GET"))
                .isInstanceOf(CommandException.class)
                .hasToString("ffa:call: endpoint 0x8009 is not known: spm:partitions lists those that are");
        assertThatThrownBy(() -> shell.run("spm:swap conduit/smc 99"))
                .hasMessage("spm:swap: bundle 99 is not installed: lb lists bundles");
    }

    @Test
    void aScriptStopsAtTheFirstFailingCommand() {
        assertThatThrownBy(() -> shell.run("ffa:call 1 NONSENSE; ffa:call 1 ID_GET"))
                .hasMessage("ffa:call: function \"NONSENSE\" is not known: ffa:functions lists them");
        assertThat(platform.calls).isEmpty();
    }

    @Test
    void wrongUsageNamesTheWordAndTheUsageLine() {
        assertThatThrownBy(() -> shell.run("ffa:call 1"))
                .hasMessageStartingWith(
                        "ffa:call: FUNCTION is missing; usage: ffa:call ID FUNCTION [X1..X7] [--conduit C]");
        assertThatThrownBy(() -> shell.run("spm:wiring --jason"))
                .hasMessage("spm:wiring: there is no option --jason; usage: spm:wiring [--json]");
        assertThatThrownBy(() -> shell.run("spm:unload 1 2"))
                .hasMessage("spm:unload: \"2\" is one argument too many; usage: spm:unload ID");
        assertThatThrownBy(() -> shell.run("ffa:call 1 ID_GET --vcpu"))
                .hasMessageContaining("option --vcpu needs a value: --vcpu N; usage: ");
    }

    @Test
    void badValuesSayWhatWouldBeGood() {
        assertThatThrownBy(() -> shell.run("ffa:call 0x12345 ID_GET"))
                .hasMessage("ffa:call: endpoint ID 0x12345 is out of range: an ID has 16 bits (FF-A 2.8)");
        assertThatThrownBy(() -> shell.run("ffa:call ecco ID_GET"))
                .hasMessage("ffa:call: no partition has the name \"ecco\"; there are: 1 client, 0x8001 echo");
        assertThatThrownBy(() -> shell.run("ffa:call 1 ID_GET zero"))
                .hasMessage("ffa:call: x1 \"zero\" is no number of 64 bits: type it as 12, -2 or 0x8001");
        assertThatThrownBy(() -> shell.run("ffa:call 1 ID_GET --conduit CALL"))
                .hasMessage("ffa:call: --conduit \"CALL\" is not known: SMC, HVC, SVC or ERET (FF-A 2.4)");
        assertThatThrownBy(() -> shell.run("ffa:call 1 ID_GET --conduit jump"))
                .hasMessageContaining("--conduit \"jump\" is not known");
        assertThatThrownBy(() -> shell.run("ffa:call 1 ID_GET --timeout never"))
                .hasMessageContaining("give seconds, above 0 and up to 3600");
        assertThatThrownBy(() -> shell.run("ffa:call 1 ID_GET_64"))
                .hasMessage("ffa:call: FFA_ID_GET has no 64-bit call (FF-A 8.7): leave _64 out");
        assertThatThrownBy(() -> shell.run("ffa:info 1 1-2-3-4-5")).hasMessageContaining("leave it out for all");
    }

    @Test
    void withoutAPlatformACommandSaysWhatIsMissing() {
        try (GogoShell bare = new GogoShell(null)) {
            assertThatThrownBy(() -> bare.run("spm:status"))
                    .hasMessageStartingWith(
                            "spm:status: the platform isn't there, because org.partita.core is not active");
        }
    }

    @Test
    void aManifestIsReadFromTheSessionsDirectory(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("echo2.dts"), "/dts-v1/;");
        shell.session.currentDir(directory);

        assertThat(shell.run("spm:load echo2.dts echo.jar")).isEqualTo("partition 0x8003 is loaded\n");
        assertThat(platform.asked)
                .containsExactly(
                        "load echo2.dts 9 " + directory.resolve("echo.jar").toUri());
        assertThatThrownBy(() -> shell.run("spm:load none.dts"))
                .hasMessageStartingWith("spm:load: manifest none.dts can't be read (no such file): give a path");
        assertThatThrownBy(() -> shell.run("spm:load " + directory))
                .hasMessageStartingWith("spm:load: manifest " + directory + " can't be read (it is a folder): give");
        assertThatThrownBy(() -> shell.run("spm:load file:/nowhere/echo.dts"))
                .hasMessageStartingWith("spm:load: manifest file:/nowhere/echo.dts can't be read (no such file)");
    }

    @Test
    void unloadAndSwapReachThePlatform() throws Exception {
        shell.run("spm:unload echo");
        assertThat(shell.run("spm:swap conduit/smc org.partita.conduit.smc:0.1.1 --without-state")
                        .lines())
                .containsExactly(
                        "conduit/SMC: org.partita.conduit.smc:0.1.0 -> org.partita.conduit.smc:0.1.1",
                        "drained in 2.5 us, carried nothing, held 3 calls, longest hold 310.0 us");
        assertThat(platform.asked)
                .containsExactly("unload 32769", "swap conduit/smc org.partita.conduit.smc:0.1.1 true");
    }
}
