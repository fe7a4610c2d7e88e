package org.partita.benchmarks;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.partita.benchmarks.platform.Services;
import org.partita.benchmarks.prototype.PsaHost;
import org.partita.benchmarks.prototype.PsaMemory;
import org.partita.benchmarks.prototype.PsaQueue;
import org.partita.benchmarks.prototype.PsaRelay;
import org.partita.benchmarks.prototype.PsaWork;

/** psa_call by hand, 64 bytes in and out, to three services in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before the rest
public class PsaPrototype {
    private static final int CLIENT = -1;

    private final PsaMemory memory = new PsaMemory();
    private final PsaHost[] hosts = {
        new PsaHost(0, Services.VERSION, true, new PsaWork.Echo()),
        new PsaHost(1, Services.VERSION, true, new PsaWork.Typed()),
        new PsaHost(2, Services.VERSION, true, new PsaWork.Previous())
    };
    private final PsaRelay relay = new PsaRelay(memory, hosts);
    private final PsaQueue queue = new PsaQueue(relay, hosts);
    private PsaRequests sfnStateless;
    private PsaRequests sfnConnected;
    private PsaRequests ipcStateless;
    private PsaRequests ipcConnected;

    @Setup(Level.Trial)
    public void start() {
        int[] stateless = new int[Services.COUNT];
        int[] connected = new int[Services.COUNT];
        for (int i = 0; i < Services.COUNT; i++) {
            stateless[i] = Services.handle(i);
            connected[i] = relay.connect(CLIENT, i);
        }
        sfnStateless = new PsaRequests(new Functions(), stateless, PsaMemory.NON_SECURE);
        sfnConnected = new PsaRequests(new Functions(), connected, PsaMemory.NON_SECURE);
        ipcStateless = new PsaRequests(new Threads(), stateless, PsaMemory.NON_SECURE);
        ipcConnected = new PsaRequests(new Threads(), connected, PsaMemory.NON_SECURE);
    }

    /** The client's memory. */
    private abstract class Side implements PsaRequests.Spm {
        @Override
        public void write(long address, MemorySegment from) {
            memory.write(address, from);
        }

        @Override
        public long read64(long address) {
            return memory.read64(address);
        }
    }

    private final class Functions extends Side {
        @Override
        public int call(int handle, int control, long inputs, long outputs) {
            return relay.call(CLIENT, handle, control, inputs, outputs);
        }
    }

    private final class Threads extends Side {
        @Override
        public int call(int handle, int control, long inputs, long outputs) {
            return queue.call(CLIENT, handle, control, inputs, outputs);
        }
    }

    /** To functions on the caller's stack. */
    @Benchmark
    public long sfnStateless() {
        return sfnStateless.next();
    }

    /** The same on connections that stay. */
    @Benchmark
    public long sfnConnected() {
        return sfnConnected.next();
    }

    /** To partitions that wait for signals, each in a bare Continuation. */
    @Benchmark
    public long ipcStateless() {
        return ipcStateless.next();
    }

    /** The same on connections that stay. */
    @Benchmark
    public long ipcConnected() {
        return ipcConnected.next();
    }
}
