package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
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
import org.partita.api.call.ManagerKind;
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
import org.partita.api.smmu.Sepid;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.DeviceModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;

/**
 * A Hypervisor with two VMs, or an OS kernel, and four SPs that make calls of which nothing is known, with devices and
 * crashes, and what has to hold after each of them.
 */
final class FuzzedPlatform {
    private static final int PAGES = 4;

    // bits of the variant
    /** The functions of FF-A 12.2 are served, in short slices. */
    static final byte FEATURES = 1;
    /** There is an OS kernel and no Hypervisor. */
    static final byte OS_KERNEL = 2;
    /** The same, and the SPMC is at EL3 with the SPMD. */
    static final byte MERGED_SPM = 4;

    /** Of one call: a copy of what there is, with few pages, and messages. */
    private static final long LEAST_BYTES = 128 << 10;
    /** Of one call, for each byte that was given until then. */
    private static final int PER_BYTE = 64;

    private static final int REPEATS = 3;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Error tables of FF-A 11.1 to 11.4; 11.6 and 11.7 lack BUSY. */
    private static final Set<Status> WITH_BUFFERS =
            EnumSet.of(Status.INVALID_PARAMETERS, Status.DENIED, Status.NO_MEMORY, Status.BUSY, Status.ABORTED);

    private static final Set<Status> WITHOUT =
            EnumSet.of(Status.INVALID_PARAMETERS, Status.DENIED, Status.NO_MEMORY, Status.ABORTED);

    private final SmallPlatform platform;
    private final byte variant;
    private final boolean features;
    private final Map<Long, Integer> owners = new TreeMap<>();
    private final List<FuzzedCall> made = new ArrayList<>();
    private long given;
    /** How often all calls were made before, because one of them allocated too much. */
    private int again;

    FuzzedPlatform(byte variant) {
        this.variant = variant;
        features = (variant & FEATURES) != 0;
        boolean kernel = (variant & (OS_KERNEL | MERGED_SPM)) != 0;
        PlatformModel model = !kernel
                ? PlatformModel.withHypervisor()
                : (variant & MERGED_SPM) == 0 ? PlatformModel.withKernel() : PlatformModel.withMergedSpm();
        List<EndpointModel> all = new ArrayList<>(kernel ? List.of(model.kernel()) : List.of(model.vm(1), model.vm(2)));
        all.addAll(List.of(model.sp(0x8001), model.sp(0x8002), model.sp(0x8003), model.spAtEl0(0x8004)));
        platform = new SmallPlatform(Scene.configured(1), model, all);
        model.independent(0xC001, true);
        model.dependent(0xC002, endpoint(0x8001));
        if (!kernel) {
            model.independent(0x4001, false);
            model.dependent(0x4002, endpoint(2));
        }
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
        made.add(fuzzed);
        if (fuzzed.optional() && !features) {
            return null;
        }
        EndpointModel caller = caller(fuzzed.caller());
        switch (fuzzed.w0()) {
            case FuzzedCall.CRASH -> crash(caller);
            case FuzzedCall.BUSY -> busy((fuzzed.registers()[0] & 1) != 0);
            default -> {
                return called(caller, fuzzed);
            }
        }
        requireSound();
        return null;
    }

    /** A call of an endpoint, or the Hypervisor's own if it is null. */
    private @Nullable Status called(@Nullable EndpointModel caller, FuzzedCall fuzzed) {
        List<Object> before = platform.snapshot();
        List<Grant> grants = platform.model.ledger().grants();
        List<String> operations = operations();
        List<Integer> described = described();
        int w0 = caller == null ? ofHypervisor(fuzzed.w0()) : fuzzed.w0();
        if (features && caller != null) {
            fillBuffer(caller, fuzzed.descriptor());
        }
        given += fuzzed.descriptor().length;
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        CallModel call = caller == null
                ? platform.callOfHypervisor(w0, fuzzed.descriptor(), fuzzed.registers())
                : platform.call(caller, w0, fuzzed.descriptor(), fuzzed.registers());
        requireModest(THREADS.getCurrentThreadAllocatedBytes() - allocated);
        assertThat(platform.held()).as("a buffer is held").isFalse();
        Status status = call.status();
        FunctionId function = Objects.requireNonNull(FunctionId.of(w0));
        if (status != null) {
            boolean without = function == FunctionId.FFA_MEM_RELINQUISH || function == FunctionId.FFA_MEM_RECLAIM;
            assertThat(status).as("error of %s", function).isIn(without ? WITHOUT : WITH_BUFFERS);
            assertThat(call.rule()).as("why").isNotNull();
            if (operations().equals(operations)) {
                assertThat(platform.snapshot()).as("after %s", call.refusal()).isEqualTo(before);
            }
        } else {
            assertThat(caller != null && caller.aborted())
                    .as("success of who has crashed")
                    .isFalse();
            FunctionId completes = Objects.requireNonNull(FunctionId.of(call.registers.function()));
            assertThat(completes).as("completion of %s", function).isIn(completions(function));
            donatedToDevices(described);
            if (completes == FunctionId.FFA_MEM_RETRIEVE_RESP || completes == FunctionId.FFA_MEM_FRAG_TX) {
                if (caller != null) {
                    retrieved(caller, grants);
                }
                if (!fuzzed.keepsRx()) {
                    release(caller);
                }
            }
        }
        requireSound();
        return status;
    }

