package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Mapping;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** What every platform with an SP has (FF-A 6.1.1, 6.1.2): who calls whom with what. */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class MandatoryInterfacesIT {
    private static final int VM = 0x51;
    private static final int SP = 0x8051;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        platform.trace().clear();
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    private List<String> path(String function) {
        platform.trace().stop();
        return platform.trace().show(100).stream()
                .filter(c -> c.function().equals(function))
                .map(c -> c.from() + " to " + c.to())
                .toList();
    }

    @ParameterizedTest(name = "partition {0}")
    @CsvSource({"0x51", "0x8051"})
    @Shows({"FFA-6.1.1-1", "FFA-6.1.1-2"})
    void aPartitionIsSetUpByItsManifest(String id) {
        boolean secure = Integer.decode(id) == SP;
        Dts manifest = secure
                ? Dts.sp("made", SP).memory("page", 0x06800000L, 2, 3)
                : Dts.vm("made", VM).memory("page", 0x90000000L, 2, 11);
        partitions.callback(manifest.cells("execution-ctx-count", 4), request -> request.respond(3, request.x(3) + 1));
        assertThat(platform.partition(Integer.decode(id)).contexts()).hasSize(4);
        assertThat(platform.partition(Integer.decode(id)).regions())
                .extracting(Mapping::physical, Mapping::pages, Mapping::secure)
                .containsExactly(tuple(secure ? 0x06800000L : 0x90000000L, 2, secure));
        try (Abi made = new Abi(platform, Integer.decode(id), 2)) {
            made.raw(FunctionId.FFA_ID_GET.id32()).success(Integer.decode(id));
        }
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(Integer.decode(id), 6);
            assertThat(vm.registers().x3).isEqualTo(7);
        }
    }

    /** What chapter 6 asks of the SPM where it is called by an SP; FFA_RUN and FFA_NORMAL_WORLD_RESUME come from elsewhere. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "FFA_VERSION",
                "FFA_FEATURES",
                "FFA_RX_RELEASE",
                "FFA_RXTX_MAP",
                "FFA_RXTX_UNMAP",
                "FFA_PARTITION_INFO_GET",
                "FFA_ID_GET",
                "FFA_SUCCESS",
                "FFA_ERROR",
                "FFA_MSG_SEND_DIRECT_REQ",
                "FFA_MSG_SEND_DIRECT_RESP"
            })
    @Shows("FFA-2.1-11")
    void theSpmImplementsWhatItHasTo(FunctionId function) {
        // one of its own: it may lose its buffers
        partitions.callback(Dts.sp("mandatory", SP), request -> {});
        try (Abi sp = new Abi(platform, SP)) {
            sp.raw(FunctionId.FFA_FEATURES.id32(), Integer.toUnsignedLong(function.id32()));
            assertThat(sp.succeeded()).as(sp.rule()).isTrue();
            sp.raw(function.id32(), function == FunctionId.FFA_FEATURES ? 0x84000069L : 0);
            assertThat(sp.error()).isNotEqualTo(Status.NOT_SUPPORTED);
            assertThat(sp.registers().function()).isNotEqualTo(-1);
        }
    }

    /** Each crossing is made by one of the two components, and taken by the other. */
    @Test
    @Shows("FFA-6.1.1-4")
    void successIsUnderstoodByEveryComponent() {
        platform.trace().start("");
        try (Abi vm = new Abi(platform, 1);
                Abi sp = new Abi(platform, 0x8002, 1)) {
            vm.raw(FunctionId.FFA_PARTITION_INFO_GET.id32()).success(4);
            vm.raw(FunctionId.FFA_RX_RELEASE.id32()).success();
            sp.raw(FunctionId.FFA_ID_GET.id32()).success(0x8002);
        }
        assertThat(path("FFA_SUCCESS"))
                .contains("SPMC to SPMD", "SPMD to Hypervisor", "Hypervisor to client1", "SPMC to echo.1");
    }

    @Test
    @Shows({"FFA-6.1.1-5", "FFA-10.2.1.2.1-4"})
    void anErrorIsUnderstoodByEveryComponent() {
        partitions.callback(Dts.sp("deaf", SP).cells("messaging-method", Dts.SENDS), request -> {});
        platform.trace().start("");
        try (Abi vm = new Abi(platform, 1);
                Abi sp = new Abi(platform, 0x8002, 1)) {
            vm.direct(SP).refused(Status.DENIED, "FFA-10.2.1.2.1-4");
            sp.direct(SP).refused(Status.DENIED, "FFA-10.2.1.2.1-4");
        }
        assertThat(path("FFA_ERROR"))
                .containsExactly("SPMC to SPMD", "SPMD to Hypervisor", "Hypervisor to client1", "SPMC to echo.1");
    }

    @ParameterizedTest(name = "{0} bits")
    @CsvSource({"32", "64"})
    @Shows({"FFA-6.1.2-2", "FFA-6.1.2-3", "FFA-6.1.2-5", "FFA-6.1.2-6"})
    @Shows({"FFA-6.1.2-7", "FFA-6.1.2-8", "FFA-6.1.2-11", "FFA-6.1.2-12"})
    void aDirectMessageIsCalledAndTakenByEachComponentOnItsWay(int bits) {
        partitions.callback(Dts.sp("service", SP), request -> request.respond(3, request.x(3) + 1));
        platform.trace().start("");
        try (Abi vm = new Abi(platform, 1)) {
            Abi made = bits == 64 ? vm.direct64(SP, 8) : vm.direct(SP, 8);
            assertThat(made.registers().x3).isEqualTo(9);
        }
        assertThat(path("FFA_MSG_SEND_DIRECT_REQ"))
                .containsExactly("client1 to Hypervisor", "Hypervisor to SPMD", "SPMD to SPMC", "SPMC to service");
        assertThat(path("FFA_MSG_SEND_DIRECT_RESP"))
                .containsExactly("service to SPMC", "SPMC to SPMD", "SPMD to Hypervisor", "Hypervisor to client1");
    }
}
