package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.reader;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.ResponseFlags;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Holding;
import org.partita.api.memory.MemoryFault;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Memory changes hands on a running platform; what each endpoint can touch is tried through its own view. */
@PlatformTest(MemoryPlatform.class)
class MemoryTransactionsIT {
    private static final int VM1 = 1;
    private static final int VM2 = 2;
    private static final int SP1 = 0x8001;
    private static final int SP2 = 0x8002;
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

    /** A test that fails must not make the others fail. */
    @AfterEach
    void everythingIsAsBefore() throws Exception {
        List<Holding> after = platform.holdings();
        if (!after.equals(before)) {
            new Running(framework).restarted(Map.of());
        }
        assertThat(after).isEqualTo(before);
    }

    /** The second SP is MP: its contexts are pinned, and the first PEs are for the others. */
    private MemoryAbi at(int id) {
        return new MemoryAbi(platform, id, id == SP2 ? 3 : 0);
    }

    private static long heap(int id) {
        return id == VM1 ? HEAP_OF_VM1 : HEAP_OF_SP1;
    }

    private String states(long physical, int... components) {
        Holding holding = platform.holdings().stream()
                .filter(h -> physical >= h.base() && physical < h.base() + h.pages() * 4096)
                .findFirst()
                .orElseThrow();
        return java.util.Arrays.stream(components)
                .mapToObj(c -> holding.state(c).acronym())
                .collect(Collectors.joining(" "));
    }

