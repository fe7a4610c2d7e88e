package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.api.partition.DirectRequest;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Who plays which role in a message exchange (FF-A Tables 4.1, 4.8, 4.9), with a VM that has the primary scheduler. */
@PlatformTest(ReferencePlatform.class)
class MessageRolesIT {
    private static final int VM = 0xD1;
    private static final int OTHER_VM = 0xD2;
    private static final int SCHEDULER = 0xD3;
    private static final int SP = 0x80D1;
    private static final int OTHER_SP = 0x80D2;
    private static final int HYPERVISOR = 0;
    private static final int SPMC = 0x8000;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final List<String> received = new ArrayList<>();

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        partitions.callback(Dts.vm("vm", VM), this::keep);
        partitions.callback(Dts.vm("other-vm", OTHER_VM), this::keep);
        partitions.callback(Dts.vm("scheduler", SCHEDULER).flag("has-primary-scheduler"), this::keep);
        partitions.callback(Dts.sp("sp", SP), this::keep);
        partitions.callback(Dts.sp("other-sp", OTHER_SP), this::keep);
        platform.trace().clear();
        platform.trace().start("");
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    private void keep(DirectRequest request) {
        String payload = "";
        for (int n = 3; n <= 7; n++) {
            payload += " " + Long.toHexString(request.x(n));
            request.respond(n, request.x(n) + 1);
        }
        received.add("%x:%s".formatted(request.context().id(), payload));
    }

    /** The components that the call led through, each once, in order. */
    private Set<String> components() {
        platform.trace().stop();
        Set<String> components = new LinkedHashSet<>();
        platform.trace().show(100).forEach(c -> {
            components.add(c.from());
            components.add(c.to());
        });
        return components;
    }

