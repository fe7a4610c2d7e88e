package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.testkit.Shows;

/** As an endpoint the commands of mem cope with every status code of the function that they call (FF-A 11.1 to 11.7). */
class MemStatusCodesTest {
    private final FakePlatform platform = new FakePlatform();
    private final GogoShell shell = new GogoShell(platform);

    @AfterEach
    void close() {
        shell.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "mem:donate 1 0x8001 0x4000, FFA_MEM_DONATE, INVALID_PARAMETERS DENIED NO_MEMORY BUSY ABORTED",
        "mem:lend 1 0x8001 0x4000, FFA_MEM_LEND, INVALID_PARAMETERS DENIED NO_MEMORY BUSY ABORTED",
        "mem:share 1 0x8001 0x4000, FFA_MEM_SHARE, INVALID_PARAMETERS DENIED NO_MEMORY BUSY ABORTED",
        "mem:retrieve 1 5, FFA_MEM_RETRIEVE_REQ, INVALID_PARAMETERS DENIED NO_MEMORY BUSY ABORTED",
        "mem:relinquish 1 5, FFA_MEM_RELINQUISH, INVALID_PARAMETERS DENIED NO_MEMORY ABORTED",
        "mem:reclaim 1 5, FFA_MEM_RECLAIM, INVALID_PARAMETERS DENIED NO_MEMORY ABORTED"
    })
    @Shows({"FFA-11.1.1.1-4", "FFA-11.2.1.1-4", "FFA-11.3.1.1-4"})
    @Shows({"FFA-11.4.1.1-3", "FFA-11.6.1.1-2", "FFA-11.7.1.1-2"})
    void eachStatusCodeIsSaidAndTheNextCallIsMade(String line, FunctionId function, String codes) throws Exception {
        for (String code : codes.split(" ")) {
            long w2 = Integer.toUnsignedLong(Status.valueOf(code).code());
            platform.answer(function.id32(), 0x84000060L, 0, w2);

            String[] said = shell.run(line).split("\n");

            assertThat(said[0]).startsWith("FFA_ERROR");
            assertThat(said[1]).startsWith(code + ": ");
        }
        platform.answer(function.id32(), 0x84000061L, 0, 7);
        assertThat(shell.run(line)).startsWith("FFA_SUCCESS");
    }
}
