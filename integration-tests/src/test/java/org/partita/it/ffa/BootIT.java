package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus;
import org.partita.api.ffa.Status;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.DirectResult;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ManifestFolder;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Boot of a whole platform from a folder of manifests (FF-A 3.1, 3.2, 3.5, 8.1.3). */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
class BootIT {
    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private Running running;
    private ManifestFolder manifests;
    private final List<String> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void make() {
        running = new Running(framework);
        manifests = new ManifestFolder(framework, folder);
    }

    @AfterEach
    void close() {
        manifests.close();
    }

    private final class Booting implements CallbackPartition {
        private final String name;

        Booting(String name) {
            this.name = name;
        }

        @Override
        public void boot(PartitionContext context) {
            events.add(name + " " + context.vcpu() + " on PE " + context.pe());
        }

        @Override
        public void start(PartitionContext context) {
            boot(context);
        }

        @Override
        public void directRequest(DirectRequest request) {
            request.respond(3, request.x(3) + 1);
        }
    }

    private Dts sp(String name, int id, int order) {
        return Dts.sp(name, id).cells("boot-order", order);
    }

    @Test
    @Shows({"FFA-3.2-16", "FFA-3.1-6", "FFA-3.5.3-1", "FFA-3.5.3-2"})
    void partitionsAreBootedInTheirOrderEachWithItsBootContextFirst() throws Exception {
        manifests
                .callback(sp("a-last", 0x8011, 7), new Booting("last"))
                .callback(sp("b-first", 0x8012, 2).cells("execution-ctx-count", 4), new Booting("first"))
                .callback(sp("c-second", 0x8013, 3), new Booting("second"));
        Platform platform = running.restarted(manifests.key());
        assertThat(events)
                .containsExactly(
                        "first 0 on PE 0",
                        "first 1 on PE 1",
                        "first 2 on PE 2",
                        "first 3 on PE 3",
                        "second 0 on PE 0",
                        "last 0 on PE 0");
        assertThat(platform.partitions()).hasSize(3);
    }

