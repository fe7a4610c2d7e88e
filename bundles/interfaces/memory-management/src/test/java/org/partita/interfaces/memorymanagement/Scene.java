package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishDescriptor;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryBuffer;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.PhysicalMemory;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PairModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;

/**
 * Two VMs under a Hypervisor and three SPs, each with 64 pages of its own at {@link #HEAP} and RX/TX buffers in the last
 * ones. A refusal is compared with what was there before the call: it may not have changed anything.
 */
final class Scene {
    static final int RELINQUISH = 0x84000076;
    static final int RECLAIM = 0x84000077;
    static final long HEAP = 0x10_0000;
    static final long TAG = 0x1234_5678_9ABC_DEF0L;

    final PlatformModel platform =
            PlatformModel.withHypervisor().ram(0x600_0000L, 0x100_0000L, true).ram(0x8000_0000L, 0x1000_0000L, false);
    final EndpointModel vm1 = equipped(platform.vm(1), 0x8100_0000L);
    final EndpointModel vm2 = equipped(platform.vm(2), 0x8200_0000L);
    final EndpointModel sp1 = equipped(platform.sp(0x8001), 0x610_0000L);
    final EndpointModel sp2 = equipped(platform.sp(0x8002), 0x620_0000L);
    final EndpointModel sp3 = equipped(platform.sp(0x8003), 0x630_0000L);
    final PairModel ofHypervisor =
            platform.pairOf(org.partita.api.call.ManagerKind.SPMC, 0).mappedAt(0x8000_0000L, 0x8000_1000L);
    MemoryManagement provider = configured(0);
    /** The optional features that are served. */
    final Features features = new Features();

    private List<String> before = List.of();

    static MemoryManagement configured(int retrievals) {
        return new MemoryManagement(configuration(retrievals));
    }

