package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.PhysicalMemory;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * What ownership and access change by, and what they do not change by (FF-A 5.5): each change is found with the ABI that has
 * caused it in the trace, and with the Handle of the transaction in what the platform says of owners.
 */
@PlatformTest(value = MemoryPlatform.class, fresh = true)
class TransitionsIT {
    private static final int ALL = 1000;
    private static final int VM = 1;
    private static final int SP = 0x8001;
    private static final int OTHER = 0x8002;
    private static final long HEAP_OF_VM = 0x81020000L;
    private static final long HEAP_OF_SP = 0x06020000L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private List<Holding> before;
    /** What was found of each change: ABI, type of the transaction, Handle. */
    private final List<String> audit = new ArrayList<>();

    @BeforeEach
    void record() throws Exception {
        platform = new Running(framework).platform();
        before = platform.holdings();
        platform.trace().start("");
    }

    @AfterEach
    void everythingIsAsBefore() {
        platform.trace().stop();
        platform.trace().clear();
        assertThat(platform.grants()).isEmpty();
        assertThat(owners(platform.holdings())).isEqualTo(owners(before));
    }

    /** Who owns what, whatever made it the Owner: memory that was donated there and back has a history. */
    private static List<Holding> owners(List<Holding> holdings) {
        List<Holding> merged = new ArrayList<>();
        for (Holding h : holdings) {
            Holding last = merged.isEmpty() ? null : merged.getLast();
            boolean joins = last != null
                    && last.base() + last.pages() * PhysicalMemory.PAGE_SIZE == h.base()
                    && last.secure() == h.secure()
                    && last.owner() == h.owner()
                    && last.keeper() == h.keeper()
                    && Objects.equals(last.grant(), h.grant());
            Holding begun = joins ? merged.removeLast() : null;
            long base = begun == null ? h.base() : begun.base();
            long pages = begun == null ? h.pages() : begun.pages() + h.pages();
            merged.add(new Holding(base, pages, h.secure(), h.owner(), h.keeper(), h.grant(), null));
        }
        return merged;
    }

    private MemoryAbi at(int id) {
        return new MemoryAbi(platform, id, id == OTHER ? 3 : 0);
    }

    /** Makes calls; what owners and states were changed by is added to the audit. */
    private <T> T audited(Supplier<T> calls) {
        List<Holding> was = platform.holdings();
        platform.trace().clear();
        T result = calls.get();
        List<Holding> is = platform.holdings();
        List<Grant> grants = new ArrayList<>();
        was.stream().filter(h -> !is.contains(h)).forEach(h -> add(grants, h));
        is.stream().filter(h -> !was.contains(h)).forEach(h -> add(grants, h));
        if (!was.equals(is)) {
            assertThat(grants.stream().map(Grant::handle).distinct())
                    .as("transactions by which %s became %s", was, is)
                    .hasSize(1);
            audit.add(cause() + " " + grants.getFirst().type() + " "
                    + grants.getFirst().handle());
        }
        return result;
    }

    private static void add(List<Grant> grants, Holding h) {
        if (h.grant() != null) {
            grants.add(h.grant());
        }
    }

    /** The one memory management function that an endpoint has invoked meanwhile, by the trace. */
    private String cause() {
        List<String> functions = platform.trace().show(ALL).stream()
                .map(Crossing::function)
                .filter(f -> f.startsWith("FFA_MEM_") && !f.equals("FFA_MEM_RETRIEVE_RESP"))
                .distinct()
                .toList();
        assertThat(functions).as("ABIs in the trace").hasSize(1);
        return functions.getFirst();
    }

    private AccessState state(long physical, int component) {
        return platform.holdings().stream()
                .filter(h -> physical >= h.base() && physical < h.base() + h.pages() * 4096)
                .findFirst()
                .orElseThrow()
                .state(component);
    }