    /** What the Hypervisor asks for itself (FF-A 11.4.3): the rest it only passes on. */
    private static int ofHypervisor(int w0) {
        return w0 == Transmission.FRAG_RX || w0 == Transmission.FRAG_TX ? w0 : FunctionId.FFA_MEM_RETRIEVE_REQ.id32();
    }

    private void release(@Nullable EndpointModel caller) {
        if (caller == null) {
            platform.releaseRxOfHypervisor();
        } else {
            platform.pair(caller).releaseRx();
        }
    }

    /**
     * A call allocates for what it was given, whatever that says of itself. The first use of a class allocates too, more
     * yet while it is instrumented: then all calls are made again, elsewhere.
     */
    private void requireModest(long allocated) {
        long most = LEAST_BYTES + PER_BYTE * given;
        if (allocated > most) {
            assertThat(again)
                    .as("%d bytes allocated, for %d, again and again", allocated, given)
                    .isLessThan(REPEATS);
            FuzzedPlatform other = new FuzzedPlatform(variant);
            other.again = again + 1;
            made.forEach(other::judged);
        }
    }

    /** FF-A 5.4.1 rules 8 and 9: what an SP owned is its own still, what a VM owned the Hypervisor's, what a kernel owned the SPM's. */
    private void crash(@Nullable EndpointModel e) {
        if (e == null || e.aborted()) {
            return;
        }
        platform.model.crash(e);
        if (!e.secure()) {
            int heir = e.id() == 0 ? PlatformModel.SPMC_ID : 0;
            owners.replaceAll((page, owner) -> agent(owner) == e.id() ? heir : owner);
        }
    }

    private void busy(boolean uses) {
        platform.model.devices().forEach(d -> d.busy(uses));
    }

    /** How much each device has been told. */
    private List<Integer> described() {
        return platform.model.devices().stream().map(d -> d.described().size()).toList();
    }

    /** What is donated to an independent device is its own at once (FF-A 11.1.1.2 item 11). */
    private void donatedToDevices(List<Integer> before) {
        int i = 0;
        for (DeviceModel d : platform.model.devices()) {
            List<Grant> all = d.described();
            for (Grant g : all.subList(before.get(i++), all.size())) {
                if (g.type() == TransactionType.DONATE) {
                    ownedBy(d.sepid().id(), g);
                }
            }
        }
    }

    /** In its last page an endpoint has a buffer for descriptors, of the same contents as TX. */
    private void fillBuffer(EndpointModel e, byte[] descriptor) {
        long at = base(e) + (PAGES - 1) * SmallPlatform.PAGE;
        if (SmallPlatform.accesses(e, at)) {
            System.arraycopy(descriptor, 0, platform.model.page(at), 0, descriptor.length);
        }
    }

