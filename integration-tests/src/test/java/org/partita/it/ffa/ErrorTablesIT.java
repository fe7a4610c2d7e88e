package org.partita.it.ffa;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Whatever is wrong with a call, FFA_ERROR carries a code of the function's own table and nothing else. */
@PlatformTest(ReferencePlatform.class)
class ErrorTablesIT {
    private static final int VM = 0xF1;
    private static final int SP = 0x80F1;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        partitions.callback(Dts.vm("vm", VM).memory("ram", 0x90000000L, 4, 11), request -> {});
        partitions.callback(Dts.sp("sp", SP).memory("ram", 0x06800000L, 4, 3), request -> {});
    }

    @AfterEach
    void unload() {
        partitions.close();
    }

    /** FF-A Tables 8.9, 8.14, 8.18, 8.23, 8.29, 8.34, 9.4, 10.8, 10.12. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0x84000064, NOT_SUPPORTED",
        "0x84000065, DENIED NOT_SUPPORTED",
        "0xC4000066, INVALID_PARAMETERS NO_MEMORY DENIED NOT_SUPPORTED",
        "0x84000067, INVALID_PARAMETERS NOT_SUPPORTED",
        "0x84000068, BUSY INVALID_PARAMETERS NO_MEMORY DENIED NOT_SUPPORTED",
        "0x8400006B, INVALID_PARAMETERS DENIED NOT_SUPPORTED",
        "0xC400006F, INVALID_PARAMETERS DENIED NOT_SUPPORTED BUSY ABORTED",
        "0xC4000070, INVALID_PARAMETERS DENIED NOT_SUPPORTED BUSY",
        "0x8400006D, INVALID_PARAMETERS NOT_SUPPORTED DENIED BUSY ABORTED",
        "0x84000073, NOT_SUPPORTED"
    })
    @Shows({"FFA-7.2-18", "FFA-7.2-1", "FFA-7.2-19"})
    void everyErrorIsOneOfTheFunctionsTable(String function, String table) {
        ErrorTable.holds(platform, List.of(VM, SP), function, table);
    }
}
