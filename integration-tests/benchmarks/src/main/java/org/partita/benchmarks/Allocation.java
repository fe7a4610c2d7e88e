package org.partita.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the calling thread allocates: the rate of the whole machine, divided by the calls, counts the threads of the
 * framework and of JMH too, and the more the slower a call is.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long before;

    /** Calls of this iteration; JMH sums it. */
    public long calls;

    /** Bytes that the calling thread allocated in this iteration; JMH sums it. */
    public long bytes;

    @Setup(Level.Iteration)
    public void begin() {
        calls = 0;
        bytes = 0;
        before = THREADS.getCurrentThreadAllocatedBytes();
    }

    @TearDown(Level.Iteration)
    public void end() {
        bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
