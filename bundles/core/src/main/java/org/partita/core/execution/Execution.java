package org.partita.core.execution;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Threads and real-time deadlines for the rest of core, counted so that nothing is left behind. */
public final class Execution implements AutoCloseable {
    private final ScheduledExecutorService keeper;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Set<Thread> abandoned = ConcurrentHashMap.newKeySet();

    public Execution() {
        keeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread t = new Thread(task, "partita-keeper");
            t.setDaemon(true);
            return t;
        });
    }

    /** Starts a platform thread of core's own that ends by itself. */
    public Thread start(String name, Runnable body) {
        Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> counted(body));
        threads.add(thread);
        thread.start();
        return thread;
    }

    /**
     * As {@link #start}, for a body that runs partition code: in deterministic mode the thread is an actor from this
     * moment on, not only from when it begins.
     *
     * @param token of deterministic mode, or null
     * @param name of the actor
     * @param guest whether it does what somebody outside the platform wants
     */
    public Thread start(@Nullable RunToken token, String name, boolean guest, Runnable body) {
        String thread = "partita-" + name.replace(' ', '-');
        if (token == null) {
            return start(thread, body);
        }
        return start(token, new Actor.Entry(name, 0, guest ? Actor.Kind.GUEST : Actor.Kind.INHABITANT), thread, body)
                .thread;
    }

    /** An actor and its thread. */
    record Acting(Actor actor, Thread thread) {}

    /** Starts a thread that is an actor from this moment on, and runs the body at its first turn unless it is called off before. */
    Acting start(RunToken token, Actor.Entry entry, String name, Runnable body) {
        Actor actor = token.announce(List.of(entry), false).getFirst();
        Thread thread = start(name, () -> {
            try {
                if (token.arrive(actor)) {
                    body.run();
                }
            } finally {
                token.depart();
            }
        });
        return new Acting(actor, thread);
    }

    /**
     * Runs once after a delay: of real time on core's keeper thread, or, in deterministic mode, of virtual time as an actor. Never partition
     * code.
     *
     * @param token of deterministic mode, or null
     */
    void after(@Nullable RunToken token, long nanos, Runnable task) {
        if (token == null) {
            after(nanos, task);
            return;
        }
        start(token, new Actor.Entry("timer", nanos, Actor.Kind.INHABITANT), "partita-timer", task);
    }

    /**
     * Ends the wait for what the calling thread does, in deterministic mode: after a delay of virtual time, which goes on to it when nothing
     * else can happen any more. The platform does not go on for that thread's sake then.
     *
     * @param task runs once, then
     * @return calls it off
     */
    public Runnable limit(RunToken token, String name, long nanos, Runnable task) {
        Thread awaited = Thread.currentThread();
        Acting acting = start(token, new Actor.Entry(name, nanos, Actor.Kind.LIMIT), "partita-limit", () -> {
            token.dismiss(awaited);
            task.run();
        });
        return () -> token.callOff(acting.actor);
    }

    /** Starts a virtual thread: the stack of a threaded context. */
    Thread startContext(String name, Runnable body) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> counted(body));
        threads.add(thread);
        thread.start();
        return thread;
    }

    private void counted(Runnable body) {
        try {
            body.run();
        } finally {
            threads.remove(Thread.currentThread());
            abandoned.remove(Thread.currentThread());
        }
    }

    /** A partition's thread that would not stop: counted apart until it ends. */
    void abandon(Thread thread) {
        if (threads.remove(thread)) {
            abandoned.add(thread);
        }
    }

    /** Runs once after a real-time delay, on core's keeper thread; never partition code. */
    public void after(long nanos, Runnable task) {
        ScheduledFuture<?> _ = keeper.schedule(surviving(task), nanos, TimeUnit.NANOSECONDS);
    }

    /** Runs again and again on core's keeper thread; never partition code. */
    public void every(long nanos, Runnable task) {
        ScheduledFuture<?> _ = keeper.scheduleWithFixedDelay(surviving(task), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** One exception must not end the watchdog or an election for good. */
    private static Runnable surviving(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                System.getLogger("org.partita.core")
                        .log(System.Logger.Level.ERROR, "a task of the keeper failed: " + e);
            }
        };
    }

    /** Real time for deadlines; platform time is {@link Time}. */
    public static long realNanos() {
        return System.nanoTime();
    }

    /** A short real-time wait of a drain. */
    static void pause(long nanos) {
        LockSupport.parkNanos(nanos);
    }

    /** Threads that core started and that have not ended, abandoned ones apart. */
    public int threadCount() {
        return threads.size();
    }

    /** Threads of partitions that would not stop. */
    public int abandonedCount() {
        return abandoned.size();
    }

    /**
     * Waits until the threads that core has started have ended: the platform stops, and none of them is to run on without its bundle.
     *
     * @param nanos real time; those that take longer are left to themselves
     */
    public void awaitEnd(long nanos) {
        long deadline = realNanos() + nanos;
        for (Thread t : List.copyOf(threads)) {
            try {
                if (t != Thread.currentThread() && t.getState() != Thread.State.NEW) {
                    t.join(Duration.ofNanos(Math.max(0, deadline - realNanos())));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** The stack of a thread as text. */
    public static String stackOf(@Nullable Thread thread) {
        StringBuilder s = new StringBuilder();
        if (thread != null) {
            s.append(thread.getName());
            for (StackTraceElement e : thread.getStackTrace()) {
                s.append(System.lineSeparator()).append("    at ").append(e);
            }
        }
        return s.toString();
    }

    @Override
    public void close() {
        keeper.shutdownNow();
    }
}
