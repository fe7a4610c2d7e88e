package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.admin.Ffm.Service;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;

class PsaCommandsTest {
    private static final PsaRule NO_HANDLE = new PsaRule(
            "FFM-API-19",
            PsaStatus.PSA_ERROR_PROGRAMMER_ERROR,
            "FF-M, psa_call",
            "handle",
            "There must be such a connection.");
    private static final PsaRule REFUSED = new PsaRule(
            "FFM-API-11",
            PsaStatus.PSA_ERROR_CONNECTION_REFUSED,
            "FF-M, psa_connect",
            "version",
            "It must be 2 or less.");

    private final FakePlatform platform = FakePlatform.ofFfm();
    private final FakeFfm ffm = (FakeFfm) platform.ffm();
    private final FakePsaSession client = ffm.session;
    private final GogoShell shell = new GogoShell(platform);

    @AfterEach
    void close() {
        shell.close();
    }

    private JsonObject document(String line) throws Exception {
        return JsonParser.parseString(shell.run(line + " --json")).getAsJsonObject();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    // ---- what there is

    @Test
    void servicesSayWhoseTheyAreAndWhoMayCallThemHow() throws Exception {
        assertThat(shell.run("psa:services")).isEqualTo("""
                               SID  NAME    PARTITION    MODEL  VERSION            NS CLIENTS      HANDLE  CONNECTIONS  STATE
                              0x60  STORE   0x100 store  SFN    2 RELAXED          yes                  -            3  ready
                              0x80  ECHO    0x101 echo   IPC    1 STRICT           yes         0x40000100            -  ready
                        0xf0000001  SECRET  0x101 echo   IPC    4294967295 STRICT  no                   -            0  ended
                        """);
    }

    @Test
    void aPartitionIsShownWithEverything() throws Exception {
        assertThat(shell.run("spm:partition store")).isEqualTo("""
                        0x100 store, secure, S-EL1, sfn, ready
                          manifest  store.yaml
                          FF-M      1.1
                          priority  NORMAL
                          entry     store_init
                          memory    0x30008000, stack 16 KiB, heap 4 KiB
                          asserted  STORE, TIMER_SIGNAL
                          calls     ECHO, LOG (weak), which is not there

                         SID  NAME   PARTITION    MODEL  VERSION    NS CLIENTS  HANDLE  CONNECTIONS  STATE
                        0x60  STORE  0x100 store  SFN    2 RELAXED  yes              -            3  ready

                        INTID  SIGNAL        HANDLING
                           40  TIMER_SIGNAL  SLIH

                        DEVICE MEMORY   SIZE  ACCESS
                        0x50000000     4 KiB  rw-
                        FUSES              -  r--
                        """);
        assertThat(shell.run("spm:partition 0x101"))
                .contains("  memory    -\n  asserted  PSA_DOORBELL\n  calls     -\n")
                .doesNotContain("INTID", "DEVICE MEMORY");
    }

    @Test
    void sidsAndVersionsAreUnsignedNumbersInADocument() throws Exception {
        JsonObject secret =
                document("psa:services").getAsJsonArray("services").get(2).getAsJsonObject();

        assertThat(secret.get("sid").getAsLong()).isEqualTo(0xF0000001L);
        assertThat(secret.get("version").getAsLong()).isEqualTo(0xFFFFFFFFL);
        assertThat(secret.get("handle")).matches(JsonElement::isJsonNull);
    }

    @Test
    void connectionsShowTheMessageThatIsUnderWay() throws Exception {
        assertThat(shell.run("psa:connections")).isEqualTo("""
                        HANDLE  CLIENT      SERVICE     STATE   MESSAGE       RHANDLE
                           0x1  -1          0x60 STORE  idle    -          0x20000400
                           0x2  0x101 echo  0x60 STORE  queued  type 1001         0x0
                          0x60  -2          0x60 STORE  taken   connect           0x0
                        """);
    }

    @Test
    void anIdleConnectionHasNoTypeInADocument() throws Exception {
        assertThat(document("psa:connections").getAsJsonArray("connections"))
                .extracting(c -> c.getAsJsonObject().get("type").toString())
                .containsExactly("null", "1001", "-1");
    }

    @Test
    void nothingIsSaidInWords() throws Exception {
        ffm.services = List.of();
        ffm.connections = List.of();

        assertThat(shell.run("psa:services")).isEqualTo("no partition offers a service\n");
        assertThat(shell.run("psa:connections")).isEqualTo("nobody is connected\n");
    }

    // ---- requests

    @Test
    void aStatelessServiceIsCalledByItsHandle() throws Exception {
        client.written = new byte[][] {bytes("Hello, world! 12345"), {}};

        assertThat(shell.run("psa:call -1 0x80 7 --in cafe --out 32 --in=0x --out 4"))
                .isEqualTo("""
                        PSA_SUCCESS (0)
                        out 0: 19 of 32 bytes
                        0x0  48 65 6c 6c 6f 2c 20 77 6f 72 6c 64 21 20 31 32  Hello, world! 12
                        0x10  33 34 35                                         345
                        out 1: 0 of 4 bytes
                        """);
        assertThat(client.made).containsExactly("client -1", "call 0x40000100 7 [cafe,] 2 out", "end");
    }

    @ParameterizedTest
    @CsvSource({"0x60", "96", "STORE", "store"})
    void aConnectionBasedServiceIsConnectedForTheCallWithItsVersion(String service) throws Exception {
        assertThat(shell.run("psa:call -2 " + service + " 0")).isEqualTo("""
                        PSA_SUCCESS (0)
                        connected to STORE, version 2, for this call, as 0x5, and closed
                        """);
        assertThat(client.made)
                .containsExactly("client -2", "connect 0x60 2", "call 0x5 0 [] 0 out", "close 0x5", "end");
    }

    @Test
    void aNameIsTakenAsItIsTypedIfThereIsSuchAService() throws Exception {
        Service store = ffm.services.getFirst();
        Service other = new Service(
                0x61, "store", 0x101, "echo", "IPC", 1, "STRICT", true, OptionalInt.of(0x40000101), 0, "ready");
        ffm.services = List.of(store, other);

        shell.run("psa:call -1 store 0");

        assertThat(client.made).containsExactly("client -1", "call 0x40000101 0 [] 0 out", "end");
    }

    @ParameterizedTest
    @CsvSource({
        "0x1, call 0x1 0 [] 0 out",
        "2, call 0x2 0 [] 0 out",
        "0x40000100, call 0x40000100 0 [] 0 out",
        "0x40000203, call 0x40000203 0 [] 0 out",
        "0x60 --handle, call 0x60 0 [] 0 out",
        "0x1234567 --handle, call 0x1234567 0 [] 0 out",
        "-130 --handle, call 0xffffff7e 0 [] 0 out",
    })
    void aHandleIsCalledAsItIs(String handle, String call) throws Exception {
        assertThat(shell.run("psa:call -1 " + handle + " 0")).isEqualTo("PSA_SUCCESS (0)\n");
        assertThat(client.made).containsExactly("client -1", call, "end");
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "-137, PSA_ERROR_BAD_STATE (-137)", "-9999, -9999"})
    void anyStatusOfTheServiceIsAnAnswer(int status, String line) throws Exception {
        client.status = status;

        assertThat(shell.run("psa:call -1 ECHO 0 --out 4")).isEqualTo(line + "\nout 0: 0 of 4 bytes\n");
    }

