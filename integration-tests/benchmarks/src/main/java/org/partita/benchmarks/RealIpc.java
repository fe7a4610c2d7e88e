package org.partita.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * psa_call of a Non-secure client, which is a virtual thread, to IPC partitions, on the platform: psa_get, psa_read, psa_write, psa_reply and
 * psa_wait in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before the rest
public class RealIpc {
    private PsaSide side;
    private PsaRequests requests;
    private PsaRequests stateless;
    private PsaRequests connected;
    private VirtualCaller caller;

    @Setup(Level.Trial)
    public void start() throws Exception {
        side = new PsaSide(true);
        stateless = side.stateless();
        connected = side.connected();
        requests = stateless;
        caller = new VirtualCaller(this::calls);
    }

    @TearDown(Level.Trial)
    public void stop() throws Exception {
        caller.close();
        side.stop();
    }

    private void calls() {
        for (int i = 0; i < RealThreaded.REQUESTS; i++) {
            long _ = requests.next();
        }
    }

    private void measure(PsaRequests which, VirtualAllocation allocation) {
        allocation.calls += RealThreaded.REQUESTS;
        requests = which;
        caller.run();
    }

    /** To stateless services. */
    @Benchmark
    @OperationsPerInvocation(RealThreaded.REQUESTS)
    public void stateless(VirtualAllocation allocation) {
        measure(stateless, allocation);
    }

    /** On connections that stay. */
    @Benchmark
    @OperationsPerInvocation(RealThreaded.REQUESTS)
    public void connected(VirtualAllocation allocation) {
        measure(connected, allocation);
    }
}
