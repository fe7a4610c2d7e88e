package org.partita.benchmarks;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;

/**
 * Share or lend, retrieve, release RX, relinquish, reclaim: the five calls of two endpoints, each of which is checked. The
 * Sender's descriptor lies in its TX from the start; the Borrower writes its own two in each cycle.
 */
final class MemoryCycle {
    /** An endpoint, of the platform or of the prototype. */
    interface Side {
        Registers registers();

        void writeTx(MemorySegment descriptor);

        void call();
    }

    private static final long SUCCESS = Integer.toUnsignedLong(FunctionId.FFA_SUCCESS.id32());
    private static final long RESPONSE = Integer.toUnsignedLong(FunctionId.FFA_MEM_RETRIEVE_RESP.id32());
    private static final int HANDLE = 8;
    private static final long TAG = 7;

    private final Side sender;
    private final Side borrower;
    private final FunctionId function;
    private final long length;
    private final long responseLength;
    private final MemorySegment request;
    private final MemorySegment relinquish;

    /** @param function FFA_MEM_SHARE or FFA_MEM_LEND */
    MemoryCycle(Side sender, int senderId, Side borrower, FunctionId function, MemoryScene.Region region) {
        int borrowerId = MemoryScene.BORROWER;
        this.sender = sender;
        this.borrower = borrower;
        this.function = function;
        MemoryTransaction send = MemoryTransaction.send(
                senderId,
                MemoryAttributes.NOT_SPECIFIED,
                SendFlags.NONE,
                TAG,
                List.of(entry(borrowerId, DataAccess.READ_WRITE, CompositeRegion.of(region.ranges))));
        length = send.size();
        // one entry and one composite as well
        responseLength = length;
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) length]);
        send.encode(bytes);
        sender.writeTx(bytes);
        MemoryTransaction retrieve = MemoryTransaction.request(
                senderId,
                MemoryAttributes.NOT_SPECIFIED,
                RetrieveFlags.of(null),
                0,
                TAG,
                List.of(entry(borrowerId, DataAccess.NOT_SPECIFIED, null)));
        request = MemorySegment.ofArray(new byte[(int) retrieve.size()]);
        retrieve.encode(request);
        RelinquishDescriptor back =
                new RelinquishDescriptor(0, RelinquishFlags.NONE, List.of(new EndpointId(borrowerId)));
        relinquish = MemorySegment.ofArray(new byte[(int) back.size()]);
        back.encode(relinquish);
    }

    private static EndpointAccess entry(int id, DataAccess data, @Nullable CompositeRegion region) {
        return new EndpointAccess(id, data, InstructionAccess.NOT_SPECIFIED, region);
    }

    /** One cycle; the Handle. */
    long run() {
        long handle = send();
        retrieve(handle);
        giveBack(handle);
        return handle;
    }

    /** What ends a cycle. */
    void giveBack(long handle) {
        release();
        relinquish(handle);
        reclaim(handle);
    }

    /** One cycle, each step timed. */
    long run(StepTimes times) {
        long began = System.nanoTime();
        long handle = send();
        long sent = System.nanoTime();
        retrieve(handle);
        long retrieved = System.nanoTime();
        release();
        long released = System.nanoTime();
        relinquish(handle);
        long relinquished = System.nanoTime();
        reclaim(handle);
        times.send += sent - began;
        times.retrieve += retrieved - sent;
        times.release += released - retrieved;
        times.relinquish += relinquished - released;
        times.reclaim += System.nanoTime() - relinquished;
        return handle;
    }

    long send() {
        Registers r = sender.registers().set(function.id32(), length, length, 0, 0, 0, 0, 0);
        sender.call();
        require(r, SUCCESS);
        return r.x2 | r.x3 << Integer.SIZE;
    }

    void retrieve(long handle) {
        request.set(ValueLayout.JAVA_LONG_UNALIGNED, HANDLE, handle);
        borrower.writeTx(request);
        long size = request.byteSize();
        Registers r = borrower.registers().set(FunctionId.FFA_MEM_RETRIEVE_REQ.id32(), size, size, 0, 0, 0, 0, 0);
        borrower.call();
        require(r, RESPONSE);
        if (r.x1 != responseLength) {
            throw new IllegalStateException("the response has " + r.x1 + " bytes, not " + responseLength);
        }
    }

    private void release() {
        borrower.registers().set(FunctionId.FFA_RX_RELEASE.id32(), 0, 0, 0, 0, 0, 0, 0);
        borrower.call();
        require(borrower.registers(), SUCCESS);
    }

    private void relinquish(long handle) {
        relinquish.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, handle);
        borrower.writeTx(relinquish);
        borrower.registers().set(FunctionId.FFA_MEM_RELINQUISH.id32(), 0, 0, 0, 0, 0, 0, 0);
        borrower.call();
        require(borrower.registers(), SUCCESS);
    }

    private void reclaim(long handle) {
        Registers r = sender.registers()
                .set(FunctionId.FFA_MEM_RECLAIM.id32(), handle & 0xFFFFFFFFL, handle >>> Integer.SIZE, 0, 0, 0, 0, 0);
        sender.call();
        require(r, SUCCESS);
    }

    /** What is not answered right is no measurement. */
    private static void require(Registers r, long expected) {
        if (r.x0 != expected) {
            throw new IllegalStateException("expected 0x" + Long.toHexString(expected) + ", was answered " + r);
        }
    }
}
