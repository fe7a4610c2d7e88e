package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.admin.shell.text.CommandException;

/** What can't be done fails with words, and reaches no client. */
class PsaUsageTest {
    private static final String UNKNOWN =
            " is no client: it is the id or the name of a partition, or a Non-secure client's id, a negative number of 32"
                    + " bits such as -1; there are partitions: 0x100 store, 0x101 echo";

    private final FakePlatform platform = FakePlatform.ofFfm();
    private final FakeFfm ffm = (FakeFfm) platform.ffm();
    private final GogoShell shell = new GogoShell(platform);

    @AfterEach
    void close() {
        shell.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "nobody", "Store", "-2147483649"})
    void whoIsNoClientIsNotPlayed(String client) {
        for (String line : List.of("psa:call %s ECHO 0", "psa:connect %s STORE 2", "psa:close %s 1")) {
            assertThatThrownBy(() -> shell.run(line.formatted(client)))
                    .isInstanceOf(CommandException.class)
                    .hasMessageEndingWith(": CLIENT " + client + UNKNOWN);
        }
        assertThat(ffm.session.made).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"store, 256", "256, 256", "0x101, 257", "echo, 257"})
    void aPartitionIsPlayedByNameOrId(String client, int id) throws Exception {
        shell.run("psa:call " + client + " ECHO 0");
        shell.run("psa:connect " + client + " STORE 2");
        shell.run("psa:close " + client + " 1");

        assertThat(ffm.asked)
                .containsExactly(
                        "psa_call to ECHO of " + id + " within PT5S",
                        "psa_connect to STORE of " + id + " within PT5S",
                        "psa_close of 0x1 of " + id + " within PT5S");
    }

    @Test
    void theLowestClientIdIsOne() throws Exception {
        assertThat(shell.run("psa:call -2147483648 ECHO 0")).startsWith("PSA_SUCCESS");
        assertThat(ffm.session.made).startsWith("client -2147483648");
    }

    @Test
    void aClientThatSomebodyHasIsRefusedByThePlatform() {
        assertThatThrownBy(() -> shell.run("psa:call -3 ECHO 0"))
                .hasMessage("psa:call: client -3 is taken; close it or take another one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "psa:call -1 0x61 0 => psa:call: SID|HANDLE 0x61 is neither the SID of a service nor a handle: psa:services and"
                        + " psa:connections list them; with --handle the call is made all the same",
                "psa:call -1 STOR 0 => psa:call: SID|HANDLE \"STOR\": no service has this name; there are: 0x60 STORE, 0x80 ECHO,"
                        + " 0xf0000001 SECRET",
                "psa:call -1 0x100000000 0 => psa:call: SID|HANDLE \"0x100000000\" is no number of 32 bits: type it as 12, -2 or"
                        + " 0x1000",
                "psa:call -1 STORE 0 --handle => psa:call: HANDLE \"STORE\" is no number of 32 bits: type it as 12, -2 or 0x1000",
                "psa:call -1 ECHO -1 => psa:call: TYPE -1 is out of range: a request has 0 to 32767 (FF-M, psa_call)",
                "psa:call -1 ECHO 32768 => psa:call: TYPE 32768 is out of range: a request has 0 to 32767 (FF-M, psa_call)",
                "psa:call -1 ECHO 0 --in abc => psa:call: --in \"abc\": an odd number of digits makes no whole bytes; type bytes"
                        + " as pairs of hexadecimal digits, such as cafe01",
                "psa:call -1 ECHO 0 --in 0g => psa:call: --in \"0g\": type bytes as pairs of hexadecimal digits, such as cafe01",
                "psa:call -1 ECHO 0 --out -1 => psa:call: --out -1 is out of range: a length is 0 to 2147483647 bytes",
                "psa:call -1 ECHO 0 --out many => psa:call: --out \"many\" is no number: type it as 12 or 0x8001",
                "psa:call -1 ECHO 0 --in 00 --in 01 --in 02 --out 1 --out 2 => psa:call: 5 vectors are too many: a call has 4 at"
                        + " most, input and output together (FF-M, PSA_MAX_IOVEC)",
                "psa:call -1 ECHO 0 --timeout 0 => psa:call: --timeout \"0\": give seconds, above 0 and up to 3600, such as 5 or"
                        + " 0.25",
                "psa:connect -1 STOR 1 => psa:connect: SID \"STOR\": no service has this name; there are: 0x60 STORE, 0x80 ECHO,"
                        + " 0xf0000001 SECRET",
                "psa:connect -1 STORE one => psa:connect: VERSION \"one\" is no number of 32 bits: type it as 12, -2 or 0x1000",
                "psa:close -1 STORE => psa:close: HANDLE \"STORE\" is no number of 32 bits: type it as 12, -2 or 0x1000",
            })
    void whatCanNotBeDoneIsSaid(String line, String message) {
        assertThatThrownBy(() -> shell.run(line))
                .isInstanceOf(CommandException.class)
                .hasMessage(message);
        assertThat(ffm.session.made).isEmpty();
    }

    /** 4096 bytes: a descriptor of 8 bytes for each vector, and its bytes. */
    @ParameterizedTest
    @CsvSource({"4088, ", "4089, 4104", "2147483647, 2147483656"})
    void vectorsHaveToFitIntoTheClientsMemory(String length, String bytes) throws Exception {
        String line = "psa:call -1 ECHO 0 --out " + length;
        if (bytes == null) {
            assertThat(shell.run(line)).startsWith("PSA_SUCCESS");
        } else {
            assertThatThrownBy(() -> shell.run(line))
                    .hasMessage("psa:call: the vectors and their descriptors take " + bytes
                            + " bytes: client -1 has memory for 4096");
            assertThat(ffm.session.made).containsExactly("client -1", "end");
        }
    }

    @Test
    void fourVectorsAreNotTooMany() throws Exception {
        shell.run("psa:call -1 ECHO 0 --in 02 --in 01 --out 1 --out 2");

        assertThat(ffm.session.made).contains("call 0x40000100 0 [02,01] 2 out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "psa:services",
                "psa:connections",
                "psa:connect -1 0x60 1",
                "psa:call -1 0x60 0",
                "psa:call store 0x60 0",
                "psa:close -1 1",
                "spm:backend",
                "spm:backend ipc",
            })
    void onAPlatformOfFfaACommandSaysSo(String line) {
        platform.ffm = null;

        assertThatThrownBy(() -> shell.run(line))
                .hasToString(line.substring(0, line.indexOf(' ') < 0 ? line.length() : line.indexOf(' '))
                        + ": the framework of this platform is FF-A: choose a platform of FF-M");
    }
}
