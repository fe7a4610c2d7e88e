package org.partita.core.execution;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.Registers;
import org.partita.api.ffm.ControlParameter;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.SpmLayout;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.Psa;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.partition.MemoryView;
import org.partita.core.spm.PooledConnection;

/** The PSA API as the code of a component has it. */
final class SpmApi implements Psa {
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int VECTORS = ControlParameter.MAX_IOVEC;
    /** Where the descriptors of output vectors, and then the data, begin in the scratch memory. */
    private static final int OUTPUTS = VECTORS * SpmLayout.VECTOR;

    private static final int DATA = 2 * OUTPUTS;
    private static final int ALIGNMENT = 8;

    private final SpmComponent component;
    private final SpmCycles cycles;
    private final Registers registers;
    private final SpmView memory;
    private final int id;
    private final long scratch;
    private final long size;

    /** The message that was taken last, once there was one: for the one thread of a component. */
    private @Nullable MemorySegment taken;

    SpmApi(SpmComponent component, SpmCycles cycles, int id, long scratch, long size) {
        this.component = component;
        this.cycles = cycles;
        this.registers = component.context.call.registers;
        this.memory = new SpmView(component, cycles);
        this.id = id;
        this.scratch = scratch;
        this.size = size;
    }

    private long invoke(PsaFunction function, long x1, long x2, long x3, long x4) {
        registers.set(function.id(), x1, x2, x3, x4, 0, 0, 0);
        cycles.invoke(component);
        return registers.x0;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public int frameworkVersion() {
        return (int) invoke(PsaFunction.PSA_FRAMEWORK_VERSION, 0, 0, 0, 0);
    }

    @Override
    public int version(int sid) {
        return (int) invoke(PsaFunction.PSA_VERSION, Integer.toUnsignedLong(sid), 0, 0, 0);
    }

    @Override
    public int connect(int sid, int version) {
        return (int)
                invoke(PsaFunction.PSA_CONNECT, Integer.toUnsignedLong(sid), Integer.toUnsignedLong(version), 0, 0);
    }

    @Override
    public int call(int handle, int control, long inputs, long outputs) {
        return (int) invoke(PsaFunction.PSA_CALL, handle, Integer.toUnsignedLong(control), inputs, outputs);
    }

    @Override
    public int call(int handle, int type, byte[][] inputs, Outputs outputs) {
        int control = ControlParameter.pack(type, inputs.length, outputs.count());
        MemorySegment head = MemorySegment.ofArray(new byte[DATA]);
        long at = scratch + DATA;
        require(inputs, outputs);
        for (int i = 0; i < Math.min(inputs.length, VECTORS); i++) {
            describe(head, (long) i * SpmLayout.VECTOR, at, inputs[i].length);
            memory.write(at, MemorySegment.ofArray(inputs[i]));
            at = beyond(at, inputs[i].length);
        }
        long results = at;
        for (int i = 0; i < Math.min(outputs.count(), VECTORS); i++) {
            describe(head, OUTPUTS + (long) i * SpmLayout.VECTOR, at, outputs.length(i));
            at = beyond(at, outputs.length(i));
        }
        memory.write(scratch, head);
        int status = call(handle, control, scratch, scratch + OUTPUTS);
        if (outputs.count() == 0) {
            return status;
        }
        memory.read(scratch, head);
        at = results;
        for (int i = 0; i < Math.min(outputs.count(), VECTORS); i++) {
            int capacity = outputs.buffer(i).length;
            int length =
                    Math.clamp(head.get(U32, OUTPUTS + i * SpmLayout.VECTOR + SpmLayout.VECTOR_LENGTH), 0, capacity);
            memory.read(at, MemorySegment.ofArray(outputs.buffer(i)).asSlice(0, length));
            outputs.length(i, length);
            at = beyond(at, capacity);
        }
        return status;
    }

    /** The vectors fit into the memory that there is for them. */
    private void require(byte[][] inputs, Outputs outputs) {
        long bytes = DATA;
        for (byte[] input : inputs) {
            bytes = beyond(bytes, input.length);
        }
        for (int i = 0; i < outputs.count(); i++) {
            bytes = beyond(bytes, outputs.buffer(i).length);
        }
        if (bytes > size) {
            throw new IllegalArgumentException("the vectors need " + bytes + " bytes, there are " + size
                    + ": use psa_call with addresses, or a larger stack or heap in the manifest");
        }
    }

    private static void describe(MemorySegment head, long offset, long base, int length) {
        head.set(U32, offset + SpmLayout.VECTOR_BASE, (int) base);
        head.set(U32, offset + SpmLayout.VECTOR_LENGTH, length);
    }

    private static long beyond(long address, long length) {
        return (address + length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    @Override
    public void close(int handle) {
        long _ = invoke(PsaFunction.PSA_CLOSE, handle, 0, 0, 0);
    }

    @Override
    public MemoryView memory() {
        return memory;
    }

    @Override
    public long scratch() {
        return scratch;
    }

    @Override
    public long scratchSize() {
        return size;
    }

    @Override
    public int await(int mask, int timeout) {
        return (int) invoke(PsaFunction.PSA_WAIT, Integer.toUnsignedLong(mask), Integer.toUnsignedLong(timeout), 0, 0);
    }

    @Override
    public int get(int signal, long message) {
        return (int) invoke(PsaFunction.PSA_GET, Integer.toUnsignedLong(signal), message, 0, 0);
    }

    @Override
    public int get(int signal, PsaMessage message) {
        int status = get(signal, scratch);
        if (status == PsaStatus.PSA_SUCCESS.code()) {
            MemorySegment got = taken();
            memory.read(scratch, got);
            int handle = got.get(U32, SpmLayout.MESSAGE_HANDLE);
            SpmConnection c = component.pass.state().connection(handle);
            int sid = c instanceof PooledConnection p ? p.service().manifest().sid() : 0;
            message.set(
                    got.get(U32, SpmLayout.MESSAGE_TYPE),
                    handle,
                    got.get(U32, SpmLayout.MESSAGE_CLIENT),
                    Integer.toUnsignedLong(got.get(U32, SpmLayout.MESSAGE_RHANDLE)),
                    sid);
            for (int i = 0; i < VECTORS; i++) {
                message.sizes(
                        i,
                        Integer.toUnsignedLong(got.get(U32, SpmLayout.MESSAGE_INPUTS + i * Integer.BYTES)),
                        Integer.toUnsignedLong(got.get(U32, SpmLayout.MESSAGE_OUTPUTS + i * Integer.BYTES)));
            }
        }
        return status;
    }

    private MemorySegment taken() {
        MemorySegment t = taken;
        if (t == null) {
            t = MemorySegment.ofArray(new byte[SpmLayout.MESSAGE]);
            taken = t;
        }
        return t;
    }

    @Override
    public void setRhandle(int message, long rhandle) {
        long _ = invoke(PsaFunction.PSA_SET_RHANDLE, message, rhandle, 0, 0);
    }

    @Override
    public long read(int message, int vector, long buffer, long length) {
        return invoke(PsaFunction.PSA_READ, message, vector, buffer, length);
    }

    @Override
    public int read(int message, int vector, byte[] buffer) {
        MemorySegment all = MemorySegment.ofArray(buffer);
        int done = 0;
        while (done < buffer.length) {
            int part = (int) Math.min(buffer.length - done, size / 2);
            int got = (int) read(message, vector, scratch, part);
            memory.read(scratch, all.asSlice(done, got));
            done += got;
            if (got < part) {
                break;
            }
        }
        return done;
    }

    @Override
    public long skip(int message, int vector, long length) {
        return invoke(PsaFunction.PSA_SKIP, message, vector, length, 0);
    }

    @Override
    public void write(int message, int vector, long buffer, long length) {
        long _ = invoke(PsaFunction.PSA_WRITE, message, vector, buffer, length);
    }

    @Override
    public void write(int message, int vector, byte[] bytes) {
        MemorySegment all = MemorySegment.ofArray(bytes);
        int done = 0;
        do {
            int part = (int) Math.min(bytes.length - done, size / 2);
            memory.write(scratch, all.asSlice(done, part));
            write(message, vector, scratch, part);
            done += part;
        } while (done < bytes.length);
    }

    @Override
    public void reply(int message, int status) {
        long _ = invoke(PsaFunction.PSA_REPLY, message, status, 0, 0);
    }

    @Override
    public void notify(int partition) {
        long _ = invoke(PsaFunction.PSA_NOTIFY, partition, 0, 0, 0);
    }

    @Override
    public void clear() {
        long _ = invoke(PsaFunction.PSA_CLEAR, 0, 0, 0, 0);
    }

    @Override
    public void eoi(int signal) {
        long _ = invoke(PsaFunction.PSA_EOI, Integer.toUnsignedLong(signal), 0, 0, 0);
    }

    @Override
    public RuntimeException panic() {
        long _ = invoke(PsaFunction.PSA_PANIC, 0, 0, 0, 0);
        return new IllegalStateException("psa_panic has come back");
    }

    @Override
    public long mapInvec(int message, int vector) {
        return invoke(PsaFunction.PSA_MAP_INVEC, message, vector, 0, 0);
    }

    @Override
    public void unmapInvec(int message, int vector) {
        long _ = invoke(PsaFunction.PSA_UNMAP_INVEC, message, vector, 0, 0);
    }

    @Override
    public long mapOutvec(int message, int vector) {
        return invoke(PsaFunction.PSA_MAP_OUTVEC, message, vector, 0, 0);
    }

    @Override
    public void unmapOutvec(int message, int vector, long length) {
        long _ = invoke(PsaFunction.PSA_UNMAP_OUTVEC, message, vector, length, 0);
    }

    @Override
    public void irqEnable(int signal) {
        long _ = invoke(PsaFunction.PSA_IRQ_ENABLE, Integer.toUnsignedLong(signal), 0, 0, 0);
    }

    @Override
    public int irqDisable(int signal) {
        return (int) invoke(PsaFunction.PSA_IRQ_DISABLE, Integer.toUnsignedLong(signal), 0, 0, 0);
    }

    @Override
    public void resetSignal(int signal) {
        long _ = invoke(PsaFunction.PSA_RESET_SIGNAL, Integer.toUnsignedLong(signal), 0, 0, 0);
    }

    @Override
    public int lifecycleState() {
        return (int) invoke(PsaFunction.PSA_ROT_LIFECYCLE_STATE, 0, 0, 0, 0);
    }

    @Override
    public void preemptionPoint() {
        cycles.preemptionPoint(component);
    }
}