    /** FF-A Table 4.9; the primary scheduler and NS-Endpoints that are neither Sender nor Receiver have no part. */
    @ParameterizedTest(name = "{0} to {1} through {2}")
    @CsvSource({
        "0xD1, 0xD2, vm Hypervisor other-vm",
        "0xD1, 0x80D1, vm Hypervisor SPMD SPMC sp",
        "0x80D1, 0x80D2, sp SPMC other-sp",
        "0x80D1, 0xD1, sp SPMC SPMD Hypervisor vm"
    })
    @Shows({"FFA-4.1.2-3", "FFA-4.4-3", "FFA-4.1-3"})
    void partitionMessagesGoFromEndpointToEndpointThroughTheirManagers(String from, String to, String through) {
        int source = Integer.decode(from);
        int target = Integer.decode(to);
        try (Abi sender = new Abi(platform, source)) {
            sender.direct(target, 3, 4, 5, 6, 7);
            assertThat(sender.words()).containsExactly(0x84000070L, Abi.ids(target, source), 0L, 4L, 5L, 6L, 7L, 8L);
        }
        assertThat(components()).containsExactly(through.split(" "));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"0xD1, 0", "0xD1, 0x8000", "0x80D1, 0", "0x80D1, 0x8000"})
    @Shows({"FFA-4.1.2-3", "FFA-10.2.1.2.1-2"})
    void noPartitionMessageGoesToAManager(String from, String to) {
        int source = Integer.decode(from);
        int target = Integer.decode(to);
        assertThat(target).isIn(HYPERVISOR, SPMC);
        try (Abi sender = new Abi(platform, source)) {
            sender.direct(target, 3).refused(Status.INVALID_PARAMETERS, "FFA-10.2.1.2.1-2");
        }
    }

    @Test
    @Shows({"FFA-4.2.1-3", "FFA-4.2.1-9"})
    void theHeaderAloneSaysWhoGetsThePayload() {
        try (Abi sender = new Abi(platform, VM)) {
            for (int target : new int[] {OTHER_VM, SP, OTHER_SP}) {
                sender.direct64(target, 0x3333, -4, 1L << 63, 6, 0x7777_7777_7777L);
                assertThat(sender.registers().x1).isEqualTo(Abi.ids(target, VM));
                assertThat(sender.registers().x7).isEqualTo(0x7777_7777_7778L);
            }
        }
        String payload = " 3333 fffffffffffffffc 8000000000000000 6 777777777777";
        assertThat(received).containsExactly("d2:" + payload, "80d1:" + payload, "80d2:" + payload);
    }

    /** Each function of FF-A 8 and 9.1, with the IDs of a partition message in w1. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6B})
    @Shows({"FFA-4.2.1-6", "FFA-4.1.2-3"})
    void frameworkMessagesReachManagersAndNoOtherEndpoint(int number) {
        for (int[] ids : new int[][] {{VM, OTHER_VM}, {VM, SP}, {SP, OTHER_SP}, {SP, VM}}) {
            try (Abi caller = new Abi(platform, ids[0])) {
                caller.raw(0x84000000 | number, Abi.ids(ids[0], ids[1]));
            }
        }
        assertThat(components())
                .contains("vm", "sp", "Hypervisor", "SPMC")
                .isSubsetOf("vm", "sp", "Hypervisor", "SPMD", "SPMC");
        assertThat(received).isEmpty();
    }

    @Test
    @Shows({"FFA-4.1-3", "FFA-4.1-4"})
    void onlyTheNormalWorldHasThePrimaryScheduler() {
        assertThatThrownBy(() -> partitions.callback(Dts.sp("secure", 0x80D3).flag("has-primary-scheduler"), r -> {}))
                .hasMessageContaining("has-primary-scheduler");
        assertThat(platform.partition(SCHEDULER).contexts().get(0).state()).isEqualTo("idle");
    }

    @ParameterizedTest(name = "{0} relays {1}")
    @CsvSource({"0xD1, 0x00D280D1", "0xD1, 0x80D100D2", "0x80D1, 0x00D180D2", "0x80D1, 0x80D200D1"})
    @Shows({"FFA-4.1-3", "FFA-10.2.1.2.1-2"})
    void noEndpointRelaysAMessageBetweenOthers(String relayer, String w1) {
        try (Abi endpoint = new Abi(platform, Integer.decode(relayer))) {
            endpoint.raw(0x8400006F, Long.decode(w1)).refused(Status.INVALID_PARAMETERS, "FFA-10.2.1.2.1-2");
        }
        assertThat(received).isEmpty();
    }

    @Test
    @Shows("FFA-4.4.1-7")
    void theHypervisorKnowsVmsFromTheirManifestsAndAsksTheSpmForSps() {
        partitions.callback(Dts.vm("asker", 0xD4).memory("ram", 0x90000000L, 2, 11), r -> {});
        partitions.callback(Dts.vm("sends", 0xD5).cells("messaging-method", Dts.SENDS), r -> {});
        partitions.callback(Dts.sp("receives", 0x80D5).cells("messaging-method", Dts.RECEIVES), r -> {});
        platform.trace().clear();
        try (Abi asker = new Abi(platform, 0xD4)) {
            asker.raw(0x84000066, 0x90000000L, 0x90001000L, 1).success();
            asker.raw(0x84000068, 0x74736574, 0x00400000, 0x9d, 0xD5).success(1);
            assertThat(platform.readRx(0xD4, 8)).containsExactly(0xD5, 0, 1, 0, 2, 0, 0, 0);
            asker.raw(0x84000065).success();
            asker.raw(0x84000068, 0x74736574, 0x00400000, 0x9d, 0x80D5).success(1);
            assertThat(platform.readRx(0xD4, 8)).containsExactly(0xD5, 0x80, 1, 0, 1, 0, 0, 0);
        }
        platform.trace().stop();
        assertThat(platform.trace().show(100).stream()
                        .filter(c -> c.function().equals("FFA_PARTITION_INFO_GET"))
                        .map(c -> c.from() + " " + c.to()))
                .contains("Hypervisor SPMD", "SPMD SPMC");
        assertThat(received).isEmpty();
    }
}
