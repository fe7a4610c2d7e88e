package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.MemoryTransaction;
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
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;

/** Two VMs and three SPs that make calls of which nothing is known, and what has to hold after each of them. */
final class FuzzedPlatform {
    private static final int PAGES = 4;
    /** Of one call, the first use of a class included: descriptors are of 4 KiB, whatever they say about sizes. */
    private static final long MOST_BYTES = 16L << 20;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Error tables of FF-A 11.1 to 11.4; 11.6 and 11.7 lack BUSY. */
    private static final Set<Status> WITH_BUFFERS =
            EnumSet.of(Status.INVALID_PARAMETERS, Status.DENIED, Status.NO_MEMORY, Status.BUSY, Status.ABORTED);

    private static final Set<Status> WITHOUT =
            EnumSet.of(Status.INVALID_PARAMETERS, Status.DENIED, Status.NO_MEMORY, Status.ABORTED);

    private final SmallPlatform platform;
    private final Map<Long, Integer> owners = new TreeMap<>();

    FuzzedPlatform() {
        platform = new SmallPlatform(Scene.configured(1), FuzzedCall.CALLERS);
        for (EndpointModel e : platform.endpoints) {
            long at = SmallPlatform.world(e) + platform.endpoints.indexOf(e) * 2L * PAGES * SmallPlatform.PAGE;
            platform.give(e, at, PAGES);
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
        long[] registers = fuzzed.registers().stream().skip(1).mapToLong(r -> r).toArray();
        List<Object> before = platform.snapshot();
        List<Grant> grants = platform.model.ledger().grants();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        CallModel call =
                platform.call(caller, fuzzed.registers().getFirst().intValue(), fuzzed.descriptor(), registers);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated)
                .as("bytes allocated")
                .isLessThan(MOST_BYTES);
        assertThat(platform.held()).as("a buffer is held").isFalse();
        Status status = call.status();
        FunctionId function = FunctionId.of(fuzzed.registers().getFirst().intValue());
        if (status != null) {
            boolean without = function == FunctionId.FFA_MEM_RELINQUISH || function == FunctionId.FFA_MEM_RECLAIM;
            assertThat(status).as("error of %s", function).isIn(without ? WITHOUT : WITH_BUFFERS);
            assertThat(call.rule()).as("why").isNotNull();
            assertThat(platform.snapshot()).as("after %s", call.refusal()).isEqualTo(before);
            return status;
        }
        boolean retrieves = function == FunctionId.FFA_MEM_RETRIEVE_REQ;
        FunctionId completes = retrieves ? FunctionId.FFA_MEM_RETRIEVE_RESP : FunctionId.FFA_SUCCESS;
        assertThat(FunctionId.of(call.registers.function())).isEqualTo(completes);
        if (retrieves) {
            retrieved(caller, call, grants);
            if (!fuzzed.keepsRx()) {
                platform.pair(caller).releaseRx();
            }
        }
        requireSound();
        return null;
    }

    private EndpointModel endpoint(int id) {
        return platform.endpoints.stream().filter(e -> e.id() == id).findFirst().orElseThrow();
    }

    private void retrieved(EndpointModel caller, CallModel call, List<Grant> before) {
        assertThat(platform.pair(caller).rxFull()).isTrue();
        MemorySegment response = platform.pair(caller).rxContents().asSlice(0, call.registers.x(1));
        long handle = MemoryTransaction.decode(response).handle();
        for (Grant g : before) {
            if (g.handle() == handle && g.type() == TransactionType.DONATE) {
                g.ranges()
                        .forEach(r -> LongStream.range(0, r.pages())
                                .forEach(i -> owners.put(r.address() + i * SmallPlatform.PAGE, caller.id())));
            }
        }
    }

    /** FF-A 5.4: each page has its one Owner, and exactly those access it whose state says so, as they may. */
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
            if (!valid || mappings != (state.endsWith("-NA") ? 0 : 1)) {
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

    /** Borrowers relinquish, Owners reclaim: then nobody has lost anything, but by donations. */
    void end() {
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
