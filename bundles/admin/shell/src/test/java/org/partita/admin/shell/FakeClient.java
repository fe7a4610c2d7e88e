package org.partita.admin.shell;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.CallResult;
import org.partita.api.admin.Client;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.MemoryFault;
import org.partita.api.partition.MemoryView;

/** An endpoint with two pages, RX at 0x8000 and TX at 0x9000, whose calls are answered as a test sets. */
final class FakeClient implements Client, MemoryView {
    private static final long RX = 0x8000;
    private static final long TX = 0x9000;
    private static final long SIZE = 0x2000;

    private final Registers registers = new Registers();
    private final Map<Integer, CallResult> answers;
    private final MemorySegment pages = MemorySegment.ofArray(new byte[(int) SIZE]);
    private @Nullable Rule rule;
    private long found;
    private long offset = -1;

    /**
     * @param answers what calls are completed with, by w0
     * @param rx what the RX buffer holds
     */
    FakeClient(Map<Integer, CallResult> answers, byte[] rx) {
        this.answers = answers;
        MemorySegment.copy(MemorySegment.ofArray(rx), 0, pages, 0, rx.length);
    }

    @Override
    public Registers registers() {
        return registers;
    }

    @Override
    public void call() {
        CallResult answer = answers.get(registers.function());
        registers.set(0x84000061, 0);
        if (answer != null) {
            for (int n = 0; n < Registers.COUNT; n++) {
                registers.x(n, answer.registers().get(n));
            }
            rule = answer.rule();
            found = answer.found();
            offset = answer.offset();
        }
    }

    @Override
    public void call(Conduit conduit) {
        call();
    }

    @Override
    public boolean waiting() {
        return false;
    }

    @Override
    public @Nullable Rule rule() {
        return rule;
    }

    @Override
    public long found() {
        return found;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public Holds holds() {
        return new Holds(0, 0, 0);
    }

    @Override
    public MemoryView memory() {
        return this;
    }

    @Override
    public long rx() {
        return RX;
    }

    @Override
    public long tx() {
        return TX;
    }

    @Override
    public void close() {}

    private MemorySegment at(long address, long length) {
        if (address < RX || address + length > RX + SIZE) {
            throw new MemoryFault(
                    MemoryFault.Cause.TRANSLATION, address, "client reads 0x" + Long.toHexString(address));
        }
        return pages.asSlice(address - RX, length);
    }

    @Override
    public void read(long address, MemorySegment to) {
        to.copyFrom(at(address, to.byteSize()));
    }

    @Override
    public void write(long address, MemorySegment from) {
        at(address, from.byteSize()).copyFrom(from);
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
