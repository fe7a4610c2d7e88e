package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.descriptor;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.scattered;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import org.partita.api.admin.OperationStatus;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryOperation.Stage;
import org.partita.api.partition.MemoryView;
import org.partita.it.memory.MemoryAbi;

/**
 * Functions of two endpoints that are half done (FF-A 12.2): half a descriptor of the Lender's in a buffer of its own, a
 * lending that is paused while its pages are zeroed, and half a description that the Borrower gets in its RX buffer or
 * one of its own.
 */
final class HalfDone implements AutoCloseable {
    /** Described by more than a page. */
    private static final int SENT_PAGES = 300;

    private static final int ZEROED_PAGES = 40;
    private static final int ZEROED = 2 * SENT_PAGES;
    private static final int BUFFER = ZEROED + ZEROED_PAGES;

    /** Of the heap of the Lender. */
    static final int PAGES = BUFFER + 1;

    /** Bytes of the descriptor that come before the exchange. */
    private static final int FIRST = 96;

    private final Platform platform;
    private final Contents heap;
    private final int borrower;
    private final List<ConstituentRange> sent;
    private final List<ConstituentRange> received;
    private final List<ConstituentRange> zeroed;
    private final byte[] descriptor;
    private final MemoryAbi getting;
    private long ofSent;
    private long ofReceived;
    private long ofZeroed;

    /** @param getting the Borrower, with the buffer that it uses */
    HalfDone(Platform platform, Contents heap, int borrower, MemoryAbi getting) {
        this.platform = platform;
        this.heap = heap;
        this.borrower = borrower;
        this.getting = getting;
        sent = scattered(page(0), SENT_PAGES);
        received = scattered(page(1), 10);
        zeroed = List.of(pages(page(ZEROED), ZEROED_PAGES));
        descriptor = descriptor(heap.endpoint(), SendFlags.NONE, received, List.of(writer(borrower)));
    }

    private long page(int n) {
        return heap.base() + (long) n * Contents.PAGE;
    }

    private MemoryAbi lender() {
        return new MemoryAbi(platform, heap.endpoint(), 0);
    }

    private MemoryAbi lenderWithBuffer() {
        return lender().through(page(BUFFER), 1);
    }

    /** Begins all of them. */
    void begin() {
        try (MemoryAbi abi = lender().inFragments(2000)) {
            ofSent = abi.handle(FunctionId.FFA_MEM_SHARE, sent, writer(borrower));
        }
        try (MemoryAbi abi = lenderWithBuffer()) {
            abi.begin(FunctionId.FFA_MEM_LEND, descriptor, FIRST);
            ofReceived = abi.unfinished(FunctionId.FFA_MEM_FRAG_RX);
        }
        try (MemoryAbi abi = lender()) {
            byte[] sliced = descriptor(heap.endpoint(), new SendFlags(true, true), zeroed, List.of(writer(borrower)));
            abi.begin(FunctionId.FFA_MEM_LEND, sliced, sliced.length);
            ofZeroed = abi.unfinished(FunctionId.FFA_MEM_OP_PAUSE);
        }
        getting.retrieve(heap.endpoint(), ofSent);
        assertThat(getting.abi().registers().function()).isEqualTo(FunctionId.FFA_MEM_RETRIEVE_RESP.id32());
        assertThat(getting.abi().registers().x2)
                .as("bytes of the first fragment")
                .isLessThan(getting.abi().registers().x1);
        assertThat(platform.operations())
                .filteredOn(o -> o.caller() == heap.endpoint() || o.caller() == borrower)
                .extracting(OperationStatus::stage)
                .contains(Stage.RECEIVING, Stage.PAUSED, Stage.SENDING);
    }

    /** The buffer of the descriptor that is not complete can't be used for another one. */
    void bufferIsMapped() {
        try (MemoryAbi abi = lenderWithBuffer()) {
            abi.begin(FunctionId.FFA_MEM_SHARE, descriptor, FIRST).refused(Status.INVALID_PARAMETERS, "FFA-12.2.1.3-2");
        }
    }

    /** Completes all of them; the Borrower then has what was given, and gives it back. */
    void complete() {
        try (MemoryAbi abi = lenderWithBuffer()) {
            abi.fill(descriptor, FIRST, descriptor.length);
            call(abi, FunctionId.FFA_MEM_FRAG_TX, ofReceived, descriptor.length - FIRST);
            assertThat(abi.handle()).isEqualTo(ofReceived);
        }
        try (MemoryAbi abi = lender()) {
            do {
                call(abi, FunctionId.FFA_MEM_OP_RESUME, ofZeroed, 0);
            } while (abi.abi().registers().function() == FunctionId.FFA_MEM_OP_PAUSE.id32());
            assertThat(abi.handle()).isEqualTo(ofZeroed);
        }
        assertThat(platform.grants())
                .filteredOn(g -> g.handle() == ofReceived)
                .singleElement()
                .extracting(Grant::ranges)
                .isEqualTo(received);
        givenBack(ofSent, heap.of(sent));
        getting.retrieve(heap.endpoint(), ofReceived);
        givenBack(ofReceived, heap.of(received));
        getting.retrieve(heap.endpoint(), ofZeroed);
        givenBack(ofZeroed, new byte[ZEROED_PAGES * Contents.PAGE]);
        takenBack();
    }

    private static void call(MemoryAbi abi, FunctionId function, long handle, int w3) {
        abi.abi().raw(function.id32(), handle & 0xFFFFFFFFL, handle >>> 32, w3);
    }

    private void givenBack(long handle, byte[] expected) {
        CompositeRegion there = getting.retrieved().region();
        assertThat(there).isNotNull();
        assertThat(Contents.read(getting.abi().client().memory(), there.ranges()))
                .isEqualTo(expected);
        getting.relinquish(handle).success();
    }

    private void takenBack() {
        try (MemoryAbi abi = lender()) {
            abi.reclaim(ofSent).success();
            abi.reclaim(ofReceived).success();
            abi.reclaim(ofZeroed).success();
            MemoryView memory = abi.abi().client().memory();
            assertThat(Contents.read(memory, zeroed)).containsOnly(0);
            // and the buffer behind them
            heap.fill(memory, page(ZEROED), ZEROED_PAGES + 1);
            heap.verify(memory);
        }
    }

    @Override
    public void close() {
        getting.close();
    }
}
