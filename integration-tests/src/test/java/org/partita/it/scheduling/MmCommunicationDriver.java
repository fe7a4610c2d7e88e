package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.PartitionInfo;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.UuidRegisters;
import org.partita.it.ffa.Abi;
import org.partita.it.memory.MemoryAbi;

/**
 * The MM communication driver in a context of a VM (FF-A 12.1.1.1): it discovers STMM SPs, allocates and shares their communication
 * buffers, sends messages, and resumes an SP that was preempted.
 */
final class MmCommunicationDriver implements AutoCloseable {
    /** The MM service, which all STMM SPs share. */
    static final UUID SERVICE = UUID.fromString("378daedc-f06b-4446-8314-40ab933c87a3");

    static final long BUFFER = 1;
    static final long COMMUNICATE = 2;
    static final long RELEASE = 3;

    private static final int REQUEST = FunctionId.FFA_MSG_SEND_DIRECT_REQ.id64();

    private final MemoryAbi memory;
    private final int id;
    private final Map<Long, Integer> shared = new LinkedHashMap<>();

    MmCommunicationDriver(Platform platform, int id, int vcpu) {
        this.memory = new MemoryAbi(Vm.take(platform, id, vcpu), id);
        this.id = id;
    }

    Abi abi() {
        return memory.abi();
    }

    MemoryAbi memory() {
        return memory;
    }

    /** Those who offer the MM service. */
    List<PartitionInfo> discover() {
        abi().raw(FunctionId.FFA_PARTITION_INFO_GET.id32(), word(0), word(1), word(2), word(3));
        assertThat(abi().succeeded()).as("%s", abi().registers()).isTrue();
        byte[] array = new byte[abi().registers().w(2) * PartitionInfo.SIZE];
        abi().client().memory().read(abi().client().rx(), MemorySegment.ofArray(array));
        List<PartitionInfo> found = new ArrayList<>();
        for (int at = 0; at < array.length; at += PartitionInfo.SIZE) {
            found.add(PartitionInfo.decode(MemorySegment.ofArray(array), at));
        }
        abi().raw(FunctionId.FFA_RX_RELEASE.id32()).success();
        return found;
    }

    private static long word(int n) {
        return Integer.toUnsignedLong(UuidRegisters.word(SERVICE, n));
    }

    /** Shares pages with an SP as its communication buffer; the Handle. */
    long share(int sp, long address, int pages) {
        long handle =
                memory.handle(FunctionId.FFA_MEM_SHARE, List.of(MemoryAbi.pages(address, pages)), MemoryAbi.writer(sp));
        assertThat(request(sp, BUFFER, handle, 0)).isZero();
        assertThat(abi().registers().x4).isEqualTo(pages * 4096L);
        shared.put(handle, sp);
        return handle;
    }

    /** Takes the buffer of an SP back. */
    void reclaim(int sp, long handle) {
        assertThat(request(sp, RELEASE, 0, 0)).isZero();
        memory.reclaim(handle).success();
        shared.remove(handle);
    }

    /** Has an SP process a request to its end, and resumes it meanwhile; x3 of the response. */
    long request(int sp, long x3, long x4, long x5) {
        begin(sp, x3, x4, x5);
        while (interrupted()) {
            resume(sp);
        }
        return response(sp);
    }

    /** Sends a request: then it is answered, {@link #interrupted} or refused. */
    void begin(int sp, long x3, long x4, long x5) {
        abi().raw(REQUEST, Abi.ids(id, sp), 0, x3, x4, x5);
    }

    boolean interrupted() {
        return abi().registers().function() == FunctionId.FFA_INTERRUPT.id32();
    }

    /** Resumes an SP that was preempted (FF-A 9.3). */
    void resume(int sp) {
        abi().raw(FunctionId.FFA_RUN.id32(), (long) sp << 16);
    }

    /** x3 of the response that has come. */
    long response(int sp) {
        Registers r = abi().registers();
        assertThat(abi().words())
                .as("rule %s", abi().rule())
                .startsWith(
                        Integer.toUnsignedLong(FunctionId.FFA_MSG_SEND_DIRECT_RESP.id64()), Abi.ids(sp, id), 0L, r.x3);
        return r.x3;
    }

    /** MM_COMMUNICATE: has a message processed that stands in the buffer at an offset; what stands there then. */
    VariableMessage communicate(int sp, long buffer, int offset, VariableMessage message) {
        write(buffer + offset, message);
        assertThat(request(sp, COMMUNICATE, offset, message.size())).isZero();
        return read(buffer + offset, message.size());
    }

    void write(long address, VariableMessage message) {
        abi().client().memory().write(address, MemorySegment.ofArray(message.bytes()));
    }

    VariableMessage read(long address, int size) {
        byte[] bytes = new byte[size];
        abi().client().memory().read(address, MemorySegment.ofArray(bytes));
        return new VariableMessage(bytes);
    }

    /** Takes all buffers back. */
    @Override
    public void close() {
        try {
            Map.copyOf(shared).forEach((handle, sp) -> reclaim(sp, handle));
        } finally {
            memory.close();
        }
    }
}
