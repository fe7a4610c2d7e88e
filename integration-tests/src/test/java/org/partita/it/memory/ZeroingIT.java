package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.StandIn;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** While a region is zeroed nobody has it mapped but the Relayer (FF-A 5.12.4.1). */
@PlatformTest(MemoryPlatform.class)
class ZeroingIT {
    private static final int VM = 1;
    private static final int OTHER_VM = 2;
    private static final int SP = 0x8001;
    private static final int OTHER_SP = 0x8002;
    private static final int MORTAL = 0x8021;
    /** Physical, too. */
    private static final long REGION = 0x81030000L;

    private static final int PAGES = 3;
    private static final long PAGE = 0x1000;
    private static final SendFlags ZERO_BEFORE = new SendFlags(true, false);
    private static final RelinquishFlags ZERO = new RelinquishFlags(true, false);
    private static final RetrieveFlags ZERO_AFTER = new RetrieveFlags(false, false, true, null, RetrieveFlags.NO_HINT);

    @Inject
    BundleContext framework;

    private Platform platform;
    private List<Holding> before;
    private StandIn<PhysicalMemory> memory;
    /** Who has a page mapped whenever it is accessed, by physical address; while it is watched. */
    private final Map<Long, List<String>> accesses = new TreeMap<>();

    private boolean watching;

    @BeforeEach
    void fillTheRegion() throws Exception {
        platform = new Running(framework).platform();
        before = platform.holdings();
        memory = new StandIn<>(
                framework,
                platform,
                Roles.HARDWARE_MEMORY,
                PhysicalMemory.class,
                real -> new ObservedMemory(real, this::accessed));
        try (MemoryAbi vm = new MemoryAbi(platform, VM, 0)) {
            for (int i = 0; i < PAGES; i++) {
                vm.write(REGION + i * PAGE, 42);
            }
        }
    }

    @AfterEach
    void everythingIsAsBefore() {
        memory.close();
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(before);
    }

    private void accessed(long physical) {
        if (watching && physical >= REGION && physical < REGION + PAGES * PAGE) {
            accesses.computeIfAbsent(physical & -PAGE, at -> new ArrayList<>()).addAll(mapping(physical));
        }
    }

    /** Whose translation has a page now: endpoints and devices. */
    private List<String> mapping(long physical) {
        Stream<String> partitions = platform.partitions().stream()
                .filter(p -> reaches(platform.partition(p.id()).regions(), physical))
                .map(p -> p.name());
        Stream<String> devices = platform.devices().sepids().stream()
                .filter(s -> reaches(s.regions(), physical))
                .map(s -> s.sepid().name());
        return Stream.concat(partitions, devices).toList();
    }

    private static boolean reaches(List<Mapping> regions, long physical) {
        return regions.stream().anyMatch(m -> m.physical() <= physical && physical < m.physical() + m.size());
    }

    /** The call zeroes the region, and at no instant of that somebody has it mapped. */
    private void zeroes(Runnable call) {
        watching = true;
        call.run();
        watching = false;
        assertThat(accesses).as("who has mapped which page while it is zeroed").hasSize(PAGES);
        assertThat(accesses.values()).allSatisfy(who -> assertThat(who).isEmpty());
    }

    private void contains(MemoryAbi by, long value) {
        for (int i = 0; i < PAGES; i++) {
            assertThat(by.read(REGION + i * PAGE)).isEqualTo(value);
        }
    }

    private MemoryAbi at(int id) {
        return new MemoryAbi(platform, id, id == OTHER_SP ? 3 : 0);
    }

    private long lent(MemoryAbi vm, int... borrowers) {
        return begun(vm, FunctionId.FFA_MEM_LEND, borrowers);
    }

    private static long begun(MemoryAbi vm, FunctionId function, int... borrowers) {
        return vm.handle(
                function,
                List.of(pages(REGION, PAGES)),
                Arrays.stream(borrowers).mapToObj(MemoryAbi::writer).toArray(EndpointAccess[]::new));
    }

