package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Conduits (FF-A 2.4) and function identifiers (6) as VMs in EL1 and SPs in S-EL1 may use them. */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class ConduitIT {
    private static final int ID_GET = 0x84000069;

    @Inject
    BundleContext framework;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        platform.trace().clear();
    }

    @AfterEach
    void stop() {
        platform.trace().stop();
    }

    @ParameterizedTest(name = "endpoint {0} by {1}")
    @CsvSource({"1, SVC", "1, ERET", "0x8002, SVC", "0x8002, ERET"})
    @Shows({"FFA-6.1.1-15", "FFA-8.7-12", "FFA-8.1-4", "FFA-8.1-5"})
    void aConduitThatDoesNotLeadUpFromTheExceptionLevelIsNotSupported(String endpoint, Conduit by) throws Exception {
        Leftovers.none(framework, () -> {
            try (Abi abi = new Abi(platform, Integer.decode(endpoint))) {
                abi.raw(by, ID_GET).refused(Status.NOT_SUPPORTED, "FFA-6.1.1-15");
                abi.raw(by, 0x84000063, 0x10000).unknown("FFA-6.1.1-15");
                abi.raw(ID_GET);
                assertThat(abi.succeeded()).as("afterwards").isTrue();
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0x84000065, 0x84000066, 0xC4000066, 0x84000067, 0x84000068})
    @Shows({"FFA-8.3-10", "FFA-8.4-24", "FFA-8.5-16", "FFA-8.6-30", "FFA-6.1.1-15"})
    void setupFunctionsAreNotSupportedThroughSuchAConduit(int function) throws Exception {
        Leftovers.none(framework, () -> {
            for (int id : new int[] {1, 0x8002}) {
                try (Abi abi = new Abi(platform, id)) {
                    abi.raw(Conduit.SVC, function, 0x10000).refused(Status.NOT_SUPPORTED, "FFA-6.1.1-15");
                    abi.raw(Conduit.ERET, function, 0x10000).refused(Status.NOT_SUPPORTED, "FFA-6.1.1-15");
                }
            }
        });
    }

    @ParameterizedTest(name = "{0} by HVC: {1}")
    @CsvSource({
        "0x84000065, FFA-8.3-9, DENIED",
        "0x84000063, '', ''",
        "0x84000069, '', ''",
        "0x84000062, FFA-7.4-4, NOT_SUPPORTED",
    })
    @Shows({"FFA-2.4-4", "FFA-7.4-4", "FFA-8.3-4", "FFA-8.3-9"})
    void hvcReachesTheHypervisorLikeSmc(String function, String rule, String status) {
        try (Abi vm = new Abi(platform, 1)) {
            int w0 = Long.decode(function).intValue();
            vm.raw(Conduit.SMC, w0, 0x10000);
            List<Long> bySmc = vm.words();
            String smcRule = vm.rule();
            vm.raw(Conduit.HVC, w0, 0x10000);
            assertThat(vm.words()).isEqualTo(bySmc);
            assertThat(vm.rule()).isEqualTo(smcRule);
            Refusal.of(vm.error(), vm.rule()).is(status + " " + rule);
        }
    }

    @Test
    @Shows({"FFA-2.4-4", "FFA-2.4-2"})
    void aVmThatCantUseSmcCallsByHvc() {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int id = partitions.callback(Dts.vm("hvc", 0x61).flag("partita,hvc-only"), request -> {});
            assertThat(platform.conduitOf(id)).isEqualTo(Conduit.HVC);
        }
    }

    @ParameterizedTest(name = "{1} from endpoint {0}")
    @CsvSource({
        "1, 0x8400007D, FFA-6-2",
        "1, 0x8400007F, FFA-6-2",
        "1, 0xC4000060, FFA-7.2-15",
        "1, 0xC400007F, FFA-6-3",
        "0x8002, 0x8400007E, FFA-6-2",
        "0x8002, 0xC400007D, FFA-6-3",
        "0x8002, 0xC4000062, FFA-7.4-6",
        "1, 0x8400007A, FFA-6-2",
        "0x8002, 0x84000073, FFA-6-2",
        "0x8002, 0xC4000073, FFA-6-3"
    })
    @Shows({"FFA-6-2", "FFA-6-3", "FFA-7.2-15", "FFA-7.4-6", "FFA-7.2-3"})
    void unallocatedAndUnimplementedIdentifiersAreNotSupported(String endpoint, String function, String rule)
            throws Exception {
        Leftovers.none(framework, () -> {
            try (Abi abi = new Abi(platform, Integer.decode(endpoint))) {
                abi.raw(Long.decode(function).intValue()).refused(Status.NOT_SUPPORTED, rule);
            }
        });
    }

    @ParameterizedTest(name = "{1} from endpoint {0}")
    @CsvSource({
        "1, 0x84000000",
        "1, 0xC4000003",
        "1, 0x8400005F",
        "1, 0x84000080",
        "1, 0",
        "1, 0x00010000",
        "0x8002, 0x84000000",
        "0x8002, 0xC4000080",
        "0x8002, 0xFFFFFFFF"
    })
    @Shows({"FFA-2.4-15", "FFA-6-2", "FFA-6-3"})
    void aCallThatIsNotOfFfaGetsMinusOneAndNoFfaFunction(String endpoint, String function) throws Exception {
        Leftovers.none(framework, () -> {
            try (Abi abi = new Abi(platform, Integer.decode(endpoint))) {
                abi.raw(Long.decode(function).intValue(), 1, 2).unknown("FFA-2.4-15");
            }
        });
    }

    @Test
    @Shows({"FFA-2.4-2", "FFA-2.4-3", "FFA-2.3-5", "FFA-2.3-4"})
    void smcIsTrappedByTheManagerOfTheEndpoint() {
        platform.trace().start("");
        for (int id : new int[] {1, 0x8002}) {
            try (Abi abi = new Abi(platform, id)) {
                abi.raw(Conduit.SMC, ID_GET);
            }
        }
        assertThat(platform.trace().show(100).stream()
                        .map(c -> c.from() + " " + c.conduit() + " " + c.to() + " " + c.instance()))
                .containsExactly(
                        "client1 SMC Hypervisor " + FfaInstance.NONSECURE_VIRTUAL,
                        "Hypervisor ERET client1 " + FfaInstance.NONSECURE_VIRTUAL,
                        "echo.0 SMC SPMC " + FfaInstance.SECURE_VIRTUAL,
                        "SPMC ERET echo.0 " + FfaInstance.SECURE_VIRTUAL);
    }

    @Test
    @Shows({"FFA-2.4-8", "FFA-2.4-10", "FFA-2.4-11", "FFA-2.2-9", "FFA-2.3-3"})
    void controlAlternatesAtEachBoundaryAndOnlyFfaFunctionsCross() {
        platform.trace().start("");
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(0x8001, 1);
            vm.direct(0x7777);
            vm.raw(0x84000068).success(4);
            vm.raw(0x84000065).success();
            vm.direct(0x8002, 1);
        }
        Map<String, Boolean> upward = new HashMap<>();
        for (Crossing c : platform.trace().show(1000)) {
            boolean up = c.conduit() != Conduit.ERET;
            String boundary = up ? c.from() + "/" + c.to() : c.to() + "/" + c.from();
            Boolean before = upward.put(boundary, up);
            assertThat(before).as("crossing before %s", c).isNotEqualTo(up);
            assertThat(FunctionId.of((int) (long) c.registers().get(0)))
                    .as("function of %s", c)
                    .isNotNull();
        }
        assertThat(upward.keySet())
                .contains("client1/Hypervisor", "Hypervisor/SPMD", "SPMC/SPMD", "digest/SPMC", "echo.0/SPMC");
    }

    @ParameterizedTest(name = "endpoint {0}")
    @ValueSource(ints = {1, 0x8002})
    @Shows({"FFA-7.1-1", "FFA-7.2-1", "FFA-7.3-1"})
    void aStatusOfNothingIsRefused(int id) throws Exception {
        Leftovers.none(framework, () -> {
            try (Abi abi = new Abi(platform, id)) {
                abi.raw(0x84000061).refused(Status.DENIED, "FFA-7.3-1");
                abi.raw(0x84000060, 0, 0xFFFFFFFDL).refused(Status.DENIED, "FFA-7.2-1");
            }
        });
    }

    @Test
    @Shows({"FFA-7.2-2", "FFA-7.2-17", "FFA-7.2-19", "FFA-7.3-8", "FFA-8.3-9"})
    void completionsHaveZeroInEveryReservedRegister() {
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(0x84000065, -1, -1, -1, -1, -1, -1, -1).refused(Status.DENIED, "FFA-8.3-9");
            vm.raw(ID_GET, -1, -1, -1, -1, -1, -1, -1).success(1, 0, 0, 0, 0, 0);
        }
    }
}
