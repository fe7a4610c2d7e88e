package org.partita.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What virtual threads allocate: it is counted for the threads that carry them. A hand-off allocates in Java's own scheduler, so this means
 * something beside what the bare hand-offs allocate.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class VirtualAllocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String CARRIER = "ForkJoinPool-1-worker-";

    private Map<Long, Long> before = Map.of();

    /** Calls of this iteration; JMH sums it. */
    public long calls;

    /** Bytes that were allocated in this iteration; JMH sums it. */
    public long bytes;

    @Setup(Level.Iteration)
    public void begin() {
        calls = 0;
        bytes = 0;
        before = allocated();
    }

    @TearDown(Level.Iteration)
    public void end() {
        // a carrier that has ended meanwhile had nothing to do for long
        allocated().forEach((id, now) -> bytes += now - before.getOrDefault(id, 0L));
    }

    private static Map<Long, Long> allocated() {
        Map<Long, Long> carriers = new HashMap<>();
        for (ThreadInfo t : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (t != null && t.getThreadName().startsWith(CARRIER)) {
                carriers.put(t.getThreadId(), THREADS.getThreadAllocatedBytes(t.getThreadId()));
            }
        }
        if (carriers.isEmpty()) {
            throw new IllegalStateException("no thread " + CARRIER + "* carries virtual threads");
        }
        return carriers;
    }
}