    @Test
    @Shows({"FFA-3.5.3-4", "FFA-3.5.3-3", "FFA-10.2-17"})
    void aPartitionThatFailsDoesNotKeepTheNextOnesFromBooting() throws Exception {
        manifests
                .threaded(sp("failing", 0x8011, 1), context -> {
                    context.registers().set(0x84000060, 0, 0xFFFFFFFDL, 0, 0, 0, 0, 0);
                    context.call();
                })
                .callback(sp("next", 0x8012, 2), new Booting("next"))
                .callback(Dts.vm("asking", 1), new Booting("vm"));
        Platform platform = running.restarted(manifests.key());
        assertThat(events).containsExactly("next 0 on PE 0", "vm 0 on PE 0");
        assertThat(platform.partition(0x8011).contexts().get(0).state()).isEqualTo("aborted");
        assertThat(platform.status().problems()).anyMatch(p -> p.contains("failing"));
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(0x8012, 1);
            assertThat(vm.registers().x3).isEqualTo(2);
            vm.direct(0x8011).refused(Status.ABORTED, "FFA-10.2-17");
        }
    }

    @Test
    @Shows({"FFA-3.1-2", "FFA-3.2-3", "FFA-3.2-38"})
    void everyProblemOfEveryManifestIsNamedByFileLineAndTable() throws Exception {
        manifests
                .callback(sp("one", 0x8011, 1).without("uuid"), new Booting("one"))
                .callback(sp("two", 0x8012, 2).memory("odd", 0x06800800L, 1, 3), new Booting("two"))
                .write("three.dts", "/dts-v1/;\n/ {\n\tcompatible = \"arm,ffa-manifest-1.0\";\n\tid = <;\n};\n");
        PlatformStatus status = running.bootOf(manifests.key());
        assertThat(status.state()).isEqualTo("failed");
        String problems = String.join("\n", status.problems());
        assertThat(problems).containsPattern("one\\.dts:\\d+ / uuid: .*FF-A Table 3\\.1");
        assertThat(problems).containsPattern("two\\.dts:\\d+ /memory-regions/odd base-address: .*FF-A Table 3\\.2");
        assertThat(problems).contains("three.dts:4");
        assertThat(events).isEmpty();
        assertThat(status.partitions()).isZero();
    }

    @Test
    @Shows({"FFA-2.8-5", "FFA-3.2-16"})
    void problemsBetweenManifestsAreNamedWithBoth() throws Exception {
        manifests
                .callback(sp("one", 0x8011, 1), new Booting("one"))
                .callback(sp("two", 0x8011, 2), new Booting("two"))
                .callback(sp("three", 0x8013, 1), new Booting("three"));
        PlatformStatus status = running.bootOf(manifests.key());
        assertThat(status.state()).isEqualTo("failed");
        String problems = String.join("\n", status.problems());
        assertThat(problems).containsPattern("two\\.dts:\\d+ / id: .*one");
        assertThat(problems).containsPattern("(one|three)\\.dts:\\d+ / boot-order: .*(three|one)");
        assertThat(events).isEmpty();
    }

    @Test
    @Shows({"FFA-2.11-7", "FFA-3.2-24"})
    void thereIsOnePrimaryScheduler() throws Exception {
        manifests
                .callback(Dts.vm("one", 1).flag("has-primary-scheduler"), new Booting("one"))
                .callback(Dts.vm("two", 2).flag("has-primary-scheduler"), new Booting("two"));
        PlatformStatus status = running.bootOf(manifests.key());
        assertThat(status.state()).isEqualTo("failed");
        assertThat(status.problems()).anyMatch(p -> p.contains("has-primary-scheduler"));
    }

    /** The platform has four PEs. */
    @Test
    @Shows("FFA-4.4.1-4")
    void anMpReceiverOfDirectRequestsHasAContextForEachPe() throws Exception {
        manifests
                .callback(sp("three", 0x8011, 1).cells("execution-ctx-count", 3), new Booting("three"))
                .callback(sp("four", 0x8012, 2).cells("execution-ctx-count", 4), new Booting("four"));
        PlatformStatus status = running.bootOf(manifests.key());
        assertThat(status.state()).isEqualTo("failed");
        assertThat(status.problems())
                .singleElement()
                .asString()
                .containsPattern("three\\.dts:\\d+ / execution-ctx-count")
                .contains("FF-A 4.4.1", "3 execution contexts on 4 PEs");
        assertThat(events).isEmpty();
        assertThat(status.partitions()).isZero();

        manifests.write("three.dts", sp("three", 0x8011, 1).text());
        running.restarted(manifests.key());
        assertThat(events).hasSize(5);
    }

    @Test
    @Shows({"FFA-2.11-9", "FFA-3.1-6"})
    void aBootStageLendsItsCyclesToTheServicesItUsesWithoutAScheduler() throws Exception {
        manifests.callback(sp("service", 0x8011, 1), new Booting("service"));
        manifests.callback(Dts.vm("stage", 1), new CallbackPartition() {
            @Override
            public void boot(PartitionContext context) {
                DirectResult result = new Ffa(context).sendDirect(0x8011, 41, 0, 0, 0, 0);
                events.add("stage " + result + " " + context.registers().x3);
            }

            @Override
            public void directRequest(DirectRequest request) {}
        });
        running.restarted(manifests.key());
        assertThat(events).containsExactly("service 0 on PE 0", "stage RESPONSE 42");
    }

    @Test
    @Shows({"FFA-8.1.3-3", "FFA-2.2-8", "FFA-8.1.3-2"})
    void anSpmcOfAnotherMajorVersionIsNotInitialized() throws Exception {
        manifests.callback(sp("one", 0x8011, 1), new Booting("one"));
        PlatformStatus status = running.bootOf(Map.of("manifests", folder.toString(), "spmc.version", "2.0"));
        assertThat(status.state()).isEqualTo("failed");
        assertThat(status.problems()).anyMatch(p -> p.contains("8.1.3"));
        assertThat(events).isEmpty();
    }

    private static String spmc(String attributes) {
        return "/dts-v1/;\n/ { attribute { " + attributes + " exec_state = <0x0>; spmc_id = <0x8000>; }; };\n";
    }

    @Test
    @Shows("FFA-8.1.3-1")
    void anSpmcWhoseManifestTellsNoVersionIsNotInitialized() throws Exception {
        manifests.callback(sp("alone", 0x8011, 1), new Booting("alone")).write("spmc.dts", spmc(""));
        PlatformStatus status = running.bootOf(manifests.key());
        assertThat(status.state()).isEqualTo("failed");
        assertThat(status.problems()).anyMatch(p -> p.contains("spmc.dts") && p.contains("maj_ver"));
        assertThat(events).isEmpty();

        manifests.write("spmc.dts", spmc("maj_ver = <1>; min_ver = <0>;"));
        Platform platform = running.restarted(manifests.key());
        assertThat(events).containsExactly("alone 0 on PE 0");
        assertThat(platform.status().managers())
                .extracting(m -> m.name() + " " + m.version())
                .contains("SPMC 1.0");
    }

    @Test
    @Shows("FFA-8.1.1-5")
    void aCallerOf1Dot0FindsItsFunctionsInManagersOfAGreaterMinorVersion() throws Exception {
        manifests
                .callback(sp("sp", 0x8011, 1), new Booting("sp"))
                .callback(Dts.vm("vm", 1).memory("ram", 0x90000000L, 8, 11), new Booting("vm"));
        Platform platform = running.restarted(Map.of(
                "manifests", folder.toString(),
                "spmd.version", "1.1",
                "spmc.version", "1.1",
                "hypervisor.version", "1.1"));
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(0x84000063, 0x10000);
            assertThat(vm.registers().x0).isEqualTo(0x10001);
            for (int number = 0x63; number <= 0x69; number++) {
                vm.raw(0x84000064, 0x84000000L | number);
                assertThat(vm.succeeded()).as("FFA_FEATURES of 0x%x", number).isTrue();
            }
            vm.raw(0x84000066, 0x90000000L, 0x90001000L, 1).success();
            vm.raw(0x84000068).success(2);
            assertThat(platform.readRx(1, 16)).containsExactly(1, 0, 1, 0, 3, 0, 0, 0, 0x11, 0x80, 1, 0, 3, 0, 0, 0);
            vm.raw(0x84000065).success();
            vm.raw(0x84000067, 0).success();
            vm.raw(0x84000069).success(1);
            vm.direct(0x8011, 1);
            assertThat(vm.words()).containsExactly(0x84000070L, 0x80110001L, 0L, 2L, 0L, 0L, 0L, 0L);
        }
    }

    @Test
    @Shows({"FFA-8.1.3-4", "FFA-8.1.2-8", "FFA-8.1.2-2"})
    void eachManagerReportsItsVersionAndTheSpmdTheLowestCompatible() throws Exception {
        manifests.callback(sp("sp", 0x8011, 1), new Booting("sp")).callback(Dts.vm("vm", 1), new Booting("vm"));
        Platform platform = running.restarted(
                Map.of("manifests", folder.toString(), "spmd.version", "1.2", "hypervisor.version", "1.1"));
        assertThat(platform.status().managers())
                .extracting(m -> m.name() + " " + m.version())
                .containsExactlyInAnyOrder("SPMD 1.0", "SPMC 1.0", "Hypervisor 1.1");
        try (Abi vm = new Abi(platform, 1);
                Abi sp = new Abi(platform, 0x8011)) {
            vm.raw(0x84000063, 0x10000);
            assertThat(vm.registers().x0).isEqualTo(0x10001);
            sp.raw(0x84000063, 0x10000);
            assertThat(sp.registers().x0).isEqualTo(0x10000);
        }
    }

    @Test
    @Shows({"FFA-2.2-5", "FFA-4.2.2.2-6", "FFA-4.2.2-8"})
    void theHypervisorMapsItsPairBeforeAVmsIsForwarded() throws Exception {
        manifests.callback(Dts.vm("vm", 1).memory("ram", 0x90000000L, 8, 11), new Booting("vm"));
        Platform platform = running.restarted(manifests.key());
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(0x84000066, 0x90000000L, 0x90001000L, 1).success();
            vm.raw(0x84000068).success(1);
        }
    }
}
