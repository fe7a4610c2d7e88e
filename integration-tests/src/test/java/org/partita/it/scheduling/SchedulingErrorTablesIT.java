package org.partita.it.scheduling;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.it.ffa.ErrorTable;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Whatever is wrong with a call of chapters 9 and 10, FFA_ERROR carries a code of the function's own table and nothing else. */
@PlatformTest(SchedulingPlatform.class)
class SchedulingErrorTablesIT {
    private static final int FIRST = 0xF1;
    private static final int SECOND = 0xF2;
    private static final int SP = 0x80F1;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        partitions.callback(Vm.manifest("vm1", FIRST, 0x90000000L), request -> {});
        partitions.callback(Vm.manifest("vm2", SECOND, 0x90010000L), request -> {});
        partitions.callback(Dts.sp("sp", SP), request -> {});
    }

    @AfterEach
    void unload() {
        partitions.close();
    }

    /** FF-A Tables 9.4, 9.8, 9.12, 9.17, 10.4, 10.16. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0x8400006B, INVALID_PARAMETERS DENIED NOT_SUPPORTED",
        "0x8400006C, INVALID_PARAMETERS DENIED NOT_SUPPORTED",
        "0x8400006D, INVALID_PARAMETERS NOT_SUPPORTED DENIED BUSY ABORTED",
        "0x8400007C, DENIED NOT_SUPPORTED",
        "0x8400006E, INVALID_PARAMETERS BUSY DENIED NO_MEMORY NOT_SUPPORTED",
        "0x8400006A, RETRY DENIED NOT_SUPPORTED"
    })
    @Shows({"FFA-7.2-18", "FFA-7.2-1", "FFA-7.2-19"})
    void everyErrorIsOneOfTheFunctionsTable(String function, String table) {
        ErrorTable.holds(platform, List.of(FIRST, SECOND, SP), function, table);
    }
}
