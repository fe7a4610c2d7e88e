package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.RelinquishDescriptor;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.MemoryOperation.Stage;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;

/** Two VMs and three SPs that make calls of which nothing is known, and what has to hold after each of them. */
final class FuzzedPlatform {
    private static final int PAGES = 4;
    /** Of one call, with what it takes to instrument a class that is used first: descriptors are of 4 KiB, whatever they say. */
    private static final long MOST_BYTES = 512L << 20;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Error tables of FF-A 11.1 to 11.4; 11.6 and 11.7 lack BUSY. */
    private static final Set<Status> WITH_BUFFERS =
            EnumSet.of(Status.INVALID_PARAMETERS, Status.DENIED, Status.NO_MEMORY, Status.BUSY, Status.ABORTED);

    private static final Set<Status> WITHOUT =
            EnumSet.of(Status.INVALID_PARAMETERS, Status.DENIED, Status.NO_MEMORY, Status.ABORTED);

    private final SmallPlatform platform;
    private final boolean features;
    private final Map<Long, Integer> owners = new TreeMap<>();

    /** @param features whether the functions of FF-A 12.2 are served, in short slices */
    FuzzedPlatform(boolean features) {
        platform = new SmallPlatform(Scene.configured(1), FuzzedCall.callers());
        this.features = features;
        if (features) {
            platform.features.fragments().slices(1).buffers(2);
        }
        for (EndpointModel e : platform.endpoints) {
            platform.give(e, base(e), PAGES);
        }
        for (Holding h : platform.model.ledger().holdings()) {
            pages(h).forEach(page -> owners.put(page, h.owner()));
        }
    }

    private static LongStream pages(Holding h) {
        return LongStream.range(0, h.pages()).map(i -> h.base() + i * SmallPlatform.PAGE);
    }

    /** Makes a call and judges it; how it ended, or null for success. */
    @Nullable
    Status judged(FuzzedCall fuzzed) {
        EndpointModel caller = endpoint(fuzzed.caller());
        List<Object> before = platform.snapshot();
        List<Grant> grants = platform.model.ledger().grants();
        List<String> operations = operations();
        if (features) {
            fillBuffer(caller, fuzzed.descriptor());
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        CallModel call = platform.call(caller, fuzzed.w0(), fuzzed.descriptor(), fuzzed.registers());
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated)
                .as("bytes allocated")
                .isLessThan(MOST_BYTES);
        assertThat(platform.held()).as("a buffer is held").isFalse();
        Status status = call.status();
        FunctionId function = Objects.requireNonNull(FunctionId.of(fuzzed.w0()));
        if (status != null) {
            boolean without = function == FunctionId.FFA_MEM_RELINQUISH || function == FunctionId.FFA_MEM_RECLAIM;
            assertThat(status).as("error of %s", function).isIn(without ? WITHOUT : WITH_BUFFERS);
            assertThat(call.rule()).as("why").isNotNull();
            if (operations().equals(operations)) {
                assertThat(platform.snapshot()).as("after %s", call.refusal()).isEqualTo(before);
            }
        } else {
            FunctionId completes = Objects.requireNonNull(FunctionId.of(call.registers.function()));
            assertThat(completes).as("completion of %s", function).isIn(completions(function));
            if (completes == FunctionId.FFA_MEM_RETRIEVE_RESP || completes == FunctionId.FFA_MEM_FRAG_TX) {
                retrieved(caller, grants);
                if (!fuzzed.keepsRx()) {
                    platform.pair(caller).releaseRx();
                }
            }
        }
        requireSound();
        return status;
    }

    /** In its last page an endpoint has a buffer for descriptors, of the same contents as TX. */
    private void fillBuffer(EndpointModel e, byte[] descriptor) {
        long at = base(e) + (PAGES - 1) * SmallPlatform.PAGE;
        if (SmallPlatform.accesses(e, at)) {
            System.arraycopy(descriptor, 0, platform.model.page(at), 0, descriptor.length);
        }
    }

    private long base(EndpointModel e) {
        return SmallPlatform.world(e) + platform.endpoints.indexOf(e) * 2L * PAGES * SmallPlatform.PAGE;
    }

    /** What is unfinished, and what it waits for. */
    private List<String> operations() {
        return platform.model.operations().all().stream()
                .map(o -> o.manager() + " " + o.caller() + " " + o.handle() + " " + o.stage())
                .toList();
    }

    private Set<FunctionId> completions(FunctionId function) {
        Set<FunctionId> all = EnumSet.noneOf(FunctionId.class);
        switch (function) {
            case FFA_MEM_FRAG_RX -> all.add(FunctionId.FFA_MEM_FRAG_TX);
            case FFA_MEM_RETRIEVE_REQ -> all.add(FunctionId.FFA_MEM_RETRIEVE_RESP);
            case FFA_MEM_FRAG_TX, FFA_MEM_OP_RESUME -> {
                all.add(FunctionId.FFA_MEM_RETRIEVE_RESP);
                all.add(FunctionId.FFA_SUCCESS);
            }
            default -> all.add(FunctionId.FFA_SUCCESS);
        }
        if (features && function != FunctionId.FFA_MEM_FRAG_RX) {
            all.add(FunctionId.FFA_MEM_OP_PAUSE);
            all.add(FunctionId.FFA_MEM_FRAG_RX);
        }
        return all;
    }