    static MemoryManagement.Configuration configuration(int retrievals) {
        Class<?> type = MemoryManagement.Configuration.class;
        return (MemoryManagement.Configuration) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> method.getName().equals("retrievals") ? retrievals : method.getDefaultValue());
    }

    EndpointModel equipped(EndpointModel e, long physical) {
        e.owns(new Mapping(HEAP, physical, 64, true, true, false, e.secure(), false, "heap"));
        platform.pairOf(e.manager(), e.id()).mappedAt(physical + 0x3_E000L, physical + 0x3_F000L);
        return e;
    }

    PairModel pair(EndpointModel e) {
        return platform.pairOf(e.manager(), e.id());
    }

    // ---- descriptors

    static ConstituentRange range(long address, int pages) {
        return new ConstituentRange(address, pages);
    }

    static CompositeRegion heap(int page, int pages) {
        return CompositeRegion.of(range(HEAP + page * 0x1000L, pages));
    }

    static EndpointAccess entry(EndpointModel e, DataAccess data, CompositeRegion region) {
        return new EndpointAccess(e.id(), data, InstructionAccess.NOT_SPECIFIED, region);
    }

    static EndpointAccess entry(EndpointModel e, DataAccess data) {
        return new EndpointAccess(e.id(), data, InstructionAccess.NOT_SPECIFIED, null);
    }

    /** Entry of another Borrower in a request. */
    static EndpointAccess other(EndpointModel e, DataAccess data) {
        return new EndpointAccess(e.id(), data, InstructionAccess.NOT_SPECIFIED, true, null);
    }

    /** What a Sender may say at most about a Receiver. */
    static DataAccess most(Operation operation) {
        return operation == Operation.DONATE ? DataAccess.NOT_SPECIFIED : DataAccess.READ_WRITE;
    }

    static MemoryTransaction sent(EndpointModel sender, int flags, EndpointAccess... entries) {
        return sent(sender, MemoryAttributes.NOT_SPECIFIED, flags, entries);
    }

    static MemoryTransaction sent(
            EndpointModel sender, MemoryAttributes attributes, int flags, EndpointAccess... entries) {
        return new MemoryTransaction(sender.id(), attributes, flags, 0, TAG, List.of(entries));
    }

    static MemoryTransaction sent(
            Operation operation, EndpointModel sender, CompositeRegion region, EndpointModel... receivers) {
        EndpointAccess[] entries = Arrays.stream(receivers)
                .map(r -> entry(r, most(operation), region))
                .toArray(EndpointAccess[]::new);
        return sent(sender, 0, entries);
    }

    static MemoryTransaction wanted(EndpointModel sender, long handle, RetrieveFlags flags, EndpointAccess... entries) {
        return new MemoryTransaction(
                sender.id(), MemoryAttributes.NOT_SPECIFIED, flags.encode(), handle, TAG, List.of(entries));
    }

    static MemoryTransaction wanted(EndpointModel sender, long handle, EndpointModel receiver) {
        return wanted(sender, handle, RetrieveFlags.of(null), entry(receiver, DataAccess.NOT_SPECIFIED));
    }

    // ---- calls

    CallModel call(EndpointModel by, int function, long... registers) {
        return made(by.call(function, registers));
    }

    /** Makes a call, with the features that are served. */
    CallModel made(CallModel call) {
        before = state();
        features.serve(call);
        assertThat(call.pass(provider)).isEqualTo(Outcome.COMPLETE);
        return call;
    }

    CallModel call(EndpointModel by, Operation operation, MemoryTransaction t) {
        long size = transmit(by, t);
        return call(by, function(operation), size, size);
    }

    static int function(Operation operation) {
        return 0x84000071 + operation.ordinal();
    }

    /** Writes a descriptor to TX. */
    long transmit(EndpointModel by, MemoryTransaction t) {
        byte[] bytes = new byte[(int) t.size()];
        t.encode(MemorySegment.ofArray(bytes));
        pair(by).writeTx(0, MemorySegment.ofArray(bytes));
        return bytes.length;
    }

    CallModel retrieve(EndpointModel by, MemoryTransaction t) {
        return call(by, Operation.RETRIEVE, t);
    }

    /** What the Relayer answers; RX is released again. */
    MemoryTransaction retrieved(EndpointModel by, MemoryTransaction t) {
        CallModel call = retrieve(by, t);
        assertThat(call.refusal()).isEqualTo("null without a rule");
        assertThat(FunctionId.of(call.registers.function())).isEqualTo(FunctionId.FFA_MEM_RETRIEVE_RESP);
        MemoryTransaction response =
                MemoryTransaction.decode(pair(by).rxContents().asSlice(0, call.registers.x(1)));
        assertThat(pair(by).releaseRx()).isTrue();
        return response;
    }

    /** Ranges of a response. */
    static List<ConstituentRange> ranges(MemoryTransaction response) {
        CompositeRegion region = response.endpoints().getFirst().region();
        assertThat(region).isNotNull();
        return region.ranges();
    }

    CallModel relinquish(EndpointModel by, long handle, RelinquishFlags flags, int... endpoints) {
        List<EndpointId> ids =
                Arrays.stream(endpoints).mapToObj(EndpointId::new).toList();
        RelinquishDescriptor d = new RelinquishDescriptor(handle, flags, ids);
        byte[] bytes = new byte[(int) d.size()];
        d.encode(MemorySegment.ofArray(bytes));
        pair(by).writeTx(0, MemorySegment.ofArray(bytes));
        return call(by, RELINQUISH);
    }

    CallModel relinquish(EndpointModel by, long handle) {
        return relinquish(by, handle, RelinquishFlags.NONE, by.id());
    }

    CallModel reclaim(EndpointModel by, long handle, long flags) {
        return call(by, RECLAIM, handle & 0xFFFF_FFFFL, handle >>> 32, flags);
    }

    /** The Handle of a transaction that has to begin. */
    long begun(EndpointModel by, Operation operation, MemoryTransaction t) {
        return handle(call(by, operation, t));
    }

    static long handle(CallModel call) {
        succeeded(call);
        return call.registers.x(2) | call.registers.x(3) << 32;
    }

    static void succeeded(CallModel call) {
        assertThat(call.refusal()).isEqualTo("null without a rule");
        assertThat(FunctionId.of(call.registers.function())).isEqualTo(FunctionId.FFA_SUCCESS);
    }

    void refused(CallModel call, String refusal) {
        Refusal.of(call.refusal()).is(refusal);
        assertThat(state()).isEqualTo(before);
    }

    // ---- what there is

    AccessState state(EndpointModel of, long physical) {
        for (Holding h : platform.ledger().holdings()) {
            if (physical >= h.base() && physical < h.base() + h.pages() * PhysicalMemory.PAGE_SIZE) {
                return h.state(of.id());
            }
        }
        throw new AssertionError("no memory at 0x" + Long.toHexString(physical));
    }

    /** The mapping of an endpoint's page, or none. */
    static List<Mapping> mapped(EndpointModel e, long address) {
        return e.regime().mappings().stream()
                .filter(m -> m.address() <= address && address < m.end())
                .map(m -> m.part(address - m.address(), address - m.address() + PhysicalMemory.PAGE_SIZE))
                .toList();
    }

    /** All that a refused call leaves alone. */
    List<String> state() {
        List<String> all = new ArrayList<>();
        platform.ledger().holdings().forEach(h -> all.add(h.toString()));
        for (int i = 0; i < platform.endpointCount(); i++) {
            EndpointModel e = (EndpointModel) platform.endpointAt(i);
            e.regime().mappings().stream()
                    .flatMap(m -> java.util.stream.LongStream.range(0, m.pages())
                            .mapToObj(n -> m.part(n * PhysicalMemory.PAGE_SIZE, (n + 1) * PhysicalMemory.PAGE_SIZE)))
                    .map(m -> e.id() + ": " + m)
                    .sorted()
                    .forEach(all::add);
            all.add(e.id() + " RX full " + pair(e).rxFull() + ", held " + pair(e).held());
        }
        all.add("Hypervisor's held " + ofHypervisor.held());
        platform.operations().all().forEach(o -> all.add(describe(o)));
        all.add("zeroed " + platform.zeroed());
        return all;
    }

    /** Whoever used it has to have given it back, unless its call is on its way. */
    private String describe(MemoryOperation o) {
        if (o.stage() != MemoryOperation.Stage.RUNNING) {
            assertThat(platform.operations().take(o)).as("free between calls").isTrue();
            platform.operations().release(o);
        }
        MemoryBuffer buffer = o.buffer();
        return "%s of %d at %s, %x: %s, %d bytes in, %d to %d out, buffer %s"
                .formatted(
                        o.function(),
                        o.caller(),
                        o.manager(),
                        o.handle(),
                        o.stage(),
                        o.received(),
                        o.last(),
                        o.sent(),
                        buffer == null ? "none" : buffer.ranges());
    }
}
