package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Holding;
import org.partita.api.memory.MemoryFault;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** FF-A Tables 5.9 to 5.12 row by row: current states of A and B, and the next ones or an error that changes nothing. */
@PlatformTest(MemoryPlatform.class)
class StateTablesIT {
    private static final int VM1 = 1;
    private static final int VM2 = 2;
    private static final int SP1 = 0x8001;
    private static final int SP2 = 0x8002;

    /** A, B and C: each instance that A and B can be at. C is 0 where A can send to nobody else. */
    private static final int[][] TRIOS = {
        {VM1, VM2, SP1},
        {VM1, SP1, SP2},
        {VM2, SP2, VM1},
        {SP1, SP2, 0}
    };

    @Inject
    BundleContext framework;

    private Platform platform;
    private List<Holding> before;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        before = platform.holdings();
    }

    /** A VM's page that an SP owns can't be given back. */
    @AfterEach
    void asItWas() throws Exception {
        if (!platform.holdings().equals(before)) {
            new Running(framework).restarted(Map.of());
        }
    }

    /** Table 5.9. */
    @ParameterizedTest(name = "row {0}: {1} {2}, {3}")
    @CsvSource({
        "1, Owner-EA, !Owner-NA, FRESH, !Owner-NA Owner-EA",
        "2, Owner-NA, !Owner-NA, DONATED_TO_C, Error",
        "2, Owner-NA, !Owner-NA, LENT_BUT_NOT_RETRIEVED, Error",
        "2, Owner-NA, !Owner-NA, LENT_TO_C, Error",
        "3, Owner-NA, !Owner-EA, LENT_TO_B, Error",
        "3, Owner-NA, !Owner-SA, LENT_TO_BOTH, Error",
        "4, Owner-SA, !Owner-NA, SHARED_BUT_NOT_RETRIEVED, Error",
        "4, Owner-SA, !Owner-NA, SHARED_WITH_C, Error",
        "5, Owner-SA, !Owner-SA, SHARED_WITH_B, Error",
        "5, Owner-SA, !Owner-SA, SHARED_WITH_BOTH, Error"
    })
    @Shows({"FFA-5.6.1-2", "FFA-5.6.1-3", "FFA-5.6.1-4", "FFA-5.6.1-5", "FFA-5.6.1-6", "FFA-5.5-2", "FFA-5.6-1"})
    void donate(int row, String a, String b, Setup setup, String next) {
        send(FunctionId.FFA_MEM_DONATE, a + " " + b, setup, next);
    }

    /** Table 5.10. */
    @ParameterizedTest(name = "row {0}: {1} {2}, {3}")
    @CsvSource({
        "1, Owner-EA, !Owner-NA, FRESH, Owner-NA !Owner-EA",
        "2, Owner-NA, !Owner-NA, DONATED_TO_C, Error",
        "2, Owner-NA, !Owner-NA, LENT_BUT_NOT_RETRIEVED, Error",
        "2, Owner-NA, !Owner-NA, LENT_TO_C, Error",
        "3, Owner-NA, !Owner-EA, LENT_TO_B, Error",
        "4, Owner-NA, !Owner-SA, LENT_TO_BOTH, Error",
        "5, Owner-SA, !Owner-NA, SHARED_BUT_NOT_RETRIEVED, Error",
        "5, Owner-SA, !Owner-NA, SHARED_WITH_C, Error",
        "6, Owner-SA, !Owner-SA, SHARED_WITH_B, Error",
        "6, Owner-SA, !Owner-SA, SHARED_WITH_BOTH, Error"
    })
    @Shows({"FFA-5.7.1-1", "FFA-5.7.1-2", "FFA-5.7.1-3", "FFA-5.7.1-4", "FFA-5.7.1-5", "FFA-5.7.1-6", "FFA-5.5-3"})
    void lend(int row, String a, String b, Setup setup, String next) {
        send(FunctionId.FFA_MEM_LEND, a + " " + b, setup, next);
    }

    /** Table 5.11. */
    @ParameterizedTest(name = "row {0}: {1} {2}, {3}")
    @CsvSource({
        "1, Owner-EA, !Owner-NA, FRESH, Owner-SA !Owner-SA",
        "2, Owner-NA, !Owner-NA, DONATED_TO_C, Error",
        "2, Owner-NA, !Owner-NA, LENT_BUT_NOT_RETRIEVED, Error",
        "2, Owner-NA, !Owner-NA, LENT_TO_C, Error",
        "3, Owner-NA, !Owner-EA, LENT_TO_B, Error",
        "4, Owner-NA, !Owner-SA, LENT_TO_BOTH, Error",
        "5, Owner-SA, !Owner-NA, SHARED_BUT_NOT_RETRIEVED, Error",
        "5, Owner-SA, !Owner-NA, SHARED_WITH_C, Error",
        "6, Owner-SA, !Owner-SA, SHARED_WITH_B, Error",
        "6, Owner-SA, !Owner-SA, SHARED_WITH_BOTH, Error"
    })
    @Shows({"FFA-5.8.1-1", "FFA-5.8.1-2", "FFA-5.8.1-3", "FFA-5.8.1-4", "FFA-5.8.1-5", "FFA-5.8.1-6", "FFA-5.5-4"})
    void share(int row, String a, String b, Setup setup, String next) {
        send(FunctionId.FFA_MEM_SHARE, a + " " + b, setup, next);
    }

    private void send(FunctionId function, String now, Setup setup, String next) {
        for (int i = 0; i < TRIOS.length; i++) {
            int[] ids = TRIOS[i];
            if (setup.three() && ids[2] == 0) {
                continue;
            }
            try (Trio trio = new Trio(platform, ids[0], ids[1], ids[2], i)) {
                trio.a().write(trio.page, 42);
                long handle = setup.establish(trio);
                trio.is(now);
                if (next.equals("Error")) {
                    List<Holding> unchanged = platform.holdings();
                    trio.send(function, trio.b).failed(Status.DENIED);
                    assertThat(platform.holdings()).isEqualTo(unchanged);
                } else {
                    trio.send(function, trio.b);
                    handle = trio.a().handle();
                    long there = trio.retrieve(trio.b, handle);
                    trio.is(next);
                    assertThat(trio.at(trio.b).read(there)).isEqualTo(42);
                    assertThat(readable(trio)).as("A still reads").isEqualTo(next.startsWith("Owner-SA"));
                    if (function != FunctionId.FFA_MEM_DONATE) {
                        trio.at(trio.b).relinquish(handle).success();
                        trio.a().reclaim(handle).success();
                    }
                    continue;
                }
                setup.undo(trio, handle);
                assertThat(trio.a().read(trio.page)).isEqualTo(42);
            }
        }
    }

    private static boolean readable(Trio trio) {
        try {
            trio.a().read(trio.page);
            return true;
        } catch (MemoryFault e) {
            return false;
        }
    }

    /** Table 5.12, its errors with the codes of 11.6.1.2 (1) and (4). */
    @ParameterizedTest(name = "row {0}: {1} {2}, {3}")
    @CsvSource({
        "1, Owner-EA, !Owner-NA, FRESH, INVALID_PARAMETERS",
        "2, Owner-NA, !Owner-NA, LENT_TO_C, INVALID_PARAMETERS",
        "2, Owner-NA, !Owner-NA, LENT_TO_BOTH_FOR_C, DENIED",
        "2, Owner-NA, !Owner-NA, LENT_BUT_NOT_RETRIEVED, DENIED",
        "5, Owner-SA, !Owner-NA, SHARED_WITH_C, INVALID_PARAMETERS",
        "5, Owner-SA, !Owner-NA, SHARED_WITH_BOTH_FOR_C, DENIED",
        "5, Owner-SA, !Owner-NA, SHARED_BUT_NOT_RETRIEVED, DENIED"
    })
    @Shows({"FFA-5.9.1-1", "FFA-5.9.1-2", "FFA-5.9.1-5"})
    void relinquishIsAnError(int row, String a, String b, Setup setup, Status status) {
        for (int i = 0; i < TRIOS.length; i++) {
            int[] ids = TRIOS[i];
            if (setup.three() && ids[2] == 0) {
                continue;
            }
            try (Trio trio = new Trio(platform, ids[0], ids[1], ids[2], i)) {
                long handle = setup == Setup.FRESH ? reclaimed(trio) : setup.establish(trio);
                trio.is(a + " " + b);
                List<Holding> unchanged = platform.holdings();
                trio.at(trio.b).relinquish(handle).failed(status);
                assertThat(platform.holdings()).isEqualTo(unchanged);
                setup.undo(trio, handle);
            }
        }
    }

    private static long reclaimed(Trio trio) {
        long handle = Setup.LENT_TO_B.establish(trio);
        Setup.LENT_TO_B.undo(trio, handle);
        return handle;
    }

    /** Table 5.12: A's next state when it reclaims, which it can't before all Borrowers relinquished. */
    @ParameterizedTest(name = "row {0}: {1} {2}, {3}")
    @CsvSource({
        "3, Owner-NA, !Owner-EA, LENT_TO_B",
        "4, Owner-NA, !Owner-SA, LENT_TO_BOTH",
        "6, Owner-SA, !Owner-SA, SHARED_WITH_B",
        "6, Owner-SA, !Owner-SA, SHARED_WITH_BOTH"
    })
    @Shows({"FFA-5.9.1-3", "FFA-5.9.1-4", "FFA-5.9.1-6", "FFA-5.9-1", "FFA-5.5-5"})
    void relinquish(int row, String a, String b, Setup setup) {
        for (int i = 0; i < TRIOS.length; i++) {
            int[] ids = TRIOS[i];
            if (setup.three() && ids[2] == 0) {
                continue;
            }
            try (Trio trio = new Trio(platform, ids[0], ids[1], ids[2], i)) {
                long handle = setup.establish(trio);
                trio.is(a + " " + b);
                trio.a().reclaim(handle).failed(Status.DENIED);
                trio.at(trio.b).relinquish(handle).success();
                trio.is(a + " !Owner-NA");
                if (setup.three()) {
                    trio.a().reclaim(handle).failed(Status.DENIED);
                    trio.at(trio.c).relinquish(handle).success();
                }
                trio.a().reclaim(handle).success();
                trio.is("Owner-EA !Owner-NA");
            }
        }
    }
}