    @ParameterizedTest(name = "{0} from {1}")
    @CsvSource({"FFA_MEM_LEND, 1", "FFA_MEM_SHARE, 1", "FFA_MEM_LEND, 0x8001", "FFA_MEM_SHARE, 0x8001"})
    @Shows("FFA-5.5-1")
    void eachTransitionOfALoanOrAShareIsFoundWithItsAbiAndItsHandle(FunctionId function, int owner) {
        long region = owner == VM ? HEAP_OF_VM : HEAP_OF_SP;
        TransactionType type = function == FunctionId.FFA_MEM_LEND ? TransactionType.LEND : TransactionType.SHARE;
        boolean shared = type == TransactionType.SHARE;
        try (MemoryAbi sender = at(owner);
                MemoryAbi borrower = at(OTHER)) {
            long handle = audited(() -> sender.handle(function, List.of(pages(region, 2)), writer(OTHER)));
            assertThat(state(region, owner)).isEqualTo(shared ? AccessState.OWNER_SHARED : AccessState.OWNER_NO_ACCESS);

            audited(() -> borrower.mapped(owner, handle));
            assertThat(state(region, OTHER))
                    .isEqualTo(shared ? AccessState.NOT_OWNER_SHARED : AccessState.NOT_OWNER_EXCLUSIVE);

            audited(() -> borrower.relinquish(handle).success());
            assertThat(state(region, OTHER)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);

            audited(() -> sender.reclaim(handle).success());
            assertThat(state(region, owner)).isEqualTo(AccessState.OWNER_EXCLUSIVE);

            assertThat(audit)
                    .containsExactly(
                            function + " " + type + " " + handle,
                            "FFA_MEM_RETRIEVE_REQ " + type + " " + handle,
                            "FFA_MEM_RELINQUISH " + type + " " + handle,
                            "FFA_MEM_RECLAIM " + type + " " + handle);
        }
    }

    @Test
    @Shows("FFA-5.5-1")
    void eachTransitionOfADonationIsFoundWithItsAbiAndItsHandle() {
        try (MemoryAbi sp = at(SP);
                MemoryAbi other = at(OTHER)) {
            long there =
                    audited(() -> sp.handle(FunctionId.FFA_MEM_DONATE, List.of(pages(HEAP_OF_SP, 2)), receiver(OTHER)));
            long address = audited(() -> other.mapped(SP, there));
            assertThat(state(HEAP_OF_SP, OTHER)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
            assertThat(state(HEAP_OF_SP, SP)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);

            long back =
                    audited(() -> other.handle(FunctionId.FFA_MEM_DONATE, List.of(pages(address, 2)), receiver(SP)));
            audited(() -> sp.mapped(OTHER, back));
            assertThat(state(HEAP_OF_SP, SP)).isEqualTo(AccessState.OWNER_EXCLUSIVE);

            assertThat(audit)
                    .containsExactly(
                            "FFA_MEM_DONATE DONATE " + there,
                            "FFA_MEM_RETRIEVE_REQ DONATE " + there,
                            "FFA_MEM_DONATE DONATE " + back,
                            "FFA_MEM_RETRIEVE_REQ DONATE " + back);
        }
    }

    /** Messages, discovery, buffers, and calls of memory management that are refused. */
    @Test
    @Shows({"FFA-5.5-1", "FFA-11.6.1.2-4", "FFA-11.7.1.2-3"})
    void nothingElseChangesOwnersAndStates() {
        try (MemoryAbi vm = at(VM);
                MemoryAbi sp = at(SP);
                MemoryAbi other = at(OTHER)) {
            long handle = vm.handle(FunctionId.FFA_MEM_LEND, List.of(pages(HEAP_OF_VM, 2)), writer(SP));
            List<Holding> lent = platform.holdings();
            audited(() -> vm.abi().direct(OTHER, 1, 2, 3));
            audited(() -> vm.abi().raw(FunctionId.FFA_PARTITION_INFO_GET.id32()));
            audited(() -> vm.abi().raw(FunctionId.FFA_RX_RELEASE.id32()));
            audited(() -> vm.abi().raw(FunctionId.FFA_FEATURES.id32(), FunctionId.FFA_MEM_SHARE.id32()));
            audited(() -> other.retrieve(VM, handle));
            assertThat(other.abi().error()).as("is no Receiver").isNotNull();
            audited(() -> sp.relinquish(handle, RelinquishFlags.NONE, SP));
            sp.abi().refused(Status.DENIED, "FFA-11.6.1.2-4");
            audited(() -> sp.reclaim(handle));
            assertThat(sp.abi().error()).as("is no Owner").isNotNull();
            assertThat(platform.holdings()).isEqualTo(lent);
            sp.mapped(VM, handle);
            audited(() -> vm.reclaim(handle).refused(Status.DENIED, "FFA-11.7.1.2-3"));
            sp.relinquish(handle).success();
            vm.reclaim(handle).success();
        }
        assertThat(audit).isEmpty();
    }
}
