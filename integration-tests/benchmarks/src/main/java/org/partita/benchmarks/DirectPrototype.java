package org.partita.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.partita.api.ffa.Registers;
import org.partita.benchmarks.prototype.Party;
import org.partita.benchmarks.prototype.Receiver;
import org.partita.benchmarks.prototype.Relay;

/** Direct request and response by hand, to three receivers in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DirectPrototype {
    private final Party sp = new Party(Requests.SP, true, null).taken();
    private final Party vm = new Party(Requests.VM, true, null).taken();
    private final Relay relay = new Relay(
            sp,
            vm,
            new Party(Requests.RECEIVER, false, new Receiver.Same()),
            new Party(Requests.RECEIVER + 1, false, new Receiver.Sum()),
            new Party(Requests.RECEIVER + 2, false, new Receiver.Inverse()));
    private final Requests requests = new Requests();

    /** SP to SP through one manager, and back. */
    @Benchmark
    public long spToSp() {
        Registers r = requests.next(sp.registers, Requests.SP);
        relay.spToSp(sp);
        return requests.checked(r);
    }

    /** SP to SP through one manager, and back, without the guard against swaps. */
    @Benchmark
    public long spToSpUnguarded() {
        Registers r = requests.next(sp.registers, Requests.SP);
        relay.spToSpUnguarded(sp);
        return requests.checked(r);
    }

    /** VM to SP through Hypervisor, SPMD and SPMC, and back. */
    @Benchmark
    public long vmToSp() {
        Registers r = requests.next(vm.registers, Requests.VM);
        relay.vmToSp(vm);
        return requests.checked(r);
    }
}
