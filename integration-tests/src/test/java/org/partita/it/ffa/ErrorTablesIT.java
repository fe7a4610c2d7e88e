package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
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
    private static final int CALLS = 400 * Integer.getInteger("partita.scale", 1);
    private static final int VM = 0xF1;
    private static final int SP = 0x80F1;

    /** Values that are right somewhere, or nearly. */
    private static final long[] LIKELY = {
        0,
        1,
        2,
        0x3F,
        0x40,
        0xF1,
        0x80F1,
        0x10000,
        0x90000000L,
        0x90001000L,
        0x90000800L,
        0x06800000L,
        0x06801000L,
        0x8400006FL,
        0x00F10000L,
        0x80F10000L,
        0x00F180F1L,
        0x80F100F1L,
        0x00F18002L,
        0x80F18001L,
        -1
    };

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
        Set<Status> allowed = EnumSet.noneOf(Status.class);
        Arrays.stream(table.split(" ")).map(Status::valueOf).forEach(allowed::add);
        Set<Status> seen = EnumSet.noneOf(Status.class);
        SplittableRandom random = new SplittableRandom(72);
        for (int i = 0; i < CALLS; i++) {
            try (Abi abi = new Abi(platform, random.nextBoolean() ? VM : SP)) {
                abi.raw(Long.decode(function).intValue(), arguments(random));
                if (abi.registers().function() == 0x84000060) {
                    assertThat(abi.error())
                            .as("call %d, rule %s", i, abi.rule())
                            .isIn(allowed);
                    abi.failed(abi.error());
                    seen.add(abi.error());
                }
            }
        }
        assertThat(seen).isNotEmpty();
    }

    private static long[] arguments(SplittableRandom random) {
        long[] arguments = new long[7];
        for (int i = 0; i < arguments.length; i++) {
            boolean anything = random.nextInt(10) == 0;
            boolean zero = i > 2 && random.nextInt(4) > 0;
            arguments[i] = anything ? random.nextLong() : zero ? 0 : LIKELY[random.nextInt(LIKELY.length)];
        }
        return arguments;
    }
}