    @Test
    void aRefusedCallHasItsReasonAndNoOutputs() throws Exception {
        client.refuse("call", NO_HANDLE, 0x1234567);

        assertThat(shell.run("psa:call -1 0x1234567 0 --out 4 --handle")).isEqualTo("""
                        PSA_ERROR_PROGRAMMER_ERROR (-129)
                        reason: FFM-API-19, FF-M, psa_call, handle is 0x1234567: There must be such a connection.
                        """);
        assertThat(document("psa:call -1 0x1234567 0 --out 4 --handle"))
                .hasToString("{\"client\":-1,\"service\":null,\"sid\":null,\"handle\":\"0x1234567\",\"type\":0,"
                        + "\"connected\":false,\"status\":-129,\"statusName\":\"PSA_ERROR_PROGRAMMER_ERROR\",\"outputs\":[],"
                        + "\"reason\":{\"rule\":\"FFM-API-19\",\"status\":\"PSA_ERROR_PROGRAMMER_ERROR\","
                        + "\"section\":\"FF-M, psa_call\",\"field\":\"handle\",\"found\":\"0x1234567\","
                        + "\"text\":\"There must be such a connection.\"},\"ended\":false,\"waiting\":false}");
    }

    @Test
    void aServiceThatCanNotBeConnectedIsNotCalled() throws Exception {
        client.refuse("connect", REFUSED, 2);

        assertThat(shell.run("psa:call -1 STORE 0")).isEqualTo("""
                        PSA_ERROR_CONNECTION_REFUSED (-130)
                        reason: FFM-API-11, FF-M, psa_connect, version is 0x2: It must be 2 or less.
                        could not connect to STORE, version 2: nothing was called
                        """);
        assertThat(client.made).containsExactly("client -1", "connect 0x60 2", "end");
        assertThat(document("psa:call -1 STORE 0").get("handle")).matches(JsonElement::isJsonNull);
    }

