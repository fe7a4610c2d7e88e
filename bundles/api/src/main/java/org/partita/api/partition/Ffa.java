package org.partita.api.partition;

import java.lang.foreign.MemorySegment;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.PartitionInfo;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Status;
import org.partita.api.ffa.UuidRegisters;

/**
 * The functions of FF-A for partition authors: fills the registers of a {@link PartitionContext}, calls, and reads the
 * completion. One for each execution context. Results that are not returned stand in the context's registers until the
 * next call.
 *
 * <p>Functions that set something up throw {@link FfaException} if they do not succeed; direct requests report every
 * completion as a {@link DirectResult} and allocate nothing.
 */
public final class Ffa {
    private final PartitionContext context;
    private final Registers registers;
    private int request;
    private boolean request64;
    private boolean answerable;

    public Ffa(PartitionContext context) {
        this.context = context;
        this.registers = context.registers();
    }

    // ---- setup (FF-A 8)

    /**
     * Agrees on FF-A 1.0 with the partition manager (FF-A 8.1).
     *
     * @return the version that the partition manager implements
     * @throws FfaException with NOT_SUPPORTED if it implements none that is compatible
     */
    public FfaVersion version() {
        registers.set(FunctionId.FFA_VERSION.id32(), FfaVersion.V1_0.encode(), 0, 0, 0, 0, 0, 0);
        context.call();
        int answer = registers.w(0);
        if (answer == Status.NOT_SUPPORTED.code()) {
            throw new FfaException(FunctionId.FFA_VERSION, Status.NOT_SUPPORTED, "");
        }
        return FfaVersion.decode(answer);
    }

    /** The 16-bit ID of this partition (FF-A 8.7). */
    public int id() {
        invoke(FunctionId.FFA_ID_GET, 0);
        return registers.w(2) & 0xFFFF;
    }

    /**
     * Whether a function is implemented at this partition's instance; if so w2 and w3 hold its properties (FF-A 8.2).
     *
     * @param function an identifier of a 32-bit or 64-bit call
     */
    public boolean features(int function) {
        registers.set(FunctionId.FFA_FEATURES.id32(), Integer.toUnsignedLong(function), 0, 0, 0, 0, 0, 0);
        context.call();
        if (isError(Status.NOT_SUPPORTED)) {
            return false;
        }
        requireSuccess(FunctionId.FFA_FEATURES);
        return true;
    }

    /**
     * Registers the RX/TX pair of this partition (FF-A 8.4).
     *
     * @param tx address of the TX buffer, VA or IPA as the partition's memory view has it
     * @param rx address of the RX buffer
     * @param pages 4 KiB pages of each, 1 to 63
     * @throws FfaException with INVALID_PARAMETERS, NO_MEMORY, DENIED or NOT_SUPPORTED
     */
    public void rxtxMap(long tx, long rx, int pages) {
        registers.set(FunctionId.FFA_RXTX_MAP.id64(), tx, rx, pages, 0, 0, 0, 0);
        context.call();
        requireSuccess(FunctionId.FFA_RXTX_MAP);
    }

    /** Takes the RX/TX pair back (FF-A 8.5); FfaException with INVALID_PARAMETERS if there is none. */
    public void rxtxUnmap() {
        invoke(FunctionId.FFA_RXTX_UNMAP, Integer.toUnsignedLong(context.id() << 16));
    }

    /** Gives the RX buffer back to its producer (FF-A 8.3); FfaException with DENIED if it was not owned. */
    public void rxRelease() {
        invoke(FunctionId.FFA_RX_RELEASE, 0);
    }

