package org.partita.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How long each call of a cycle took, with what the endpoint wrote for it, in ns; JMH sums them. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class StepTimes {
    /** Cycles of this iteration. */
    public long cycles;

    public long send;
    public long retrieve;
    public long release;
    public long relinquish;
    public long reclaim;

    @Setup(Level.Iteration)
    public void begin() {
        cycles = 0;
        send = 0;
        retrieve = 0;
        release = 0;
        relinquish = 0;
        reclaim = 0;
    }
}
