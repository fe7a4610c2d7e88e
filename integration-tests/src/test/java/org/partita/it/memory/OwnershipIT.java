package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.reader;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryFault;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Who owns what from boot on, what an Owner may do, and where a Receiver gets it (FF-A 5.1, 5.3, 5.4). */
@PlatformTest(MemoryPlatform.class)
class OwnershipIT {
    private static final int HYPERVISOR = 0;
    private static final int VM1 = 1;
    private static final int VM2 = 2;
    private static final int SPM = 0x8000;
    private static final int SP1 = 0x8001;
    private static final int SP2 = 0x8002;
    private static final int SP3 = 0x8003;
    private static final int INDEPENDENT_DEVICE = 0xC001;
    private static final long HEAP_OF_VM1 = 0x81020000L;
    private static final long HEAP_OF_SP1 = 0x06020000L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private List<Holding> before;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        before = platform.holdings();
    }

    @AfterEach
    void everythingIsAsBefore() throws Exception {
        platform.trace().stop();
        if (!platform.holdings().equals(before)) {
            new Running(framework).restarted(Map.of());
        }
    }

    /** The second SP is MP: its contexts are pinned, and the first PEs are for the others. */
    private MemoryAbi at(int id) {
        return new MemoryAbi(platform, id, id == SP2 ? 3 : 0);
    }

    private Holding holding(long physical) {
        return platform.holdings().stream()
                .filter(h -> physical >= h.base() && physical < h.base() + h.pages() * 4096)
                .findFirst()
                .orElseThrow();
    }

    private AccessState state(long physical, int component) {
        return holding(physical).state(component);
    }

    // ---- boot

    @Test
    @Shows({"FFA-5.4-4", "FFA-5.4-5"})
    void whatNoEndpointHasIsTheSpmsOrTheHypervisors() {
        assertThat(platform.holdings())
                .filteredOn(Holding::secure)
                .extracting(Holding::owner)
                .containsOnly(SPM, SP1, SP2, SP3, INDEPENDENT_DEVICE);
        assertThat(platform.holdings())
                .filteredOn(h -> !h.secure())
                .extracting(Holding::owner)
                .containsOnly(HYPERVISOR, VM1, VM2);
        for (int id : new int[] {VM1, VM2, SP1, SP2}) {
            assertThat(platform.partition(id).regions()).isNotEmpty().allSatisfy(m -> {
                assertThat(holding(m.physical()).owner()).as(m.name()).isEqualTo(id);
                assertThat(state(m.physical(), id)).as(m.name()).isEqualTo(AccessState.OWNER_EXCLUSIVE);
            });
        }
    }

    // ---- what an Owner may do

    @Test
    @Shows({"FFA-5.1-1", "FFA-5.6.2-1"})
    void anOwnerDonatesLendsSharesAndReclaims() {
        long donated = HEAP_OF_SP1;
        long lent = HEAP_OF_VM1;
        long shared = HEAP_OF_VM1 + 0x1000;
        try (MemoryAbi vm = at(VM1);
                MemoryAbi sp = at(SP1);
                MemoryAbi other = at(SP2)) {
            other.mapped(SP1, sp.handle(FunctionId.FFA_MEM_DONATE, List.of(pages(donated, 1)), receiver(SP2)));
            assertThat(state(donated, SP1)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
            assertThat(state(donated, SP2)).isEqualTo(AccessState.OWNER_EXCLUSIVE);

            long loan = vm.handle(FunctionId.FFA_MEM_LEND, List.of(pages(lent, 1)), writer(SP1));
            sp.mapped(VM1, loan);
            assertThat(state(lent, VM1)).isEqualTo(AccessState.OWNER_NO_ACCESS);
            assertThat(state(lent, SP1)).isEqualTo(AccessState.NOT_OWNER_EXCLUSIVE);

            long share = vm.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(shared, 1)), writer(SP1));
            sp.mapped(VM1, share);
            assertThat(state(shared, VM1)).isEqualTo(AccessState.OWNER_SHARED);
            assertThat(state(shared, SP1)).isEqualTo(AccessState.NOT_OWNER_SHARED);

            for (long handle : new long[] {loan, share}) {
                sp.relinquish(handle).success();
                vm.reclaim(handle).success();
            }
            for (long page : new long[] {lent, shared}) {
                assertThat(state(page, VM1)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
                assertThat(state(page, SP1)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
            }
        }
    }

    @Test
    @Shows({"FFA-5.8-1", "FFA-5.11-17", "FFA-5.4.2-18"})
    void whatIsSharedWithSeveralEachAccessesAsItMay() {
        long page = HEAP_OF_VM1;
        try (MemoryAbi owner = at(VM1);
                MemoryAbi sp = at(SP1);
                MemoryAbi vm = at(VM2)) {
            owner.write(page, 42);
            long handle = owner.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(page, 1)), writer(SP1), reader(VM2));
            long ofSp = sp.mapped(VM1, handle);
            long ofVm = vm.mapped(VM1, handle);
            assertThat(List.of(owner.read(page), sp.read(ofSp), vm.read(ofVm))).containsOnly(42L);
            sp.write(ofSp, 43);
            assertThatThrownBy(() -> vm.write(ofVm, 44))
                    .isInstanceOfSatisfying(
                            MemoryFault.class, f -> assertThat(f.kind()).isEqualTo(MemoryFault.Cause.PERMISSION));
            assertThat(List.of(owner.read(page), sp.read(ofSp), vm.read(ofVm))).containsOnly(43L);

            Grant tracked = holding(page).grant();
            assertThat(tracked).isNotNull();
            assertThat(tracked.sender()).isEqualTo(VM1);
            assertThat(tracked.handle()).isEqualTo(handle);
            assertThat(tracked.borrowers())
                    .extracting(b -> "%x %s".formatted(b.id(), b.data()))
                    .containsExactly("8001 " + DataAccess.READ_WRITE, "2 " + DataAccess.READ_ONLY);
            assertThat(state(page, VM1)).isEqualTo(AccessState.OWNER_SHARED);
            assertThat(state(page, VM2)).isEqualTo(AccessState.NOT_OWNER_SHARED);
            sp.relinquish(handle).success();
            vm.relinquish(handle).success();
            owner.reclaim(handle).success();
        }
    }

    // ---- translation regimes

    @ParameterizedTest(name = "{0} lends to {1}")
    @CsvSource({"1, 2", "0x8001, 0x8002"})
    @Shows({"FFA-5.3-1", "FFA-5.3-3"})
    void theManagerOfAnEndpointMapsAndUnmapsInItsStage2(String from, String to) {
        int lender = Integer.decode(from);
        int borrower = Integer.decode(to);
        long page = lender == VM1 ? HEAP_OF_VM1 : HEAP_OF_SP1;
        List<Mapping> ofLender = platform.partition(lender).regions();
        List<Mapping> ofBorrower = platform.partition(borrower).regions();
        try (MemoryAbi owner = at(lender);
                MemoryAbi other = at(borrower)) {
            long handle = owner.handle(FunctionId.FFA_MEM_LEND, List.of(pages(page, 2)), writer(borrower));
            assertThat(leaf(lender, page)).isEmpty();
            assertThat(platform.partition(borrower).regions()).isEqualTo(ofBorrower);

            long there = other.mapped(lender, handle);
            assertThat(leaf(borrower, page)).singleElement().satisfies(m -> {
                assertThat(m.address()).isEqualTo(there);
                assertThat(m.pages()).isEqualTo(2);
            });
            assertThat(leaf(lender, page)).isEmpty();

            other.relinquish(handle).success();
            assertThat(platform.partition(borrower).regions()).isEqualTo(ofBorrower);
            owner.reclaim(handle).success();
            assertThat(leaf(lender, page)).hasSize(1);
            assertThat(platform.partition(lender).regions().stream()
                            .mapToLong(Mapping::pages)
                            .sum())
                    .isEqualTo(ofLender.stream().mapToLong(Mapping::pages).sum());
        }
    }

    private List<Mapping> leaf(int id, long physical) {
        return platform.partition(id).regions().stream()
                .filter(m -> m.physical() <= physical && physical < m.physical() + m.size())
                .toList();
    }

    // ---- calls

    @ParameterizedTest(name = "{0}")
    @CsvSource({"FFA_MEM_DONATE", "FFA_MEM_LEND", "FFA_MEM_SHARE"})
    @Shows({"FFA-11.1.1-1", "FFA-11.2.1-1", "FFA-11.3.1-1"})
    void aSenderStartsWithItsRelayersOnly(FunctionId function) {
        for (int to : new int[] {VM2, SP1}) {
            EndpointAccess entry = function == FunctionId.FFA_MEM_DONATE ? receiver(to) : writer(to);
            try (MemoryAbi owner = at(VM1)) {
                platform.trace().clear();
                platform.trace().start("");
                owner.send(function, SendFlags.NONE, List.of(pages(HEAP_OF_VM1, 1)), List.of(entry));
                platform.trace().stop();
                assertThat(platform.trace().show(100))
                        .isNotEmpty()
                        .flatExtracting(c -> c.from(), c -> c.to())
                        .isSubsetOf(
                                to == VM2
                                        ? List.of("client1", "Hypervisor")
                                        : List.of("client1", "Hypervisor", "SPMD", "SPMC"));
                owner.reclaim(owner.handle()).success();
            }
        }
    }

    @Test
    @Shows({"FFA-11.5-7", "FFA-4.2.2.4-34", "FFA-11.4.1.2-10"})
    void theResponseIsTheReceiversUntilItReleasesItsRxBuffer() {
        try (MemoryAbi owner = at(SP1);
                MemoryAbi other = at(SP2)) {
            long first = owner.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(HEAP_OF_SP1, 1)), writer(SP2));
            long second = owner.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(HEAP_OF_SP1 + 0x1000, 1)), writer(SP2));
            other.retrieve(SP1, first);
            assertThat(other.abi().registers().function()).isEqualTo(FunctionId.FFA_MEM_RETRIEVE_RESP.id32());
            other.abi().raw(FunctionId.FFA_ID_GET.id32()).success(SP2);
            other.retrieve(SP1, second).refused(Status.BUSY, "FFA-11.4.1.2-10");
            other.abi().raw(FunctionId.FFA_RX_RELEASE.id32()).success();
            other.mapped(SP1, second);
            for (long handle : new long[] {first, second}) {
                other.relinquish(handle).success();
                owner.reclaim(handle).success();
            }
        }
    }
}