    private static void cant(Runnable access, MemoryFault.Cause cause) {
        assertThatThrownBy(access::run)
                .isInstanceOfSatisfying(
                        MemoryFault.class, f -> assertThat(f.kind()).isEqualTo(cause));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "1, 0x8001", "0x8001, 0x8002"})
    @Shows({
        "FFA-5.8.1-1",
        "FFA-5.8.2-1",
        "FFA-5.8.2-3",
        "FFA-11.3.1.2-13",
        "FFA-11.3.1.2-15",
        "FFA-11.3.1.2-16",
        "FFA-11.4.1.2-15",
        "FFA-11.7.1.2-1",
        "FFA-11.7.1.2-3",
        "FFA-11.7.1.2-9",
        "FFA-5.9.1-6",
        "FFA-5.10.2-2",
        "FFA-5.10.2-3",
        "FFA-5.10.2-6",
        "FFA-6.1.4-1"
    })
    void whatIsSharedBothCanAccess(int from, String to) {
        int borrower = Integer.decode(to);
        long heap = heap(from);
        try (MemoryAbi lender = at(from);
                MemoryAbi other = at(borrower)) {
            lender.write(heap, 42);
            long handle = lender.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(heap, 2)), writer(borrower));
            assertThat(handle < 0).as("allocated by the Hypervisor").isEqualTo(borrower == VM2);
            assertThat(states(heap, from, borrower)).isEqualTo("Owner-SA !Owner-NA");

            long there = other.mapped(from, handle);
            assertThat(states(heap, from, borrower)).isEqualTo("Owner-SA !Owner-SA");
            assertThat(other.read(there)).isEqualTo(42);
            other.write(there + 0x1000, 43);
            assertThat(lender.read(heap + 0x1000)).isEqualTo(43);
            lender.reclaim(handle).refused(Status.DENIED, "FFA-11.7.1.2-3");

            other.relinquish(handle).success();
            cant(() -> other.read(there), MemoryFault.Cause.TRANSLATION);
            lender.reclaim(handle).success();
            assertThat(states(heap, from, borrower)).isEqualTo("Owner-EA !Owner-NA");
            lender.reclaim(handle).refused(Status.INVALID_PARAMETERS, "FFA-11.7.1.2-1");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "1, 0x8001", "0x8001, 0x8002"})
    @Shows({
        "FFA-5.7.1-1",
        "FFA-5.7.2-1",
        "FFA-5.7.2-3",
        "FFA-5.7-1",
        "FFA-11.2.1.2-9",
        "FFA-11.2.1.2-13",
        "FFA-11.4.1.2-13",
        "FFA-5.9.1-3",
        "FFA-11.7.1.2-4",
        "FFA-11.7.1.2-6",
        "FFA-11.7-3",
        "FFA-11.7.1.2-8"
    })
    void whatIsLentItsOwnerCantAccess(int from, String to) {
        int borrower = Integer.decode(to);
        long heap = heap(from);
        try (MemoryAbi lender = at(from);
                MemoryAbi other = at(borrower)) {
            lender.write(heap + 0x2000, 42);
            long handle = lender.handle(FunctionId.FFA_MEM_LEND, List.of(pages(heap + 0x2000, 1)), reader(borrower));
            assertThat(states(heap + 0x2000, from, borrower)).isEqualTo("Owner-NA !Owner-NA");
            cant(() -> lender.read(heap + 0x2000), MemoryFault.Cause.TRANSLATION);
            assertThat(lender.read(heap + 0x1000)).as("the page before").isNotNull();

            long there = other.mapped(from, handle);
            assertThat(states(heap + 0x2000, from, borrower)).isEqualTo("Owner-NA !Owner-EA");
            assertThat(other.read(there)).isEqualTo(42);
            cant(() -> other.write(there, 1), MemoryFault.Cause.PERMISSION);

            other.relinquish(handle).success();
            assertThat(states(heap + 0x2000, from, borrower)).isEqualTo("Owner-NA !Owner-NA");
            lender.reclaim(handle, 1).success();
            assertThat(lender.read(heap + 0x2000))
                    .as("zeroed before it was reclaimed")
                    .isZero();
        }
    }

    @Test
    @Shows({"FFA-5.7-2", "FFA-11.4.1.2-14", "FFA-5.9.1-4", "FFA-11.7.1.2-3", "FFA-11.6.1.2-4"})
    void severalBorrowersHaveEachTheirPermission() {
        long heap = HEAP_OF_VM1;
        try (MemoryAbi lender = at(VM1);
                MemoryAbi sp = at(SP1);
                MemoryAbi vm = at(VM2)) {
            long handle = lender.handle(FunctionId.FFA_MEM_LEND, List.of(pages(heap, 1)), writer(SP1), reader(VM2));
            long ofSp = sp.mapped(VM1, handle);
            long ofVm = vm.mapped(VM1, handle);
            assertThat(states(heap, VM1, SP1, VM2)).isEqualTo("Owner-NA !Owner-SA !Owner-SA");
            sp.write(ofSp, 7);
            assertThat(vm.read(ofVm)).isEqualTo(7);
            cant(() -> vm.write(ofVm, 1), MemoryFault.Cause.PERMISSION);
            sp.relinquish(handle).success();
            assertThat(states(heap, VM1, SP1, VM2)).isEqualTo("Owner-NA !Owner-NA !Owner-SA");
            lender.reclaim(handle).refused(Status.DENIED, "FFA-11.7.1.2-3");
            vm.relinquish(handle).success();
            vm.relinquish(handle).refused(Status.DENIED, "FFA-11.6.1.2-4");
            lender.reclaim(handle).success();
        }
    }

    @Test
    @Shows({"FFA-11.5.1.1-1", "FFA-11.5.1.1-3", "FFA-5.11.2-16", "FFA-5.11.3-5", "FFA-5.12.3.3-10"})
    void theResponseSaysHowTheRegionIsMapped() {
        long heap = HEAP_OF_SP1;
        try (MemoryAbi lender = at(SP1);
                MemoryAbi other = at(SP2)) {
            long handle = lender.handle(
                    FunctionId.FFA_MEM_SHARE, List.of(pages(heap + 0x4000, 1), pages(heap, 2)), reader(SP2));
            other.retrieve(SP1, handle);
            MemoryTransaction t = other.retrieved();
            assertThat(t.sender()).isEqualTo(SP1);
            assertThat(t.handle()).isEqualTo(handle);
            assertThat(t.attributes()).isEqualTo(MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE);
            assertThat(ResponseFlags.decode(t.flags())).isEqualTo(new ResponseFlags(false, TransactionType.SHARE));
            EndpointAccess entry = t.endpoints().getFirst();
            assertThat(entry.endpoint()).isEqualTo(SP2);
            assertThat(entry.data()).isEqualTo(DataAccess.READ_ONLY);
            assertThat(entry.instruction()).isEqualTo(InstructionAccess.EXECUTE_NEVER);
            assertThat(entry.region().ranges()).extracting(r -> r.pages()).containsExactly(1, 2);
            other.relinquish(handle).success();
            lender.reclaim(handle).success();
        }
    }

    @Test
    @Shows({"FFA-5.12.4-1", "FFA-11.6-11"})
    void zeroingLeavesNothingOfTheContents() {
        long heap = HEAP_OF_SP1;
        try (MemoryAbi lender = at(SP1);
                MemoryAbi other = at(SP2)) {
            lender.write(heap, 42);
            lender.send(
                    FunctionId.FFA_MEM_LEND, new SendFlags(true, false), List.of(pages(heap, 1)), List.of(writer(SP2)));
            long handle = lender.handle();
            long there = other.mapped(SP1, handle);
            assertThat(other.read(there)).isZero();
            other.write(there, 43);
            other.relinquish(handle, new RelinquishFlags(true, false), SP2).success();
            lender.reclaim(handle).success();
            assertThat(lender.read(heap)).isZero();
        }
    }

    @Test
    @Shows({"FFA-11.1.1.2-3", "FFA-11.2.1.2-3", "FFA-11.3.1.2-3"})
    void secureMemoryNeverReachesTheNormalWorld() {
        try (MemoryAbi sp = at(SP1)) {
            sp.send(FunctionId.FFA_MEM_DONATE, SendFlags.NONE, List.of(pages(HEAP_OF_SP1, 1)), List.of(receiver(VM1)))
                    .refused(Status.DENIED, "FFA-11.1.1.2-3");
            sp.send(FunctionId.FFA_MEM_LEND, SendFlags.NONE, List.of(pages(HEAP_OF_SP1, 1)), List.of(writer(VM1)))
                    .refused(Status.DENIED, "FFA-11.2.1.2-3");
            sp.send(FunctionId.FFA_MEM_SHARE, SendFlags.NONE, List.of(pages(HEAP_OF_SP1, 1)), List.of(writer(VM1)))
                    .refused(Status.DENIED, "FFA-11.3.1.2-3");
        }
    }

    @Test
    @Shows({"FFA-11.1.1.2-4", "FFA-11.2.1.2-4", "FFA-11.3.1.2-4", "FFA-5.4.1-12"})
    void whatIsInATransactionStartsNoOther() {
        long heap = HEAP_OF_VM1;
        try (MemoryAbi vm = at(VM1)) {
            long handle = vm.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(heap + 0x1000, 1)), writer(SP1));
            for (FunctionId f : List.of(FunctionId.FFA_MEM_DONATE, FunctionId.FFA_MEM_LEND, FunctionId.FFA_MEM_SHARE)) {
                EndpointAccess to = f == FunctionId.FFA_MEM_DONATE ? receiver(SP2) : writer(SP2);
                String rule = "FFA-11." + (f.id32() - 0x84000070) + ".1.2-4";
                vm.send(f, SendFlags.NONE, List.of(pages(heap, 4)), List.of(to)).refused(Status.DENIED, rule);
            }
            vm.reclaim(handle).success();
        }
    }
}
