package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.ResponseFlags;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;

class MemCommandsTest {
    private final FakePlatform platform = new FakePlatform();
    private final GogoShell shell = new GogoShell(platform);

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void ownersAndStatesAreShownForEachRange() throws Exception {
        assertThat(shell.run("mem:owners")).isEqualTo("""
                             BASE  PAGES  WORLD   OWNER   STATES                        SINCE
                        0x6000000      2  secure  0x8001  0x8001 Owner-SA, 1 !Owner-SA  share 0x5
                        0x6002000     14  secure  0x8000  0x8000 Owner-EA               boot or set-up
                        """);
    }

    @Test
    void aPageSaysWhoMayAccessItHowAndSinceWhen() throws Exception {
        assertThat(shell.run("mem:owners 0x6001000+1")).isEqualTo("""
                         PHYSICAL  PAGES  COMPONENT  STATE      ACCESS  ITS ADDRESS  SINCE
                        0x6001000      1  0x8001     Owner-SA   rw-          0x2000  share 0x5
                        0x6001000      1  1          !Owner-SA  r--          0x5000  share 0x5
                        """);
    }

    @Test
    void transactionsAreShownWithWhatReceiversHave() throws Exception {
        assertThat(shell.run("mem:handles")).isEqualTo("""
                        HANDLE  TYPE   FROM             PAGES  PHYSICAL     RECEIVERS                    TAG
                           0x5  share  0x8001 Owner-SA      2  0x6000000+2  1 !Owner-SA r-- at 0x4000+2  0x7
                        """);
    }

    @Test
    void aResponseIsReadFromTheRxBuffer() throws Exception {
        MemoryTransaction t = MemoryTransaction.response(
                0x8001,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE,
                new ResponseFlags(false, TransactionType.SHARE),
                5,
                7,
                List.of(new EndpointAccess(
                        1,
                        DataAccess.READ_ONLY,
                        InstructionAccess.EXECUTE_NEVER,
                        CompositeRegion.of(new ConstituentRange(0x4000, 2)))));
        platform.rx = new byte[(int) t.size()];
        t.encode(MemorySegment.ofArray(platform.rx));
        platform.answer(0x84000074, 0x84000075L, t.size(), t.size());

        assertThat(shell.run("mem:retrieve 1 5")).isEqualTo("""
                        FFA_MEM_RETRIEVE_RESP w0=0x84000075 w1=0x50 w2=0x50 w3=0x0 w4=0x0 w5=0x0 w6=0x0 w7=0x0
                        80 bytes
                        share of 0x8001, normal-write-back-inner-shareable
                        1: read-only, execute-never, at 0x4000+2
                        """);
    }

    @Test
    void bytesAreReadAndWrittenAsTheEndpointSeesThem() throws Exception {
        platform.rx = "Partita!".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(shell.run("mem:read 1 0x8000 8"))
                .isEqualTo("0x8000  50 61 72 74 69 74 61 21                          Partita!\n");
        assertThat(shell.run("mem:write 1 0x8000 cafe01")).isEqualTo("3 bytes written at 0x8000\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mem:read 1 0x100; TRANSLATION fault: client reads 0x100",
                "mem:write 1 0x8000 caf; type bytes as pairs of hexadecimal digits",
                "mem:owners 0x100; there is no memory at physical address 0x100",
                "mem:share 1 2 0x101; ADDRESS 0x101 is not a multiple of 4 KiB",
                "mem:share 1 2 0x1000+x; PAGES \"x\" is no number",
                "mem:share 1 nobody 0x1000; no partition has the name \"nobody\"",
                "mem:reclaim 1; HANDLE is missing",
                "mem:donate 1 2 0x1000 --ro; there is no option --ro"
            })
    void whatCantBeIsSaidWithItsReason(String line, String reason) {
        assertThatThrownBy(() -> shell.run(line)).hasMessageContaining(reason);
    }
}
