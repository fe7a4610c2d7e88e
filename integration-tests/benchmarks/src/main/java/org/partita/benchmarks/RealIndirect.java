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
import org.partita.api.admin.Client;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.benchmarks.platform.BenchPlatform;

/** Indirect messages between VMs: sent, and the Receiver run until it has read and waits for the next (FF-A 4.3). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before the rest
public class RealIndirect {
    private static final int SENDER = 1;
    private static final int RECEIVER = 2;
    private static final int SCHEDULER = 3;
    private static final long SUCCESS = Integer.toUnsignedLong(FunctionId.FFA_SUCCESS.id32());
    private static final long WAITS = Integer.toUnsignedLong(FunctionId.FFA_MSG_WAIT.id32());

    private BenchPlatform platform;
    private Client sender;
    private Client scheduler;

    @Setup(Level.Trial)
    public void start() throws Exception {
        platform = BenchPlatform.startScheduled(SENDER, RECEIVER, SCHEDULER);
        sender = platform.platform().client(SENDER, 0);
        scheduler = platform.platform().client(SCHEDULER, 0);
    }

    @TearDown(Level.Trial)
    public void stop() throws Exception {
        sender.close();
        scheduler.close();
        platform.stop();
    }

    /** FFA_MSG_SEND of the Sender, FFA_RUN of the primary scheduler; in it FFA_RX_RELEASE and FFA_MSG_WAIT of the Receiver. */
    @Benchmark
    public long vmToVm(Allocation allocation) {
        allocation.calls++;
        Registers s = sender.registers();
        s.set(FunctionId.FFA_MSG_SEND.id32(), SENDER << 16 | RECEIVER, 0, Long.BYTES, 0, 0, 0, 0);
        sender.call();
        check(s, SUCCESS);
        Registers r = scheduler.registers();
        r.set(FunctionId.FFA_RUN.id32(), RECEIVER << 16, 0, 0, 0, 0, 0, 0);
        scheduler.call();
        check(r, WAITS);
        return r.x1;
    }

    private static void check(Registers r, long expected) {
        if (r.x0 != expected) {
            throw new IllegalStateException("answered " + r);
        }
    }
}
