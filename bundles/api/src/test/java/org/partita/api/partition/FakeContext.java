package org.partita.api.partition;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Registers;

/** A context whose partition manager is a function on the registers, and whose memory is an array from address 0 on. */
final class FakeContext implements PartitionContext, MemoryView {
    private final int id;
    private final Registers registers = new Registers();
    private final MemorySegment memory = MemorySegment.ofArray(new byte[4096]);
    final Registers asked = new Registers();
    Consumer<Registers> manager = r -> {};

    FakeContext(int id) {
        this.id = id;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public int vcpu() {
        return 0;
    }

    @Override
    public int pe() {
        return 0;
    }

    @Override
    public Registers registers() {
        return registers;
    }

    @Override
    public void call() {
        asked.copyFrom(registers);
        manager.accept(registers);
    }

    @Override
    public void call(Conduit conduit) {
        call();
    }

    @Override
    public MemoryView memory() {
        return this;
    }

    @Override
    public void timer(long nanos) {
        throw new UnsupportedOperationException("no timer here");
    }

    @Override
    public Interrupts interrupts() {
        throw new UnsupportedOperationException("no interrupts here");
    }

    @Override
    public void preemptionPoint() {}

    @Override
    public long bootInformation() {
        return 0;
    }

    @Override
    public void read(long address, MemorySegment to) {
        MemorySegment.copy(memory, address, to, 0, to.byteSize());
    }

    @Override
    public void write(long address, MemorySegment from) {
        MemorySegment.copy(from, 0, memory, address, from.byteSize());
    }

    @Override
    public long read64(long address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void write64(long address, long value) {
        throw new UnsupportedOperationException();
    }
}
