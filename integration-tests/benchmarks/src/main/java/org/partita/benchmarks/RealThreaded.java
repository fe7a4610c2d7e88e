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
import org.partita.api.admin.Client;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.benchmarks.platform.BenchPlatform;

/** Direct requests of a threaded SP, which it sends one after the other when it is asked to, to another threaded SP. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before the rest
public class RealThreaded {
    static final int REQUESTS = 1_000;

    private static final int VM = 1;
    private static final int ASKER = 0x8010;
    private static final int ANSWERER = 0x8011;

    private BenchPlatform platform;
    private Client vm;
    private long before;

    @Setup(Level.Trial)
    public void start() throws Exception {
        platform = BenchPlatform.startThreaded(VM, ASKER, ANSWERER);
        vm = platform.platform().client(VM, 0);
    }

    @TearDown(Level.Trial)
    public void stop() throws Exception {
        vm.close();
        platform.stop();
    }

    /** SP to SP through the SPMC and back, from a virtual thread to another and back. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public long spToSp() {
        Registers r = vm.registers();
        r.set(FunctionId.FFA_MSG_SEND_DIRECT_REQ.id64(), VM << 16 | ASKER, 0, REQUESTS, before, 0, 0, 0);
        vm.call();
        if (r.x3 != REQUESTS || r.x4 != before + REQUESTS) {
            throw new IllegalStateException("answered " + r);
        }
        before = r.x4;
        return before;
    }
}
