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
import org.partita.api.admin.InterruptController;
import org.partita.benchmarks.platform.BenchPlatform;
import org.partita.benchmarks.platform.Handler;

/** From a device's wire to the handler of an SP, on PEs that are idle. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before the rest
public class RealInterrupt {
    private static final int OWNER = 0x8010;
    private static final int INTID = 62;

    private final Handler handler = new Handler();
    private BenchPlatform platform;
    private InterruptController gic;

    @Setup(Level.Trial)
    public void start() throws Exception {
        platform = BenchPlatform.startInterrupted(OWNER, INTID, handler);
        gic = platform.platform().interrupts();
    }

    @TearDown(Level.Trial)
    public void stop() throws Exception {
        platform.stop();
    }

    /** An edge, until the handler has acknowledged and ended it. */
    @Benchmark
    public long toHandler() {
        long next = handler.handled() + 1;
        gic.pulse(INTID, 0);
        while (handler.handled() < next) {
            Thread.onSpinWait();
        }
        return next;
    }
}
