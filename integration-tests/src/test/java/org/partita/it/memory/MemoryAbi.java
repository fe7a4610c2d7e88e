package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishDescriptor;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.it.ffa.Abi;

/**
 * Memory management as an endpoint does it: descriptors in its TX buffer or one of its own, in fragments if wanted; calls,
 * resumed until they are completed; descriptors from its RX buffer or its own.
 */
public final class MemoryAbi implements AutoCloseable {
    private static final int OP_PAUSE = FunctionId.FFA_MEM_OP_PAUSE.id32();
    private static final int FRAG_RX = FunctionId.FFA_MEM_FRAG_RX.id32();

    private final Abi abi;
    private final int id;
    private int fragment = Integer.MAX_VALUE;
    private long buffer;
    private int bufferPages;
    private final Map<FunctionId, Integer> counts = new EnumMap<>(FunctionId.class);
    private int slices;
    private int fragments;
    private Runnable whenPaused = () -> {};
    private Runnable whenAskedForMore = () -> {};

    public MemoryAbi(Platform platform, int id, int vcpu) {
        this(new Abi(platform, id, vcpu), id);
    }

    /** @param id of the endpoint whose calls these are */
    public MemoryAbi(Abi abi, int id) {
        this.abi = abi;
        this.id = id;
    }

    public Abi abi() {
        return abi;
    }

    /** Sends descriptors in fragments of so many bytes. */
    public MemoryAbi inFragments(int bytes) {
        fragment = bytes;
        return this;
    }

    /** Uses a buffer of the endpoint's own instead of RX and TX. */
    public MemoryAbi through(long address, int pages) {
        buffer = address;
        bufferPages = pages;
        return this;
    }

    /** How many fragments were sent so far, without the descriptors that were sent whole. */
    public int fragments() {
        return fragments;
    }

    /** How often a call was paused so far. */
    public int slices() {
        return slices;
    }

    /** How often functions of FF-A 12.2 were called, or completed a call, so far. */
    public Map<FunctionId, Integer> counts() {
        return counts;
    }

    private void count(FunctionId function) {
        counts.merge(function, 1, Integer::sum);
    }

    /** What happens elsewhere before a call that is paused for the first time is resumed; once. */
    public MemoryAbi whenPaused(Runnable body) {
        whenPaused = body;
        return this;
    }

    /** What happens elsewhere before a descriptor is continued that has more than one fragment; once. */
    public MemoryAbi whenAskedForMore(Runnable body) {
        whenAskedForMore = body;
        return this;
    }

    /** A read-write Borrower. */
    public static EndpointAccess writer(int endpoint) {
        return new EndpointAccess(endpoint, DataAccess.READ_WRITE, InstructionAccess.NOT_SPECIFIED, null);
    }

    /** A read-only Borrower. */
    public static EndpointAccess reader(int endpoint) {
        return new EndpointAccess(endpoint, DataAccess.READ_ONLY, InstructionAccess.NOT_SPECIFIED, null);
    }

    /** The Receiver of a donation. */
    public static EndpointAccess receiver(int endpoint) {
        return new EndpointAccess(endpoint, DataAccess.NOT_SPECIFIED, InstructionAccess.NOT_SPECIFIED, null);
    }

    public static ConstituentRange pages(long address, int pages) {
        return new ConstituentRange(address, pages);
    }

    /** Pages, every other one. */
    public static List<ConstituentRange> scattered(long address, int pages) {
        return IntStream.range(0, pages)
                .mapToObj(i -> pages(address + i * 0x2000L, 1))
                .toList();
    }

    /** The descriptor of a transaction over one region. */
    public static byte[] descriptor(
            int sender, SendFlags flags, List<ConstituentRange> region, List<EndpointAccess> receivers) {
        CompositeRegion composite = CompositeRegion.of(region);
        return MemoryTransaction.send(
                        sender,
                        MemoryAttributes.NOT_SPECIFIED,
                        flags,
                        0,
                        receivers.stream().map(r -> r.withRegion(composite)).toList())
                .encoded();
    }

    /** Starts a transaction over one region; the completion is in {@link #abi}. */
    public Abi send(
            FunctionId function, SendFlags flags, List<ConstituentRange> region, List<EndpointAccess> receivers) {
        return send(function, descriptor(id, flags, region, receivers));
    }

    /** Calls with the first bytes of a descriptor, no more than once: what follows is the test's. */
    public Abi begin(FunctionId function, byte[] descriptor, int first) {
        fill(descriptor, 0, first);
        return abi.raw(function.id32(), descriptor.length, first, buffer, bufferPages);
    }

    /** The Handle with which FFA_MEM_FRAG_RX asks for more, or FFA_MEM_OP_PAUSE pauses. */
    public long unfinished(FunctionId by) {
        assertThat(abi.registers().function())
                .as("%s, rule %s", abi.registers(), abi.rule())
                .isEqualTo(by.id32());
        return abi.registers().x1 | abi.registers().x2 << 32;
    }

    /** As {@link #send(FunctionId, SendFlags, List, List)}, with success and its Handle. */
    public long handle(FunctionId function, List<ConstituentRange> region, EndpointAccess... receivers) {
        send(function, SendFlags.NONE, region, Arrays.asList(receivers));
        return handle();
    }

    /** The Handle of the last call, which succeeded. */
    public long handle() {
        assertThat(abi.succeeded())
                .as("%s, rule %s", abi.registers(), abi.rule())
                .isTrue();
        return abi.registers().x2 | abi.registers().x3 << 32;
    }

