package org.partita.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
import org.partita.benchmarks.prototype.BareContinuation;

/** What a hand-over from one thread to another and back costs by itself, whatever is done on either side. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before the rest
public class HandOff {
    /** A thread that is woken, counts, wakes whoever woke it, and parks again. */
    private static final class Answerer implements Runnable {
        volatile boolean asked;
        volatile boolean stopped;
        volatile Thread asker;
        volatile long answered;
        private long count;

        @Override
        public void run() {
            while (!stopped) {
                if (asked) {
                    asked = false;
                    count++;
                    answered = count;
                    LockSupport.unpark(asker);
                } else {
                    LockSupport.park(this);
                }
            }
        }
    }

    private final Answerer answerer = new Answerer();
    private final Answerer handler = new Answerer();
    private Thread virtual;
    private Thread platform;
    private BareContinuation continuation;
    private VirtualCaller caller;
    private long yields;

    @Setup(Level.Trial)
    public void start() {
        caller = new VirtualCaller(this::ask);
        virtual = Thread.ofVirtual().start(answerer);
        platform = Thread.ofPlatform().daemon().start(handler);
        continuation = new BareContinuation(this::yieldAlways);
        continuation.run();
    }

    @TearDown(Level.Trial)
    public void stop() {
        caller.close();
        answerer.stopped = true;
        handler.stopped = true;
        LockSupport.unpark(virtual);
        LockSupport.unpark(platform);
    }

    private void yieldAlways() {
        for (; ; ) {
            yields++;
            BareContinuation.yieldIt();
        }
    }

    /** From a virtual thread to another and back: two hand-offs, each with park and unpark. */
    @Benchmark
    @OperationsPerInvocation(RealThreaded.REQUESTS)
    public long virtualThreads(VirtualAllocation allocation) {
        allocation.calls += RealThreaded.REQUESTS;
        caller.run();
        return answerer.answered;
    }

    private void ask() {
        answerer.asker = Thread.currentThread();
        long end = answerer.answered + RealThreaded.REQUESTS;
        for (long next = answerer.answered + 1; next <= end; next++) {
            answerer.asked = true;
            LockSupport.unpark(virtual);
            while (answerer.answered < next) {
                LockSupport.park(this);
            }
        }
    }

    /** Into a Continuation that yields, and out of it. */
    @Benchmark
    public long continuation() {
        continuation.run();
        return yields;
    }

    /** A parked platform thread is woken and has counted. */
    @Benchmark
    public long platformThread() {
        long next = handler.answered + 1;
        handler.asked = true;
        LockSupport.unpark(platform);
        while (handler.answered < next) {
            Thread.onSpinWait();
        }
        return next;
    }
}