    /** What the watching sees of who has a region that is not zeroed. */
    @Test
    void whoHasARegionMappedIsSeen() {
        try (MemoryAbi vm = at(VM);
                MemoryAbi sp = at(SP)) {
            assertThat(mapping(REGION)).containsExactly("client1");
            long handle = begun(vm, FunctionId.FFA_MEM_SHARE, SP);
            sp.mapped(VM, handle);
            assertThat(mapping(REGION)).containsExactly("client1", "digest");
            watching = true;
            vm.read(REGION);
            assertThat(accesses.get(REGION)).contains("client1", "digest");
            watching = false;
            sp.relinquish(handle).success();
            vm.reclaim(handle).success();
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"FFA_MEM_LEND, 2", "FFA_MEM_LEND, 0x8001", "FFA_MEM_DONATE, 2", "FFA_MEM_DONATE, 0x8001"})
    @Shows("FFA-5.12.4.1-1")
    void aSenderHasNothingMappedAnyMoreWhenTheRegionIsZeroedFirst(FunctionId function, int to) {
        try (MemoryAbi vm = at(VM)) {
            boolean lends = function == FunctionId.FFA_MEM_LEND;
            zeroes(() -> vm.send(
                    function, ZERO_BEFORE, List.of(pages(REGION, PAGES)), List.of(lends ? writer(to) : receiver(to))));
            vm.reclaim(vm.handle()).success();
            contains(vm, 0);
        }
    }

    @ParameterizedTest(name = "asked for when it {0}")
    @ValueSource(strings = {"retrieves", "relinquishes"})
    @Shows("FFA-5.12.4.1-1")
    void theLastBorrowerHasNothingMappedAnyMore(String when) {
        try (MemoryAbi vm = at(VM);
                MemoryAbi sp = at(SP);
                MemoryAbi other = at(OTHER_VM)) {
            long handle = lent(vm, SP, OTHER_VM);
            other.mapped(VM, handle);
            boolean first = when.equals("retrieves");
            RetrieveFlags flags = first ? ZERO_AFTER : RetrieveFlags.of(null);
            sp.retrieve(VM, handle, flags, receiver(SP));
            sp.retrieved();
            watching = true;
            sp.relinquish(handle, first ? RelinquishFlags.NONE : ZERO, SP).success();
            watching = false;
            assertThat(accesses).as("the other has it still").isEmpty();
            zeroes(() -> other.relinquish(handle).success());
            vm.reclaim(handle).success();
            contains(vm, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FunctionId.class,
            names = {"FFA_MEM_LEND", "FFA_MEM_SHARE"})
    @Shows("FFA-5.12.4.1-1")
    void anOwnerHasNothingMappedUntilTheRegionIsZeroed(FunctionId function) {
        try (MemoryAbi vm = at(VM);
                MemoryAbi sp = at(SP)) {
            long handle = begun(vm, function, SP, OTHER_SP);
            sp.mapped(VM, handle);
            sp.relinquish(handle).success();
            zeroes(() -> vm.reclaim(handle, 1).success());
            contains(vm, 0);
        }
    }

    @Test
    @Shows({"FFA-5.12.4.1-1", "FFA-5.12.4-14"})
    void aBorrowerThatHasCrashedHasNothingMappedAnyMore() {
        try (TestPartitions partitions = new TestPartitions(framework, platform);
                MemoryAbi vm = at(VM)) {
            Dts sp = Dts.sp("mortal", MORTAL)
                    .memory("rx", 0x06400000L, 1, 1)
                    .memory("tx", 0x06401000L, 1, 3)
                    .buffers();
            partitions.callback(sp, request -> {
                throw new IllegalStateException("a fatal error");
            });
            long handle = lent(vm, MORTAL);
            try (MemoryAbi borrower = at(MORTAL)) {
                borrower.retrieve(VM, handle, ZERO_AFTER, receiver(MORTAL));
                borrower.retrieved();
            }
            try (Abi client = new Abi(platform, OTHER_VM)) {
                zeroes(() -> client.direct(MORTAL, 1).failed(Status.ABORTED));
            }
            vm.reclaim(handle).success();
            contains(vm, 0);
        }
    }
}