    /**
     * Asks for the partitions that offer a service (FF-A 8.6). The RX buffer holds the descriptors, see
     * {@link #partition}, until {@link #rxRelease}.
     *
     * @param service UUID of the service; the nil UUID asks for all partitions
     * @return the number of descriptors
     * @throws FfaException with BUSY, INVALID_PARAMETERS, NO_MEMORY, DENIED or NOT_SUPPORTED
     */
    public int partitionInfo(UUID service) {
        registers.set(
                FunctionId.FFA_PARTITION_INFO_GET.id32(),
                Integer.toUnsignedLong(UuidRegisters.word(service, 0)),
                Integer.toUnsignedLong(UuidRegisters.word(service, 1)),
                Integer.toUnsignedLong(UuidRegisters.word(service, 2)),
                Integer.toUnsignedLong(UuidRegisters.word(service, 3)),
                0,
                0,
                0);
        context.call();
        requireSuccess(FunctionId.FFA_PARTITION_INFO_GET);
        return registers.w(2);
    }

    /**
     * Reads a descriptor that {@link #partitionInfo} left in the RX buffer (FF-A Table 8.25).
     *
     * @param rx address of the RX buffer
     * @param index 0 to the number of descriptors - 1
     */
    public PartitionInfo partition(long rx, int index) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[PartitionInfo.SIZE]);
        context.memory().read(rx + (long) index * PartitionInfo.SIZE, bytes);
        return PartitionInfo.decode(bytes, 0);
    }

    // ---- direct messages (FF-A 10.2, 10.3)

    /** Sends a direct request as 64-bit call and waits for what completes it. */
    public DirectResult sendDirect(int destination, long x3, long x4, long x5, long x6, long x7) {
        return request(FunctionId.FFA_MSG_SEND_DIRECT_REQ.id64(), destination, x3, x4, x5, x6, x7);
    }

    /** Sends a direct request as 32-bit call and waits for what completes it. */
    public DirectResult sendDirect32(int destination, int w3, int w4, int w5, int w6, int w7) {
        return request(
                FunctionId.FFA_MSG_SEND_DIRECT_REQ.id32(),
                destination,
                Integer.toUnsignedLong(w3),
                Integer.toUnsignedLong(w4),
                Integer.toUnsignedLong(w5),
                Integer.toUnsignedLong(w6),
                Integer.toUnsignedLong(w7));
    }

    private DirectResult request(int w0, int to, long x3, long x4, long x5, long x6, long x7) {
        registers.set(w0, ids(context.id(), to), 0, x3, x4, x5, x6, x7);
        context.call();
        return DirectResult.of(registers);
    }

    /**
     * Waits for a message (FF-A 9.1). Only for threaded partitions; the first one of the boot context reports that
     * initialization is complete (FF-A 3.5.3). The code of an OS kernel uses it too: core takes it as the kernel's own
     * idling, for FFA_MSG_WAIT crosses no Non-secure physical instance by SMC (FF-A Table 9.2).
     *
     * @return the function that completes the wait, its parameters in the registers; FFA_MSG_SEND_DIRECT_REQ is a
     *     request, to be answered by {@link #respond}
     * @throws FfaException if the call is answered with an error
     */
    public FunctionId msgWait() {
        registers.set(FunctionId.FFA_MSG_WAIT.id32(), 0);
        return await(FunctionId.FFA_MSG_WAIT);
    }

    /**
     * Answers the direct request that completed the last wait, in the same convention, and waits for the next message
     * (FF-A 10.3). Of a 32-bit request only the low halves count. Only for threaded partitions.
     *
     * @return as {@link #msgWait}
     * @throws IllegalStateException if there is no request to answer
     * @throws FfaException if the response is refused
     */
    public FunctionId respond(long x3, long x4, long x5, long x6, long x7) {
        if (!answerable) {
            throw new IllegalStateException("there is no direct request to answer: msgWait() or respond() has to return"
                    + " FFA_MSG_SEND_DIRECT_REQ first (FF-A 10.3)");
        }
        FunctionId response = FunctionId.FFA_MSG_SEND_DIRECT_RESP;
        long ids = ids(context.id(), request);
        registers.set(request64 ? response.id64() : response.id32(), ids, 0, x3, x4, x5, x6, x7);
        if (!request64) {
            registers.truncate();
        }
        return await(response);
    }

    /** 16-bit ID of the sender of the direct request that completed the last wait. */
    public int sender() {
        return request;
    }

    /** Whether the direct request that completed the last wait is a 64-bit call. */
    public boolean is64() {
        return request64;
    }

    private FunctionId await(FunctionId by) {
        context.call();
        int w0 = registers.function();
        FunctionId completion = FunctionId.of(w0);
        if (completion == null || completion == FunctionId.FFA_ERROR) {
            throw failure(by);
        }
        answerable = completion == FunctionId.FFA_MSG_SEND_DIRECT_REQ;
        if (answerable) {
            request = registers.w(1) >>> 16;
            request64 = FunctionId.is64(w0);
        }
        return completion;
    }

    // ---- indirect messages and cycles (FF-A 9.2, 10.1, 10.4)

    /**
     * Sends the first bytes of the TX buffer as an indirect message (FF-A 10.1).
     *
     * @param receiver 16-bit ID of a VM
     * @param bytes length of the message, at least 1
     * @param notify whether to be told by an interrupt when the receiver's RX buffer is free, if it is not now
     * @return false if it is not free: nothing was sent
     * @throws FfaException if the call is answered with another error
     */
    public boolean send(int receiver, int bytes, boolean notify) {
        registers.set(FunctionId.FFA_MSG_SEND.id32(), ids(context.id(), receiver), 0, bytes, notify ? 1 : 0, 0, 0, 0);
        context.call();
        if (isError(Status.BUSY)) {
            return false;
        }
        requireSuccess(FunctionId.FFA_MSG_SEND);
        return true;
    }

    /**
     * Looks for an indirect message in the RX buffer (FF-A 10.4); {@link #messageSender} and {@link #messageSize} say what it is.
     *
     * @return false if there is none
     * @throws FfaException if the call is answered with an error other than RETRY
     */
    public boolean poll() {
        registers.set(FunctionId.FFA_MSG_POLL.id32(), 0);
        context.call();
        if (isError(Status.RETRY)) {
            return false;
        }
        if (FunctionId.of(registers.function()) != FunctionId.FFA_MSG_SEND) {
            throw failure(FunctionId.FFA_MSG_POLL);
        }
        return true;
    }

    /** 16-bit ID of the sender of the indirect message that the last completion has told of. */
    public int messageSender() {
        return registers.w(1) >>> 16;
    }

    /** Bytes of the indirect message that the last completion has told of. */
    public int messageSize() {
        return registers.w(3);
    }

    /**
     * Lets others have the PE until the primary scheduler runs this context again (FF-A 9.2). Only for threaded partitions.
     *
     * @return FFA_RUN, or FFA_INTERRUPT
     * @throws FfaException if the call is answered with an error
     */
    public FunctionId yieldCycles() {
        registers.set(FunctionId.FFA_YIELD.id32(), 0);
        return await(FunctionId.FFA_YIELD);
    }

    // ---- completions

    private void invoke(FunctionId function, long w1) {
        registers.set(function.id32(), w1, 0, 0, 0, 0, 0, 0);
        context.call();
        requireSuccess(function);
    }

    private void requireSuccess(FunctionId invoked) {
        if (FunctionId.of(registers.function()) != FunctionId.FFA_SUCCESS) {
            throw failure(invoked);
        }
    }

    private FfaException failure(FunctionId invoked) {
        boolean error = FunctionId.of(registers.function()) == FunctionId.FFA_ERROR;
        @Nullable Status status = error ? Status.of(registers.w(2)) : null;
        return new FfaException(invoked, status, registers.toString());
    }

    private boolean isError(Status status) {
        return registers.function() == FunctionId.FFA_ERROR.id32() && registers.w(2) == status.code();
    }

    private static long ids(int source, int destination) {
        return Integer.toUnsignedLong(source << 16 | (destination & 0xFFFF));
    }
}
