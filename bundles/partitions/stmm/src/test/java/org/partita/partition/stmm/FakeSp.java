package org.partita.partition.stmm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Registers;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.MemoryView;
import org.partita.api.partition.PartitionContext;

/** The context of an SP above which a script answers its calls; when that ends the SP is stopped. Memory is bytes from an address on. */
final class FakeSp implements PartitionContext, MemoryView, Interrupts {
    /** The SP was stopped in its last call. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    final List<String> calls = new ArrayList<>();
    final byte[] memory = new byte[0x4_0000];
    /** What happens after each read of memory. */
    Runnable afterRead = () -> {};

    private final long base;
    private final List<Consumer<Registers>> script;
    private final Registers registers = new Registers();

    FakeSp(long base, List<Consumer<Registers>> script) {
        this.base = base;
        this.script = script;
    }

    @Override
    public void call() {
        calls.add(registers.toString());
        if (calls.size() > script.size()) {
            throw new Stopped();
        }
        script.get(calls.size() - 1).accept(registers);
    }

    @Override
    public void read(long address, MemorySegment to) {
        MemorySegment.copy(MemorySegment.ofArray(memory), address - base, to, 0, to.byteSize());
        afterRead.run();
    }

    @Override
    public void write(long address, MemorySegment from) {
        MemorySegment.copy(from, 0, MemorySegment.ofArray(memory), address - base, from.byteSize());
    }

    @Override
    public int id() {
        return 0x8001;
    }

    @Override
    public Registers registers() {
        return registers;
    }

    @Override
    public MemoryView memory() {
        return this;
    }

    @Override
    public Interrupts interrupts() {
        return this;
    }

    @Override
    public int acknowledge() {
        return SPURIOUS;
    }

    @Override
    public void mask(boolean masked) {
        assertThat(masked).as("it is not reentrant").isTrue();
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
    public boolean pending() {
        return false;
    }

    @Override
    public void end(int intid) {
        throw new UnsupportedOperationException("nothing is active");
    }

    @Override
    public long read64(long address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void write64(long address, long value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void call(Conduit conduit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void timer(long nanos) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void preemptionPoint() {}

    @Override
    public long bootInformation() {
        return 0;
    }
}