    @Test
    void aConnectionIsClosedAlsoIfItsCallWasRefused() throws Exception {
        client.refuse("call", NO_HANDLE, 5);

        assertThat(shell.run("psa:call -1 STORE 0").lines())
                .startsWith(
                        "PSA_ERROR_PROGRAMMER_ERROR (-129)",
                        "reason: FFM-API-19, FF-M, psa_call, handle is 0x5: There must" + " be such a connection.")
                .endsWith("connected to STORE, version 2, for this call, as 0x5, and closed");
        assertThat(client.made).endsWith("close 0x5", "end");
    }

    @Test
    void aConnectionThatStaysOpenIsNamed() throws Exception {
        PsaRule vacant =
                new PsaRule("PARTITA-vacant", PsaStatus.PSA_ERROR_GENERIC_ERROR, "hot swap", "role", "It is vacant.");
        client.refuse("close", vacant, 0);

        assertThat(shell.run("psa:call -1 STORE 0")).isEqualTo("""
                        PSA_SUCCESS (0)
                        connected to STORE, version 2, for this call, as 0x5, and still open: psa:close -1 0x5 closes it
                        reason: PARTITA-vacant, hot swap: It is vacant.
                        """);
    }

    @Test
    void aDocumentHasTheOutputsAsBytes() throws Exception {
        client.written = new byte[][] {{1, 2, (byte) 0xFF}};

        JsonObject document = document("psa:call -1 STORE 3 --out 8");

        assertThat(document.getAsJsonArray("outputs")).hasToString("[{\"size\":8,\"length\":3,\"bytes\":\"0102ff\"}]");
        assertThat(document.get("connected").getAsBoolean()).isTrue();
        assertThat(document.get("handle").getAsString()).isEqualTo("0x5");
        assertThat(document.get("sid").getAsInt()).isEqualTo(0x60);
        assertThat(document.get("reason")).matches(JsonElement::isJsonNull);
    }

    // ---- waiting, and partitions

    @ParameterizedTest
    @CsvSource({
        "psa:call -1 STORE 0, psa_call to STORE of client -1",
        "psa:connect store ECHO 1, psa_connect to ECHO of partition store",
        "psa:close 0x101 0x2, psa_close of 0x2 of partition echo",
    })
    void whatTakesTooLongIsSaid(String line, String what) throws Exception {
        ffm.waits = true;

        assertThat(shell.run(line + " --timeout 0.5"))
                .isEqualTo(
                        "still waiting: " + what + " has not completed within 0.5 s; spm:status shows it until it has,"
                                + " and the log tells how it ended\n");
        assertThat(ffm.asked).singleElement().asString().endsWith(" within PT0.5S");
        JsonObject document = document(line);
        assertThat(document.get("waiting").getAsBoolean()).isTrue();
        assertThat(document.get("reason")).matches(JsonElement::isJsonNull);
    }

