package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Status;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** FFA_ID_GET (FF-A 8.7). */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class IdGetIT {
    private static final int ID_GET = 0x84000069;

    @Inject
    BundleContext framework;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
    }

    @ParameterizedTest(name = "endpoint {0}")
    @ValueSource(ints = {1, 2, 0x8001, 0x8002})
    @Shows({
        "FFA-8.7-1",
        "FFA-8.7-9",
        "FFA-8.7-10",
        "FFA-8.7-11",
        "FFA-2.8-2",
        "FFA-7.3-9",
        "FFA-7.3-1",
        "FFA-7.3-6",
        "FFA-2.4-13"
    })
    void eachEndpointGetsItsOwnId(int id) {
        try (Abi endpoint = new Abi(platform, id)) {
            endpoint.raw(ID_GET).success(id, 0, 0, 0, 0, 0);
        }
    }

    @ParameterizedTest(name = "endpoint {0}")
    @ValueSource(ints = {0x7FFF, 0xFFFE})
    @Shows({"FFA-8.7-9", "FFA-8.7-10", "FFA-3.2-5"})
    void idOfTheManifestIsGivenWithAllItsBits(int id) {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            Dts manifest = id < 0x8000 ? Dts.vm("high", id) : Dts.sp("high", id);
            int loaded = partitions.callback(manifest, request -> {});
            try (Abi endpoint = new Abi(platform, loaded)) {
                endpoint.raw(ID_GET).success(id);
            }
        }
    }

    @Test
    @Shows({"FFA-3.2-5", "FFA-2.8-5"})
    void partitionWithoutAnIdInItsManifestGetsAFreeOne() {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int id = partitions.callback(Dts.sp("nameless", 0x8010).without("id"), request -> {});
            assertThat(id).isNotIn(0, 1, 2, 0x8000, 0x8001, 0x8002);
            try (Abi sp = new Abi(platform, id)) {
                sp.raw(ID_GET).success(id);
            }
        }
    }

    @Test
    @Shows({"FFA-8.7-8", "FFA-6-1"})
    void reservedInputsAreIgnored() {
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(ID_GET, -1, -1, -1, -1, -1, -1, -1).success(1);
        }
    }

    @Test
    @Shows("FFA-8.7-7")
    void thereIsNo64BitCall() {
        try (Abi sp = new Abi(platform, 0x8002)) {
            sp.raw(0xC4000069).refused(Status.NOT_SUPPORTED, "FFA-8.7-7");
        }
    }

    @Test
    @Shows({"FFA-2.4-4", "FFA-2.4-13"})
    void endpointThatCantUseSmcGetsTheSameByHvc() {
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(Conduit.HVC, ID_GET).success(1);
        }
    }
}