    private long base(EndpointModel e) {
        int number = e.secure() ? e.id() - 0x8001 + 2 : Math.max(e.id() - 1, 0);
        return SmallPlatform.world(e) + number * 2L * PAGES * SmallPlatform.PAGE;
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

    /** Null if it is the Hypervisor. */
    private @Nullable EndpointModel caller(int id) {
        if (id >= PlatformModel.SPMC_ID) {
            return endpoint(id);
        }
        boolean hypervisor = platform.model.hypervisorPresent();
        return hypervisor && id == 0 ? null : endpoint(hypervisor ? id : 0);
    }

    /** Who makes the calls of an endpoint: the proxy endpoint of a dependent device. */
    private int agent(int id) {
        Sepid sepid = platform.model.sepid(id);
        return sepid == null || sepid.independent() ? id : sepid.proxy();
    }

    private boolean independent(int id) {
        Sepid sepid = platform.model.sepid(id);
        return sepid != null && sepid.independent();
    }

    /** Pages of a donation that the caller has retrieved are the Receiver's own: its, or its device's. */
    private void retrieved(EndpointModel caller, List<Grant> before) {
        Set<Long> still =
                platform.model.ledger().grants().stream().map(Grant::handle).collect(Collectors.toSet());
        for (Grant g : before) {
            int receiver = g.borrowers().getFirst().id();
            if (g.type() == TransactionType.DONATE && agent(receiver) == caller.id() && !still.contains(g.handle())) {
                ownedBy(receiver, g);
            }
        }
    }

    private void ownedBy(int owner, Grant g) {
        g.ranges()
                .forEach(r -> LongStream.range(0, r.pages())
                        .forEach(i -> owners.put(r.address() + i * SmallPlatform.PAGE, owner)));
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
            });
            for (Viewer v : viewers()) {
                requireAccess(h, v);
            }
        }
        assertThat(found).isEqualTo(owners);
    }

    /**
     * Who accesses memory by tables that a manager keeps.
     *
     * @param mappings physical pages that are mapped, how often
     */
    private record Viewer(int id, boolean secure, List<Mapping> mappings) {}

    private List<Viewer> viewers() {
        List<Viewer> all = new ArrayList<>();
        for (EndpointModel e : platform.endpoints) {
            if (e.manager() != ManagerKind.SPMD) {
                all.add(new Viewer(e.id(), e.secure(), e.regime().mappings()));
            }
        }
        for (DeviceModel d : platform.model.devices()) {
            all.add(new Viewer(d.sepid().id(), d.sepid().secure(), d.regime().mappings()));
        }
        return all;
    }

    private void requireAccess(Holding h, Viewer v) {
        String owner = h.state(h.owner()).acronym();
        String state = h.state(v.id()).acronym();
        boolean valid = v.id() == h.owner() || TransitionTables.VALID_PAIRS.contains(owner + " " + state);
        long end = h.base() + h.pages() * SmallPlatform.PAGE;
        Map<Long, Integer> mapped = new HashMap<>();
        for (Mapping m : v.mappings()) {
            long from = Math.max(m.physical(), h.base());
            long to = Math.min(m.physical() + m.size(), end);
            for (long page = from; page < to; page += SmallPlatform.PAGE) {
                mapped.merge(page, 1, Integer::sum);
                valid &= m.secure() == h.secure() && (v.secure() || !m.secure());
                valid &= m.read() && !(m.write() && m.execute());
            }
        }
        boolean none = state.endsWith("-NA");
        boolean all = mapped.size() == (none ? 0 : h.pages());
        boolean once = mapped.values().stream().allMatch(n -> n == 1);
        if (!valid || !once || (!all && !givesUp(v.id(), h))) {
            throw new AssertionError(
                    "%s is %s for %x, Owner %x is %s: %s".formatted(h, state, v.id(), h.owner(), owner, v.mappings()));
        }
    }

    /** Whether an endpoint is about to lose a region, range by range: its own, a Borrower's, or a shared one that is zeroed. */
    private boolean givesUp(int id, Holding h) {
        Grant grant = h.grant();
        if (grant == null) {
            return false;
        }
        boolean none = h.state(id).acronym().endsWith("-NA");
        return platform.model.operations().all().stream()
                .filter(o -> o.stage() == Stage.PAUSED)
                .anyMatch(o -> switch (o.function()) {
                    case FFA_MEM_DONATE, FFA_MEM_LEND, FFA_MEM_SHARE -> o.caller() == id && id == h.owner();
                    case FFA_MEM_RELINQUISH -> o.caller() == agent(id) && !none;
                    case FFA_MEM_RECLAIM -> (o.caller() == id || independent(id)) && !none;
                    default -> false;
                });
    }

    /** What is unfinished ends, Borrowers relinquish, Owners reclaim: then nobody has lost anything, but by donations and crashes. */
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
        busy(false);
        platform.model.ledger().grants().forEach(this::end);
        assertThat(platform.model.ledger().grants()).isEmpty();
        requireSound();
        assertThat(platform.model.ledger().holdings())
                .allMatch(h -> h.state(h.owner())
                        == (gone(h.owner()) ? AccessState.OWNER_NO_ACCESS : AccessState.OWNER_EXCLUSIVE));
    }

    /** Whether it is an endpoint that has crashed, or a device of one. */
    private boolean gone(int id) {
        return platform.endpoints.stream().anyMatch(e -> e.id() == agent(id) && e.aborted());
    }

    private void end(Grant grant) {
        for (Borrower b : grant.borrowers()) {
            for (int i = 0; i < b.retrieved(); i++) {
                if (!independent(b.id())) {
                    relinquish(b.id(), grant.handle());
                }
            }
        }
        boolean owned = platform.endpoints.stream().anyMatch(e -> e.id() == grant.sender() && !e.aborted());
        if (owned) {
            long handle = grant.handle();
            CallModel call = platform.call(
                    endpoint(grant.sender()), Scene.RECLAIM, new byte[0], handle & 0xFFFF_FFFFL, handle >>> 32, 0);
            assertThat(call.status()).as("reclaiming %s", grant).isNull();
        } else {
            orphaned(grant);
        }
    }

    /** Nobody is left to reclaim it: an independent device gives it back of its own accord. */
    private void orphaned(Grant grant) {
        for (Borrower b : grant.borrowers()) {
            Grant now = platform.model.ledger().find(grant.handle());
            if (independent(b.id()) && b.retrieved() > 0 && now != null) {
                platform.model.ledger().relinquish(now, List.of(b.id()), false);
            }
        }
    }

    private void relinquish(int id, long handle) {
        RelinquishDescriptor d = new RelinquishDescriptor(handle, RelinquishFlags.NONE, List.of(new EndpointId(id)));
        byte[] bytes = new byte[(int) d.size()];
        d.encode(MemorySegment.ofArray(bytes));
        assertThat(platform.call(endpoint(agent(id)), Scene.RELINQUISH, bytes).status())
                .as("%x relinquishes %x", id, handle)
                .isNull();
    }
}
