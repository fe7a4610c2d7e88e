package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** FFA_FEATURES (FF-A 8.2) as a VM and an SP see it. */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class FeaturesIT {
    private static final int FEATURES = 0x84000064;
    private static final int VM = 1;
    private static final int SP = 0x8002;

    @Inject
    BundleContext framework;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
    }

    @ParameterizedTest(name = "{1} by endpoint {0}")
    @CsvSource({
        "1, 0x84000060",
        "1, 0x84000061",
        "1, 0xC4000061",
        "1, 0x84000063",
        "1, 0x84000064",
        "1, 0x84000065",
        "1, 0x84000067",
        "1, 0x84000068",
        "1, 0x84000069",
        "1, 0x8400006F",
        "1, 0xC400006F",
        "1, 0x84000070",
        "1, 0xC4000070",
        "0x8002, 0x84000060",
        "0x8002, 0x84000061",
        "0x8002, 0x84000063",
        "0x8002, 0x84000064",
        "0x8002, 0x84000065",
        "0x8002, 0x84000067",
        "0x8002, 0x84000068",
        "0x8002, 0x84000069",
        "0x8002, 0x8400006B",
        "0x8002, 0x8400006F",
        "0x8002, 0xC400006F",
        "0x8002, 0x84000070",
        "0x8002, 0xC4000070"
    })
    @Shows({"FFA-8.2-1", "FFA-8.2-3", "FFA-8.2-12", "FFA-8.2-13", "FFA-6.1.1-16"})
    void implementedFunctionIsASuccessWithoutProperties(String endpoint, String function) {
        try (Abi abi = new Abi(platform, Integer.decode(endpoint))) {
            abi.raw(FEATURES, Long.decode(function)).success(0, 0, 0, 0, 0, 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69})
    @Shows({"FFA-6.1.1-7", "FFA-6.1.1-8", "FFA-6.1.1-9", "FFA-6.1.1-10", "FFA-6.1.1-11", "FFA-6.1.1-12", "FFA-6.1.1-13"
    })
    void setupFunctionsAreThereForBothWorlds(int number) {
        for (int endpoint : new int[] {VM, SP}) {
            try (Abi abi = new Abi(platform, endpoint)) {
                abi.raw(FEATURES, 0x84000000L | number);
                assertThat(abi.succeeded()).as("for endpoint 0x%x", endpoint).isTrue();
            }
        }
    }

    @ParameterizedTest(name = "{1} by endpoint {0}")
    @CsvSource({
        "1, 0x00000000",
        "1, 0x84000000",
        "1, 0xC4000065",
        "1, 0xC4000063",
        "1, 0x8400007D",
        "1, 0x8400007F",
        "1, 0x8400007C",
        "1, 0x84000062",
        "0x8002, 0x00000000",
        "0x8002, 0x84000000",
        "0x8002, 0xC4000069",
        "0x8002, 0x8400007F",
        "0x8002, 0x8400006C",
        "0x8002, 0x8400006D",
        "0x8002, 0x8400006E",
        "0x8002, 0x84000062"
    })
    @Shows({"FFA-8.2-4", "FFA-8.2-10"})
    void whatIsNotImplementedAtTheInstanceIsNotSupported(String endpoint, String function) throws Exception {
        Leftovers.none(framework, () -> {
            try (Abi abi = new Abi(platform, Integer.decode(endpoint))) {
                abi.raw(FEATURES, Long.decode(function)).refused(Status.NOT_SUPPORTED, "FFA-8.2-4");
            }
        });
    }

    @Test
    @Shows({"FFA-8.2-2", "FFA-8.2-10", "FFA-4.2.2.3-3"})
    void bothIdentifiersOfRxTxMapTellTheSameGranule() {
        try (Abi vm = new Abi(platform, VM)) {
            vm.raw(FEATURES, 0x84000066L).success(0);
            vm.raw(FEATURES, 0xC4000066L).success(0);
        }
    }

    @ParameterizedTest(name = "xlat-granule {0} is w2 = {1}")
    @CsvSource({"0, 0", "1, 2", "2, 1"})
    @Shows({"FFA-8.2-14", "FFA-2.7-3", "FFA-2.7-4"})
    void granuleOfThePartitionIsTheMinimumBufferSize(int xlatGranule, long code) {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int id = partitions.callback(Dts.sp("granular", 0x8010).cells("xlat-granule", xlatGranule), request -> {});
            try (Abi sp = new Abi(platform, id)) {
                sp.raw(FEATURES, 0xC4000066L).success(code, 0);
            }
        }
    }

    @Test
    @Shows("FFA-2.7-3")
    void withoutAGranuleInTheManifestItIs4K() {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int id = partitions.callback(Dts.vm("granular", 0x10), request -> {});
            try (Abi vm = new Abi(platform, id)) {
                vm.raw(FEATURES, 0x84000066L).success(0, 0);
            }
        }
    }

    @ParameterizedTest(name = "messaging-method {0}: {1} is there: {2}")
    @CsvSource({
        "1, 0x8400006F, false",
        "1, 0x84000070, true",
        "2, 0x8400006F, true",
        "3, 0x8400006F, true",
        "3, 0x84000070, true"
    })
    @Shows("FFA-8.1.1-3")
    void directMessagesAreThereForWhoMayUseThem(int method, String function, boolean there) {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int id = partitions.callback(Dts.sp("messenger", 0x8010).cells("messaging-method", method), request -> {});
            try (Abi sp = new Abi(platform, id)) {
                sp.raw(FEATURES, Long.decode(function));
                if (there) {
                    sp.success(0, 0);
                } else {
                    sp.refused(Status.NOT_SUPPORTED, "FFA-8.1.1-3");
                }
            }
        }
    }

    @Test
    @Shows({"FFA-8.2-11", "FFA-8.2-9"})
    void reservedInputsAreIgnoredAndThereIsNo64BitCall() {
        try (Abi vm = new Abi(platform, VM)) {
            vm.raw(FEATURES, 0x84000069L, -1, -1, -1, -1, -1, -1).success(0, 0);
            vm.raw(0xC4000064, 0x84000069L).refused(Status.NOT_SUPPORTED, "FFA-8.2-9");
        }
    }
}