    /** Calls with a transaction descriptor. */
    public Abi send(FunctionId function, MemoryTransaction t) {
        byte[] bytes = new byte[(int) t.size()];
        t.encode(MemorySegment.ofArray(bytes));
        return send(function, bytes);
    }

    /** Calls with any bytes for a descriptor. */
    public Abi send(FunctionId function, byte[] descriptor) {
        int first = Math.min(fragment, descriptor.length);
        begin(function, descriptor, first);
        fragments += first < descriptor.length ? 1 : 0;
        while (abi.registers().function() == FRAG_RX) {
            Runnable body = whenAskedForMore;
            whenAskedForMore = () -> {};
            body.run();
            int from = abi.registers().w(3);
            int to = Math.min(descriptor.length, from + fragment);
            fill(descriptor, from, to);
            fragments++;
            count(FunctionId.FFA_MEM_FRAG_TX);
            abi.raw(FunctionId.FFA_MEM_FRAG_TX.id32(), abi.registers().x1, abi.registers().x2, to - from);
        }
        return resumed();
    }

    /** Writes a part of a descriptor into TX, or its own buffer. */
    public void fill(byte[] descriptor, int from, int to) {
        long at = buffer == 0 ? abi.client().tx() : buffer;
        abi.client().memory().write(at, MemorySegment.ofArray(descriptor).asSlice(from, to - from));
    }

    /** Resumes the last call until it is completed. */
    Abi resumed() {
        while (abi.registers().function() == OP_PAUSE) {
            slices++;
            count(FunctionId.FFA_MEM_OP_PAUSE);
            count(FunctionId.FFA_MEM_OP_RESUME);
            Runnable body = whenPaused;
            whenPaused = () -> {};
            body.run();
            abi.raw(FunctionId.FFA_MEM_OP_RESUME.id32(), abi.registers().x1, abi.registers().x2);
        }
        return abi;
    }

    /** Asks for a region with what its Lender allows; the completion is in {@link #abi}. */
    public Abi retrieve(int owner, long handle) {
        return retrieve(owner, handle, RetrieveFlags.of(null), receiver(id));
    }

    public Abi retrieve(int owner, long handle, RetrieveFlags flags, EndpointAccess... entries) {
        return send(
                FunctionId.FFA_MEM_RETRIEVE_REQ,
                MemoryTransaction.request(
                        owner, MemoryAttributes.NOT_SPECIFIED, flags, handle, 0, Arrays.asList(entries)));
    }

    /** The descriptor that FFA_MEM_RETRIEVE_RESP came with; gives RX back. */
    public MemoryTransaction retrieved() {
        assertThat(abi.registers().function())
                .as("%s, rule %s", abi.registers(), abi.rule())
                .isEqualTo(FunctionId.FFA_MEM_RETRIEVE_RESP.id32());
        byte[] bytes = new byte[(int) abi.registers().x1];
        int length = (int) abi.registers().x2;
        int at = 0;
        while (true) {
            long from = buffer == 0 ? abi.client().rx() : buffer;
            abi.client().memory().read(from, MemorySegment.ofArray(bytes).asSlice(at, length));
            at += length;
            if (buffer == 0) {
                abi.raw(FunctionId.FFA_RX_RELEASE.id32()).success();
            }
            if (at == bytes.length) {
                break;
            }
            long handle = MemorySegment.ofArray(bytes).get(ValueLayout.JAVA_LONG_UNALIGNED, 8);
            count(FunctionId.FFA_MEM_FRAG_RX);
            abi.raw(FRAG_RX, handle & 0xFFFFFFFFL, handle >>> 32, at);
            assertThat(abi.registers().function())
                    .as("%s, rule %s", abi.registers(), abi.rule())
                    .isEqualTo(FunctionId.FFA_MEM_FRAG_TX.id32());
            length = abi.registers().w(3);
        }
        return MemoryTransaction.decode(MemorySegment.ofArray(bytes));
    }

    /** Retrieves a region; where it is now. */
    public long mapped(int owner, long handle) {
        retrieve(owner, handle);
        CompositeRegion region = retrieved().region();
        assertThat(region).isNotNull();
        return region.ranges().getFirst().address();
    }

    public Abi relinquish(long handle) {
        return relinquish(handle, RelinquishFlags.NONE, id);
    }

    public Abi relinquish(long handle, RelinquishFlags flags, int... endpoints) {
        beginRelinquish(handle, flags, endpoints);
        return resumed();
    }

    /** Calls, without resuming what is paused. */
    public void beginRelinquish(long handle, RelinquishFlags flags, int... endpoints) {
        RelinquishDescriptor d = new RelinquishDescriptor(
                handle,
                flags,
                Arrays.stream(endpoints).mapToObj(EndpointId::new).toList());
        byte[] bytes = new byte[(int) d.size()];
        d.encode(MemorySegment.ofArray(bytes));
        abi.client().memory().write(abi.client().tx(), MemorySegment.ofArray(bytes));
        abi.raw(FunctionId.FFA_MEM_RELINQUISH.id32());
    }

    public Abi reclaim(long handle) {
        return reclaim(handle, 0);
    }

    public Abi reclaim(long handle, int flags) {
        abi.raw(FunctionId.FFA_MEM_RECLAIM.id32(), handle & 0xFFFFFFFFL, handle >>> 32, flags);
        return resumed();
    }

    public void write(long address, long value) {
        abi.client().memory().write64(address, value);
    }

    public long read(long address) {
        return abi.client().memory().read64(address);
    }

    @Override
    public void close() {
        abi.close();
    }
}
