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
import org.partita.api.ffa.Registers;
import org.partita.benchmarks.platform.BenchPlatform;

/** Direct request and response on the platform, to three receivers in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before the rest
public class RealDirect {
    private final Requests requests = new Requests();
    private BenchPlatform platform;
    private Client sp;
    private Client vm;

    @Setup(Level.Trial)
    public void start() throws Exception {
        platform = BenchPlatform.start(Requests.VM, Requests.SP, Requests.RECEIVER);
        sp = platform.platform().client(Requests.SP, 0);
        vm = platform.platform().client(Requests.VM, 0);
    }

    @TearDown(Level.Trial)
    public void stop() throws Exception {
        sp.close();
        vm.close();
        platform.stop();
    }

    /** SP to SP through the SPMC, and back. */
    @Benchmark
    public long spToSp(Allocation allocation) {
        allocation.calls++;
        Registers r = requests.next(sp.registers(), Requests.SP);
        sp.call();
        return requests.checked(r);
    }

    /** VM to SP through Hypervisor, SPMD and SPMC, and back. */
    @Benchmark
    public long vmToSp(Allocation allocation) {
        allocation.calls++;
        Registers r = requests.next(vm.registers(), Requests.VM);
        vm.call();
        return requests.checked(r);
    }
}
