package org.partita.it.memory;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishDescriptor;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.PartitionContext;

/**
 * A Receiver that knows of a transaction what Partition messages tell it, and nothing else: x3 is what to do, x4 the Handle,
 * x5 the Tag, x6 the data access that the Sender allows.
 */
final class MessagedReceiver implements CallbackPartition {
    static final long RETRIEVE = 1;
    static final long RELINQUISH = 2;
    static final long REJECTED = -1;

    private final long rx;
    private final long tx;
    private final DataAccess most;

    /** @param most it rejects regions that it may do more with */
    MessagedReceiver(long rx, long tx, DataAccess most) {
        this.rx = rx;
        this.tx = tx;
        this.most = most;
    }

    @Override
    public void directRequest(DirectRequest request) {
        DataAccess offered = DataAccess.decode((int) request.x(6));
        if (!offered.within(most)) {
            request.respond(3, REJECTED);
        } else if (request.x(3) == RETRIEVE) {
            request.respond(3, retrieved(request));
        } else {
            request.respond(3, relinquished(request));
        }
    }

    /** The first word of the region. */
    private long retrieved(DirectRequest request) {
        PartitionContext context = request.context();
        MemoryTransaction t = MemoryTransaction.request(
                request.sender(),
                MemoryAttributes.NOT_SPECIFIED,
                RetrieveFlags.of(null),
                request.x(4),
                request.x(5),
                List.of(MemoryAbi.receiver(context.id())));
        byte[] bytes = new byte[(int) t.size()];
        t.encode(MemorySegment.ofArray(bytes));
        context.memory().write(tx, MemorySegment.ofArray(bytes));
        call(context, FunctionId.FFA_MEM_RETRIEVE_REQ, bytes.length, FunctionId.FFA_MEM_RETRIEVE_RESP);
        byte[] answer = new byte[(int) context.registers().x1];
        context.memory().read(rx, MemorySegment.ofArray(answer));
        call(context, FunctionId.FFA_RX_RELEASE, 0, FunctionId.FFA_SUCCESS);
        CompositeRegion region =
                MemoryTransaction.decode(MemorySegment.ofArray(answer)).region();
        if (region == null) {
            throw new IllegalStateException("the answer has no region");
        }
        return context.memory().read64(region.ranges().getFirst().address());
    }

    private long relinquished(DirectRequest request) {
        PartitionContext context = request.context();
        RelinquishDescriptor d =
                new RelinquishDescriptor(request.x(4), RelinquishFlags.NONE, List.of(new EndpointId(context.id())));
        byte[] bytes = new byte[(int) d.size()];
        d.encode(MemorySegment.ofArray(bytes));
        context.memory().write(tx, MemorySegment.ofArray(bytes));
        call(context, FunctionId.FFA_MEM_RELINQUISH, 0, FunctionId.FFA_SUCCESS);
        return request.x(4);
    }

    private static void call(PartitionContext context, FunctionId function, long length, FunctionId completion) {
        context.registers().set(function.id32(), length, length, 0, 0, 0, 0, 0);
        context.call();
        if (FunctionId.of(context.registers().function()) != completion) {
            throw new IllegalStateException(function + ": " + context.registers());
        }
    }
}
