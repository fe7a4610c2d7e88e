package org.partita.partition.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Registers;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.MemoryView;
import org.partita.api.partition.PartitionContext;

class DriverTest {
    private final Map<Long, Long> memory = new HashMap<>();
    private final long[] answered = new long[8];

    private void ask(long word) {
        new Driver().directRequest(new Request(word));
    }

    @Test
    void aWordOfTheRingIsAnswered() {
        memory.put(0x622_0FF8L, 42L);

        ask(0x1FF);

        assertThat(answered).containsExactly(0, 0, 0, 0x1FF, 42, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x200, -1, Long.MIN_VALUE, 1L << 61})
    void nothingOutsideTheRingIsRead(long word) {
        ask(word);

        assertThat(answered).containsExactly(0, 0, 0, -1, 0, 0, 0, 0);
    }

    private final class Request implements DirectRequest, PartitionContext, MemoryView {
        private final long word;

        Request(long word) {
            this.word = word;
        }

        @Override
        public int sender() {
            return 1;
        }

        @Override
        public boolean is64() {
            return true;
        }

        @Override
        public long x(int n) {
            return n == 3 ? word : 0;
        }

        @Override
        public void respond(int n, long value) {
            answered[n] = value;
        }

        @Override
        public PartitionContext context() {
            return this;
        }

        @Override
        public MemoryView memory() {
            return this;
        }

        @Override
        public long read64(long address) {
            Long value = memory.get(address);
            assertThat(value).as("nothing is mapped at 0x%x", address).isNotNull();
            return value;
        }

        @Override
        public void write64(long address, long value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void read(long address, MemorySegment to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(long address, MemorySegment from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int id() {
            return 0x8003;
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
            throw new UnsupportedOperationException();
        }

        @Override
        public void call() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void call(Conduit conduit) {
            throw new UnsupportedOperationException();
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
    }
}
