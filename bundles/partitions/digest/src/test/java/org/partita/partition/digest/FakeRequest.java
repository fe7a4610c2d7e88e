package org.partita.partition.digest;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.partita.api.memory.MemoryFault;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.MemoryView;
import org.partita.api.partition.PartitionContext;

/** A direct request to a partition whose only memory is the page of keys. */
final class FakeRequest implements DirectRequest {
    private final boolean is64;
    private final Page page;
    private final long[] sent;
    private final long[] answered = new long[8];

    private FakeRequest(boolean is64, Page page, long... sent) {
        this.is64 = is64;
        this.page = page;
        this.sent = sent;
    }

    static FakeRequest of(boolean is64, Page page, long x3, long x4, long x5, long x6, long x7) {
        return new FakeRequest(is64, page, 0, 0, 0, x3, x4, x5, x6, x7);
    }

    /** Has the service answer and returns x3 to x7. */
    long[] answer(Digest digest) {
        digest.directRequest(this);
        return Arrays.copyOfRange(answered, 3, 8);
    }

    @Override
    public boolean is64() {
        return is64;
    }

    @Override
    public int sender() {
        return 1;
    }

    @Override
    public long x(int n) {
        return sent[n];
    }

    @Override
    public void respond(int n, long value) {
        answered[n] = value;
    }

    @Override
    public PartitionContext context() {
        return (PartitionContext) Proxy.newProxyInstance(
                PartitionContext.class.getClassLoader(), new Class<?>[] {PartitionContext.class}, (p, method, a) -> {
                    if (method.getName().equals("memory")) {
                        return page;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /** One page at 0x6010000, as the manifest has it. */
    static final class Page implements MemoryView {
        private static final long BASE = 0x6010000;

        private final MemorySegment bytes = MemorySegment.ofArray(new byte[4096]);

        private MemorySegment at(long address, long size) {
            if (address < BASE || address + size > BASE + 4096) {
                throw new MemoryFault(MemoryFault.Cause.TRANSLATION, address, "outside the page of keys");
            }
            return bytes.asSlice(address - BASE, size);
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
            return at(address, 8).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
        }

        @Override
        public void write64(long address, long value) {
            at(address, 8).set(ValueLayout.JAVA_LONG_UNALIGNED, 0, value);
        }
    }
}
