package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.InitializationDescriptor;
import org.partita.api.ffa.NameValueSize;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Mapping;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.PartitionContext;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** How a partition is entered for the first time (FF-A 3.5), and what memory it sees (3.1, 2.1). */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class PartitionSetupIT {
    private static final int SP = 0x8081;
    private static final int VM = 0x81;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final List<String> entered = new ArrayList<>();

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    /** Notes how it is entered. */
    private class Noting implements CallbackPartition {
        private final byte[] image = new byte[4096];
        private long address;
        private long register;
        private int named;

        @Override
        public void boot(PartitionContext context) {
            entered.add("boot " + context.vcpu() + " " + context.bootInformation());
            address = context.bootInformation();
            register = context.registers().x(named);
            if (address != 0) {
                context.memory().read(address, MemorySegment.ofArray(image));
            }
        }

        @Override
        public void start(PartitionContext context) {
            entered.add("start " + context.vcpu() + " " + context.bootInformation());
        }

        @Override
        public void directRequest(DirectRequest request) {}
    }

    @ParameterizedTest(name = "x{0}")
    @ValueSource(ints = {0, 1, 2, 3})
    @Shows({
        "FFA-3.5.2-1",
        "FFA-3.5.2-6",
        "FFA-3.5.2-8",
        "FFA-3.5.2-9",
        "FFA-3.5.2-13",
        "FFA-3.5.2-14",
        "FFA-3.5.2-15",
        "FFA-3.5.2-10",
        "FFA-3.5.2-11",
        "FFA-3.5.2-12"
    })
    void bootContextFindsTheInitializationDescriptorAtTheAddressInTheNamedRegister(int named) {
        Noting code = new Noting();
        code.named = named;
        Dts manifest = Dts.sp("booted", SP).bootInformation(named);
        partitions.callback(manifest, code);
        assertThat(code.register).isNotZero().isEqualTo(code.address);
        assertThat(new String(code.image, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("FF-A");
        InitializationDescriptor descriptor = InitializationDescriptor.decode(MemorySegment.ofArray(code.image));
        assertThat(descriptor.objects()).extracting(NameValueSize::name).containsExactly("ffa_manifest");
        NameValueSize object = descriptor.objects().get(0);
        int from = (int) (object.value() - code.address);
        assertThat(new String(code.image, from, (int) object.size(), StandardCharsets.UTF_8))
                .isEqualTo(manifest.text());
    }

    @ParameterizedTest(name = "x{0}")
    @ValueSource(ints = {0, 1, 2, 3})
    @Shows({"FFA-3.5.1-6", "FFA-3.5.2-17"})
    void registersButTheNamedOneAreZeroAtTheFirstEntry(int named) {
        List<Long> registers = new ArrayList<>();
        partitions.callback(Dts.sp("booted", SP).bootInformation(named), new Noting() {
            @Override
            public void boot(PartitionContext context) {
                for (int i = 0; i < 8; i++) {
                    registers.add(context.registers().x(i));
                }
            }
        });
        assertThat(registers.remove(named)).isNotZero();
        assertThat(registers).hasSize(7).containsOnly(0L);
    }

    @ParameterizedTest(name = "xlat-granule {0}")
    @ValueSource(ints = {0, 1, 2})
    @Shows({"FFA-3.5.2-4", "FFA-3.5.2-5"})
    void regionOfTheDescriptorConsistsOfWholeGranules(int granule) {
        long bytes = new long[] {0x1000, 0x4000, 0x10000}[granule];
        partitions.callback(Dts.sp("booted", SP).bootInformation(0).cells("xlat-granule", granule), new Noting());
        assertThat(platform.partition(SP).regions()).singleElement().satisfies(region -> {
            assertThat(region.address() % bytes).isZero();
            assertThat(region.size() % bytes).isZero();
            assertThat(region.secure()).isTrue();
            assertThat(region.execute()).isFalse();
        });
    }

    @Test
    @Shows({"FFA-3.5.2-16", "FFA-3.5.2-2"})
    void withoutTheFieldNoDescriptorIsPassed() {
        Noting code = new Noting();
        partitions.callback(Dts.sp("booted", SP), code);
        assertThat(entered).containsExactly("boot 0 0");
        assertThat(code.register).isZero();
        assertThat(platform.partition(SP).regions()).isEmpty();
    }

    @Test
    @Shows({"FFA-3.5.3-1", "FFA-3.5-1", "FFA-3.1-6", "FFA-3.5.2-3", "FFA-3.1-1"})
    void bootContextIsEnteredFirstThenEachOtherWithoutADescriptor() {
        Noting code = new Noting();
        partitions.callback(Dts.sp("wide", SP).cells("execution-ctx-count", 4).bootInformation(0), code);
        assertThat(code.address).isNotZero();
        assertThat(entered).containsExactly("boot 0 " + code.address, "start 1 0", "start 2 0", "start 3 0");
        assertThat(platform.partition(SP).contexts()).allMatch(c -> c.state().equals("idle"));
    }

    @Test
    @Shows({"FFA-3.5.3-3", "FFA-3.5.3-1", "FFA-2.4-9"})
    void aThreadedPartitionIsReadyWhenItWaits() {
        platform.trace().clear();
        platform.trace().start("waiter");
        partitions.threaded(Dts.sp("waiter", SP), context -> {
            context.registers().set(0x8400006B, 0);
            context.call();
        });
        assertThat(platform.partition(SP).contexts().get(0).state()).isEqualTo("idle");
        assertThat(platform.trace().show(10))
                .extracting(c -> c.from() + " " + c.conduit() + " " + c.to())
                .containsExactly("SPMC ERET waiter", "waiter SMC SPMC");
        assertThat(platform.trace().show(10).get(1).function()).isEqualTo("FFA_MSG_WAIT");
    }

    @ParameterizedTest(name = "partition {0}")
    @ValueSource(ints = {SP, VM})
    @Shows({"FFA-3.5.3-4", "FFA-10.2-17"})
    void aThreadedPartitionThatReportsFfaErrorHasFailed(int id) throws Exception {
        Dts manifest = id == VM ? Dts.vm("failing", id) : Dts.sp("failing", id);
        Leftovers.none(framework, () -> {
            try (TestPartitions failing = new TestPartitions(framework, platform)) {
                failing.threaded(manifest, context -> {
                    context.registers().set(0x84000060, 0, 0xFFFFFFFDL, 0, 0, 0, 0, 0);
                    context.call();
                });
                assertFailed(id);
            }
        });
    }

    @ParameterizedTest(name = "partition {0}")
    @ValueSource(ints = {SP, VM})
    @Shows({"FFA-3.5.3-4", "FFA-10.2-17"})
    void aCallbackPartitionThatThrowsDuringInitializationHasFailed(int id) {
        Dts manifest = id == VM ? Dts.vm("failing", id) : Dts.sp("failing", id);
        partitions.callback(manifest, new CallbackPartition() {
            @Override
            public void boot(PartitionContext context) {
                throw new IllegalStateException("meant by the test");
            }

            @Override
            public void directRequest(DirectRequest request) {
                entered.add("request");
            }
        });
        assertFailed(id);
    }

    private void assertFailed(int id) {
        assertThat(platform.partition(id).contexts().get(0).state()).isEqualTo("aborted");
        assertThat(platform.status().problems()).anyMatch(p -> p.contains("failing"));
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(id).refused(Status.ABORTED, "FFA-10.2-17");
        }
        assertThat(entered).isEmpty();
    }

    // ---- memory

    @Test
    @Shows({"FFA-3.1-4", "FFA-3.1-5", "FFA-2.1-1", "FFA-2.2.1-3", "FFA-3.2-39"})
    void aPartitionHasExactlyTheRegionsOfItsManifest() {
        partitions.callback(
                Dts.sp("regions", SP)
                        .memory("code", 0x06800000L, 2, 5)
                        .memory("data", 0x06810000L, 4, 3)
                        .memory("normal", 0x90000000L, 1, 9),
                request -> {});
        assertThat(platform.partition(SP).regions())
                .containsExactly(
                        new Mapping(0x06800000L, 0x06800000L, 2, true, false, true, true, false, "code"),
                        new Mapping(0x06810000L, 0x06810000L, 4, true, true, false, true, false, "data"),
                        new Mapping(0x90000000L, 0x90000000L, 1, true, false, false, false, false, "normal"));
    }

    @ParameterizedTest(name = "partition {0}")
    @ValueSource(ints = {SP, VM})
    @Shows({"FFA-3.2-34", "FFA-3.1-4"})
    void aRegionWithoutABaseIsPlacedWhereNobodyIs(int id) {
        Dts manifest = id == VM
                ? Dts.vm("placed", id).memory("first", 4, 11).memory("second", 2, 11)
                : Dts.sp("placed", id).memory("first", 4, 3).memory("second", 2, 3);
        partitions.callback(manifest, request -> {});
        assertThat(platform.partition(id).regions()).hasSize(2).allMatch(m -> m.secure() == (id == SP));
        assertNoOverlap();
    }

    private void assertNoOverlap() {
        List<Mapping> all = new ArrayList<>();
        platform.partitions().forEach(p -> all.addAll(platform.partition(p.id()).regions()));
        for (Mapping a : all) {
            for (Mapping b : all) {
                boolean apart =
                        a == b || a.physical() >= b.physical() + b.size() || b.physical() >= a.physical() + a.size();
                assertThat(apart).as("%s and %s", a, b).isTrue();
            }
        }
    }

    @Test
    @Shows({"FFA-2.1-5", "FFA-2.2-1", "FFA-3.1-5"})
    void whatIsPlacedLaterDoesNotLieInARegionThatWasAskedForByAddress() {
        int probe = partitions.callback(Dts.sp("probe", SP).memory("room", 1, 3), request -> {});
        long next = platform.partition(probe).regions().get(0).physical() + 0x1000;
        partitions.callback(Dts.sp("fixed", SP + 1).memory("there", next, 2, 3), request -> {});
        partitions.callback(Dts.sp("placed", SP + 2).memory("somewhere", 4, 3), request -> {});
        assertNoOverlap();
    }

    @Test
    @Shows({"FFA-2.1-1", "FFA-2.1-5"})
    void aRegionThatIsTakenAlreadyCantBeAskedForByAddress() throws Exception {
        int placed = partitions.callback(Dts.sp("placed", SP).memory("mine", 2, 3), request -> {});
        long taken = platform.partition(placed).regions().get(0).physical();
        assertThatThrownBy(() -> partitions.callback(
                        Dts.sp("thief", SP + 1).memory("yours", taken + 0x1000, 1, 3), request -> {}))
                .hasMessageContaining("thief.dts");
        assertThat(platform.partitions()).noneMatch(p -> p.name().equals("thief"));
    }

    @Test
    @Shows({"FFA-2.1-1", "FFA-2.2-1"})
    void aRegionOfAnotherManifestIsRefusedAndNothingIsMapped() throws Exception {
        assertThatThrownBy(() ->
                        partitions.callback(Dts.sp("thief", SP).memory("yours", 0x06100000L, 1, 3), request -> {}))
                .hasMessageContaining("thief.dts")
                .hasMessageContaining("echo");
        assertThat(platform.partitions()).noneMatch(p -> p.name().equals("thief"));
    }

    @Test
    @Shows("FFA-3.1-4")
    void whatARefusedPartitionWasToHaveIsFreeForOthers() throws Exception {
        Dts greedy = Dts.sp("greedy", SP).memory("fixed", 0x06800000L, 1, 3).memory("huge", 0x10000, 3);
        assertThatThrownBy(() -> partitions.callback(greedy, request -> {})).hasMessageContaining("no room for huge");
        int modest = partitions.callback(Dts.sp("modest", SP).memory("fixed", 0x06800000L, 1, 3), request -> {});
        assertThat(platform.partition(modest).regions())
                .extracting(Mapping::physical)
                .containsExactly(0x06800000L);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0x06000000L, 0x06100000L, 0x81000000L, 0x06800000L, 0L})
    @Shows({"FFA-2.1-5", "FFA-2.1-7", "FFA-2.1-4", "FFA-2.2-2", "FFA-10.2-17", "FFA-5.4-6"})
    void memoryOfOthersFaults(long address) {
        partitions.callback(Dts.vm("prying", VM).memory("own", 0x90000000L, 1, 11), request -> {
            request.context().memory().read64(request.x(3));
            entered.add("read");
        });
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct64(VM, 0x90000000L);
            assertThat(entered).containsExactly("read");
            vm.direct64(VM, address);
            vm.refused(Status.ABORTED, "FFA-10.2-17");
        }
        assertThat(entered).containsExactly("read");
    }

    @Test
    @Shows({"FFA-2.6-3", "FFA-2.6-4", "FFA-3.2-41"})
    void anSpReadsSecureAndNonSecureMemory() {
        partitions.callback(
                Dts.vm("writer", VM).memory("shared", 0x90000000L, 1, 11),
                request -> request.context().memory().write64(0x90000000L, request.x(3)));
        partitions.callback(Dts.sp("reader", SP).memory("secret", 0x06800000L, 1, 3), request -> {
            request.context().memory().write64(0x06800000L, 0x5ec3e7);
            request.respond(3, request.context().memory().read64(0x06800000L));
        });
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct64(VM, 42);
            vm.direct64(SP);
            assertThat(vm.registers().x3).isEqualTo(0x5ec3e7);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0x8002, 1, 0x8000, 0})
    @Shows({"FFA-2.8-5", "FFA-2.8-7", "FFA-2.8-8"})
    void anIdThatSomebodyHasIsRefused(int id) throws Exception {
        assertThatThrownBy(() -> partitions.callback(Dts.sp("second", id), request -> {}))
                .hasMessageContaining("second.dts")
                .hasMessageContaining("id");
    }
}
