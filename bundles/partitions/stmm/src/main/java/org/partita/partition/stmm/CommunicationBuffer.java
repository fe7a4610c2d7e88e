package org.partita.partition.stmm;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishDescriptor;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;

/** The MM communication buffer, which the MM communication driver has allocated and shares with the SP (FF-A 12.1.1.1). */
final class CommunicationBuffer {
    private static final int PAGE = 4096;
    private static final int MOST_PAGES = 16;
    private static final int NOBODY = -1;

    private final PartitionContext context;
    private final Ffa ffa;
    private final long rx;
    private final long tx;
    private int owner = NOBODY;
    private long handle;
    private long address;
    private long size;

    /**
     * @param rx address of the SP's RX buffer
     * @param tx address of its TX buffer
     */
    CommunicationBuffer(PartitionContext context, Ffa ffa, long rx, long tx) {
        this.context = context;
        this.ffa = ffa;
        this.rx = rx;
        this.tx = tx;
    }

    /** Whether the buffer is an endpoint's. */
    boolean of(int endpoint) {
        return owner == endpoint;
    }

    /** Bytes of it. */
    long size() {
        return size;
    }

    /** Whether so many bytes, an unsigned number as the offset, are in it from the offset on. */
    boolean has(long offset, long count) {
        return Long.compareUnsigned(offset, size) <= 0 && Long.compareUnsigned(count, size - offset) <= 0;
    }

    /** Copies out of it: its other owner may change it at any time. */
    byte[] read(long offset, int count) {
        byte[] copy = new byte[count];
        context.memory().read(address + offset, MemorySegment.ofArray(copy));
        return copy;
    }

    void write(long offset, byte[] bytes) {
        context.memory().write(address + offset, MemorySegment.ofArray(bytes));
    }

    /** Retrieves a region that an endpoint shares with this SP alone or among others. */
    MmStatus retrieve(int sender, long sharedHandle) {
        if (owner != NOBODY) {
            return MmStatus.DENIED;
        }
        MemoryTransaction region = region(sender, sharedHandle);
        if (region == null) {
            return MmStatus.INVALID_PARAMETERS;
        }
        handle = sharedHandle;
        if (!usable(region)) {
            relinquishRegion();
            return MmStatus.INVALID_PARAMETERS;
        }
        owner = sender;
        return MmStatus.SUCCESS;
    }

    /** Gives the region back: nothing of it is mapped any more. */
    void relinquish() {
        relinquishRegion();
        owner = NOBODY;
        size = 0;
    }

    private @Nullable MemoryTransaction region(int sender, long sharedHandle) {
        EndpointAccess me =
                new EndpointAccess(context.id(), DataAccess.NOT_SPECIFIED, InstructionAccess.NOT_SPECIFIED, null);
        byte[] request = MemoryTransaction.request(
                        sender,
                        MemoryAttributes.NOT_SPECIFIED,
                        RetrieveFlags.of(TransactionType.SHARE),
                        sharedHandle,
                        0,
                        List.of(me))
                .encoded();
        context.memory().write(tx, MemorySegment.ofArray(request));
        Registers r = context.registers();
        r.set(FunctionId.FFA_MEM_RETRIEVE_REQ.id32(), request.length, request.length, 0, 0, 0, 0, 0);
        context.call();
        if (FunctionId.of(r.function()) != FunctionId.FFA_MEM_RETRIEVE_RESP) {
            return null;
        }
        byte[] response = new byte[r.w(2)];
        context.memory().read(rx, MemorySegment.ofArray(response));
        ffa.rxRelease();
        return MemoryTransaction.decode(MemorySegment.ofArray(response));
    }

    private boolean usable(MemoryTransaction transaction) {
        CompositeRegion region = transaction.region();
        if (region == null
                || region.ranges().size() != 1
                || region.pages() > MOST_PAGES
                || transaction.endpoints().getFirst().data() != DataAccess.READ_WRITE) {
            return false;
        }
        ConstituentRange range = region.ranges().getFirst();
        address = range.address();
        size = region.pages() * PAGE;
        return true;
    }

    private void relinquishRegion() {
        RelinquishDescriptor d =
                new RelinquishDescriptor(handle, RelinquishFlags.NONE, List.of(new EndpointId(context.id())));
        byte[] bytes = new byte[(int) d.size()];
        d.encode(MemorySegment.ofArray(bytes));
        context.memory().write(tx, MemorySegment.ofArray(bytes));
        context.registers().set(FunctionId.FFA_MEM_RELINQUISH.id32(), 0);
        context.call();
        if (FunctionId.of(context.registers().function()) != FunctionId.FFA_SUCCESS) {
            throw new IllegalStateException("the communication buffer is not relinquished: " + context.registers());
        }
    }
}
