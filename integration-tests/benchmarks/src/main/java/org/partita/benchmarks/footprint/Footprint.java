package org.partita.benchmarks.footprint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jol.vm.VM;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PsaSession;

/**
 * What the SPM of a running platform takes, in bytes. A partition's share is what would go with it; its manifest and its code, which stay, are no
 * part of it.
 *
 * @param connection with its message and vectors
 * @param state signals, queue and services of a partition
 * @param context registers, pass and API of a partition
 * @param thread of a partition, without its stack; 0 if it has none
 * @param stack of the thread, while it waits for a message
 */
public record Footprint(long connection, long state, long context, long thread, long stack) {
    private static final long POLL = Duration.ofMillis(5).toNanos();
    private static final long LIMIT = Duration.ofSeconds(10).toNanos();

    /**
     * Measures the first connection of the pool and the first partition.
     *
     * @param session of a client that is not in a call
     */
    public static Footprint of(Platform platform, PsaSession session) {
        requireSizes();
        Object tables = ObjectGraph.field(ObjectGraph.field(ObjectGraph.field(session, "component"), "pass"), "tables");
        Object[] items = (Object[]) ObjectGraph.field(ObjectGraph.field(tables, "pool"), "items");
        Object resident = ((List<?>) ObjectGraph.field(tables, "partitions")).getFirst();
        return of(List.of(platform, session), items[0], resident);
    }

    /** JOL would guess sizes from classes, and a stack's class does not tell its size. */
    private static void requireSizes() {
        try {
            Class<?> installer = Class.forName("org.openjdk.jol.vm.InstrumentationSupport$Installer");
            if (installer.getField("INSTRUMENTATION").get(null) == null) {
                throw new IllegalStateException(
                        "the virtual machine tells no sizes of objects: start it with java -jar benchmarks.jar");
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JOL is another one than expected", e);
        }
    }

    private static Footprint of(List<Object> roots, Object connection, Object resident) {
        ObjectGraph graph = new ObjectGraph();
        Object component = ObjectGraph.field(resident, "self");
        List<Object> threads = threads(component);
        List<Object> execution = new ArrayList<>(threads);
        execution.add(component);
        List<Object> all = new ArrayList<>(execution);
        all.add(resident);
        all.addAll((Collection<?>) ObjectGraph.field(resident, "services"));
        Set<Object> ofThreads = graph.retained(threads, roots);
        long stack = bytes(ofThreads.stream().filter(Footprint::stack).toList());
        long thread = bytes(ofThreads);
        long context = bytes(graph.retained(execution, roots));
        return new Footprint(
                bytes(graph.retained(List.of(connection), roots)),
                bytes(graph.retained(all, roots)) - context,
                context - thread,
                thread - stack,
                stack);
    }

    /** The thread of a partition as core has it and as Java has it; nothing if it has none. */
    private static List<Object> threads(Object component) {
        Object ours = ObjectGraph.find(component, "thread");
        if (ours == null) {
            return List.of();
        }
        Thread thread = (Thread) ObjectGraph.field(ours, "thread");
        awaitRest(thread);
        // whoever has run it last may refer to its continuation still
        return List.of(ours, thread, ObjectGraph.field(thread, "cont"));
    }

    /** A thread that has given the PE away parks a moment later: then its stack is an object. */
    private static void awaitRest(Thread thread) {
        for (long waited = 0; thread.getState() != Thread.State.WAITING; waited += POLL) {
            if (waited > LIMIT) {
                throw new IllegalStateException(thread + " does not wait: " + thread.getState());
            }
            LockSupport.parkNanos(POLL);
        }
    }

    private static boolean stack(Object o) {
        return o.getClass().getName().equals("jdk.internal.vm.StackChunk");
    }

    private static long bytes(Collection<Object> objects) {
        return objects.stream().mapToLong(Footprint::bytes).sum();
    }

    /** Of a piece of stack its words: of the rest of it the virtual machine tells one size while it interprets, and another one later. */
    private static long bytes(Object o) {
        return stack(o)
                ? (int) ObjectGraph.field(o, "size") * (long) Long.BYTES
                : VM.current().sizeOf(o);
    }

    /** All that a partition takes. */
    public long partition() {
        return state + context + thread + stack;
    }
}
