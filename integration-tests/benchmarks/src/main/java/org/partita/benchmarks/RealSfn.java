package org.partita.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** psa_call of a Non-secure client to SFN partitions, on the platform: psa_read, psa_write and the answer in it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before the rest
public class RealSfn {
    private PsaSide side;
    private PsaRequests stateless;
    private PsaRequests connected;

    @Setup(Level.Trial)
    public void start() throws Exception {
        side = new PsaSide(false);
        stateless = side.stateless();
        connected = side.connected();
    }

    @TearDown(Level.Trial)
    public void stop() throws Exception {
        side.stop();
    }

    /** To stateless services. */
    @Benchmark
    public long stateless(Allocation allocation) {
        allocation.calls++;
        return stateless.next();
    }

    /** On connections that stay. */
    @Benchmark
    public long connected(Allocation allocation) {
        allocation.calls++;
        return connected.next();
    }
}