    @ParameterizedTest
    @CsvSource({"call, psa:call store ECHO 0", "connect, psa:connect store STORE 3", "close, psa:close store 7"})
    void aPartitionThatEndsByItsCallIsNamed(String function, String line) throws Exception {
        client.mortal = true;
        client.refuse(function, NO_HANDLE, 7);

        assertThat(shell.run(line).lines())
                .contains("reason: FFM-API-19, FF-M, psa_call, handle is 0x7: There must be such a connection.")
                .endsWith("partition store has ended: it has panicked, as if its own code had made the call");
        assertThat(document(line).get("ended").getAsBoolean()).isTrue();
    }

    @Test
    void aPartitionThatHasEndedClosesNothing() throws Exception {
        client.mortal = true;
        client.refuse("call", NO_HANDLE, 5);

        assertThat(shell.run("psa:call echo STORE 0")).isEqualTo("""
                        PSA_ERROR_PROGRAMMER_ERROR (-129)
                        reason: FFM-API-19, FF-M, psa_call, handle is 0x5: There must be such a connection.
                        connected to STORE, version 2, for this call, as 0x5
                        partition echo has ended: it has panicked, as if its own code had made the call
                        """);
        assertThat(client.made).doesNotContain("close 0x5");
    }

    // ---- connections

    @Test
    void aConnectionHasAHandle() throws Exception {
        assertThat(shell.run("psa:connect -1 store 1")).isEqualTo("handle 0x5\n");
        assertThat(shell.run("psa:connect -1 0xDEADBEEF -1")).isEqualTo("handle 0x5\n");
        assertThat(client.made)
                .containsExactly(
                        "client -1", "connect 0x60 1", "end", "client -1", "connect 0xdeadbeef 4294967295", "end");
    }

    @Test
    void aRefusedConnectionHasAStatusAndAReason() throws Exception {
        client.refuse("connect", REFUSED, 3);

        assertThat(shell.run("psa:connect -1 STORE 3")).isEqualTo("""
                        PSA_ERROR_CONNECTION_REFUSED (-130)
                        reason: FFM-API-11, FF-M, psa_connect, version is 0x3: It must be 2 or less.
                        """);
        JsonObject document = document("psa:connect -1 STORE 3");
        assertThat(document.get("handle")).matches(JsonElement::isJsonNull);
        assertThat(document.get("status").getAsInt()).isEqualTo(-130);
    }

    @Test
    void aConnectionIsClosedByItsHandle() throws Exception {
        assertThat(shell.run("psa:close -1 0x5")).isEqualTo("closed\n");
        assertThat(shell.run("psa:close -1 0")).isEqualTo("nothing is closed\n");
        assertThat(client.made).containsExactly("client -1", "close 0x5", "end", "client -1", "close 0x0", "end");
    }

    @Test
    void whatIsNotClosedHasAReason() throws Exception {
        client.refuse("close", NO_HANDLE, -1);

        assertThat(shell.run("psa:close -1 -1")).isEqualTo("""
                        nothing is closed
                        reason: FFM-API-19, FF-M, psa_call, handle is 0xffffffff (-1): There must be such a connection.
                        """);
        assertThat(document("psa:close -1 -1").get("closed").getAsBoolean()).isFalse();
    }

    // ---- reasons

    @ParameterizedTest
    @CsvSource({
        "handle, 0xdeadbeef, ', handle is 0xdeadbeef'",
        "type, -1, ', type is 0xffffffff (-1)'",
        "status, -129, ', status is PSA_ERROR_PROGRAMMER_ERROR (-129)'",
        "conduit, 0, ', conduit is SMC'",
        "conduit, 4, ', conduit is CALL'",
        "conduit, 99, ', conduit is 0x63'",
        "role, 0, ''",
        "provider, 0, ''",
    })
    void whatWasFoundIsInTheWordsOfItsField(String field, String found, String words) throws Exception {
        PsaRule rule = new PsaRule("FFM-1", PsaStatus.PSA_ERROR_GENERIC_ERROR, "FF-M", field, "Rule.");
        client.refuse("call", rule, Long.decode(found));

        assertThat(shell.run("psa:call -1 ECHO 0").lines()).endsWith("reason: FFM-1, FF-M" + words + ": Rule.");
    }
}