    private EndpointModel endpoint(int id) {
        return platform.endpoints.stream().filter(e -> e.id() == id).findFirst().orElseThrow();
    }

    /** Pages of a donation to the caller that it has retrieved are its own. */
    private void retrieved(EndpointModel caller, List<Grant> before) {
        Set<Long> still =
                platform.model.ledger().grants().stream().map(Grant::handle).collect(Collectors.toSet());
        for (Grant g : before) {
            boolean receives = g.borrowers().stream().anyMatch(b -> b.id() == caller.id());
            if (g.type() == TransactionType.DONATE && receives && !still.contains(g.handle())) {
                g.ranges()
                        .forEach(r -> LongStream.range(0, r.pages())
                                .forEach(i -> owners.put(r.address() + i * SmallPlatform.PAGE, caller.id())));
            }
        }
    }

    /**
     * FF-A 5.4: each page has its one Owner, and exactly those access it whose state says so, as they may, whatever is
     * unfinished; but of what somebody gives up in slices he has a part until the last one.
     */
    void requireSound() {
        Map<Long, Integer> found = new HashMap<>();
        for (Holding h : platform.model.ledger().holdings()) {
            pages(h).forEach(page -> {
                assertThat(found.put(page, h.owner()))
                        .as("two Owners of %x", page)
                        .isNull();
                if (h.owner() != 0 && h.owner() != org.partita.lib.fixture.PlatformModel.SPMC_ID) {
                    requireAccess(h, page);
                }
            });
        }
        assertThat(found).isEqualTo(owners);
    }

    private void requireAccess(Holding h, long page) {
        String owner = h.state(h.owner()).acronym();
        for (EndpointModel e : platform.endpoints) {
            String state = h.state(e.id()).acronym();
            boolean valid = e.id() == h.owner() || TransitionTables.VALID_PAIRS.contains(owner + " " + state);
            int mappings = 0;
            for (Mapping m : e.regime().mappings()) {
                if (m.physical() <= page && page < m.physical() + m.size()) {
                    mappings++;
                    valid &= m.secure() == h.secure() && (e.secure() || !m.secure());
                    valid &= m.read() && !(m.write() && m.execute());
                }
            }
            int expected = state.endsWith("-NA") ? 0 : 1;
            if (!valid || mappings > 1 || (mappings != expected && !givesUp(e, h))) {
                throw new AssertionError("page %x is %s for %x with %d mappings, Owner %x is %s: %s"
                        .formatted(
                                page,
                                state,
                                e.id(),
                                mappings,
                                h.owner(),
                                owner,
                                e.regime().mappings()));
            }
        }
    }

    /** Whether an endpoint is about to lose a region, range by range: its own, a Borrower's, or a shared one that is zeroed. */
    private boolean givesUp(EndpointModel e, Holding h) {
        if (h.grant() == null) {
            return false;
        }
        boolean none = h.state(e.id()).acronym().endsWith("-NA");
        return platform.model.operations().all().stream()
                .filter(o -> o.caller() == e.id() && o.stage() == Stage.PAUSED)
                .anyMatch(o -> switch (o.function()) {
                    case FFA_MEM_DONATE, FFA_MEM_LEND, FFA_MEM_SHARE -> e.id() == h.owner();
                    case FFA_MEM_RELINQUISH, FFA_MEM_RECLAIM -> !none;
                    default -> false;
                });
    }

    /** What is unfinished ends, Borrowers relinquish, Owners reclaim: then nobody has lost anything, but by donations. */
    void end() {
        for (MemoryOperation o : platform.model.operations().all()) {
            if (o.stage() == Stage.SENT) {
                platform.model.operations().end(o);
            } else {
                platform.model.operations().abort(o);
            }
        }
        assertThat(platform.model.operations().all()).isEmpty();
        assertThat(platform.held()).as("a buffer is held").isFalse();
        requireSound();
        for (Grant g : platform.model.ledger().grants()) {
            for (Borrower b : g.borrowers()) {
                for (int i = 0; i < b.retrieved(); i++) {
                    relinquish(b.id(), g.handle());
                }
            }
            CallModel call = platform.call(
                    endpoint(g.sender()), Scene.RECLAIM, new byte[0], g.handle() & 0xFFFF_FFFFL, g.handle() >>> 32, 0);
            assertThat(call.status()).as("reclaiming %s", g).isNull();
        }
        assertThat(platform.model.ledger().grants()).isEmpty();
        requireSound();
        assertThat(platform.model.ledger().holdings()).allMatch(h -> h.state(h.owner()) == AccessState.OWNER_EXCLUSIVE);
    }

    private void relinquish(int id, long handle) {
        RelinquishDescriptor d = new RelinquishDescriptor(handle, RelinquishFlags.NONE, List.of(new EndpointId(id)));
        byte[] bytes = new byte[(int) d.size()];
        d.encode(MemorySegment.ofArray(bytes));
        assertThat(platform.call(endpoint(id), Scene.RELINQUISH, bytes).status())
                .as("%x relinquishes %x", id, handle)
                .isNull();
    }
}
