package org.partita.testkit;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * What a test leaves behind, counted before and after: everything of {@code Platform.resources()} (contexts, busy
 * contexts, pins, clients, providers, live class loaders of providers, threads, abandoned threads, open arenas),
 * services and bundles of the framework, and the platform threads of the whole JVM that Partita started.
 *
 * <p>{@link LeavesNothingBehind} compares for every test of a class; {@link #none} for a part of one.
 */
public final class Leftovers {
    /** The testkit depends on nothing of ours, so the counts of core are read by the components of their record. */
    private static final String PLATFORM = "org.partita.api.admin.Platform";

    private static final String CORE = "core's ";
    private static final String LOADERS = CORE + "loaders";
    private static final String PROVIDERS = CORE + "providers";
    private static final String SERVICES = "services";
    private static final String THREADS_OF_JVM = "platform threads named partita-...";

    /** Counts of what ends a little later than it is told to, also before the test: fewer of it is nothing left behind. */
    private static final Set<String> MAY_SHRINK = Set.of(LOADERS, CORE + "threads", THREADS_OF_JVM);

    private static final long LIMIT_NANOS = 10_000_000_000L;
    private static final long LIMIT_OF_LOADERS_NANOS = 60_000_000_000L;
    private static final long PAUSE_NANOS = 1_000_000;

    /** A compiler that is at work on a class keeps its loader, and gets on between collections only. */
    private static final long LONGEST_PAUSE_NANOS = 200_000_000;

    private static final int IDLE_COLLECTIONS = 3;

    private final BundleContext framework;
    private final Map<String, Long> before;
    private final List<String> servicesBefore;

    private Leftovers(BundleContext framework) {
        this.framework = framework;
        this.before = awaitSettled(framework);
        this.servicesBefore = services(framework);
    }

    /**
     * Counts what there is now; without a Platform service, what the framework and the JVM have.
     *
     * @param framework any bundle's context in the framework to look at
     */
    public static Leftovers before(BundleContext framework) {
        return new Leftovers(framework);
    }

    /**
     * Asserts that an action leaves nothing behind.
     *
     * @param framework any bundle's context in the framework to look at
     * @throws AssertionError naming each count that is not what it was
     * @throws Exception what the action throws
     */
    public static void none(BundleContext framework, Action action) throws Exception {
        Leftovers left = before(framework);
        action.run();
        left.assertNone();
    }

    /**
     * Asserts that all counts are again what they were. What takes a moment to end gets it, class loaders a garbage
     * collection.
     *
     * @throws AssertionError naming each count that is not what it was
     */
    public void assertNone() {
        assertNone(false);
    }

    /**
     * As {@link #assertNone()}.
     *
     * @param lessIsFine whether counts may be smaller than before: they were taken after the test had set something up
     */
    void assertNone(boolean lessIsFine) {
        List<String> differences = differences(lessIsFine);
        long pause = PAUSE_NANOS;
        for (long begin = System.nanoTime();
                !differences.isEmpty() && System.nanoTime() - begin < limit(differences);
                differences = differences(lessIsFine)) {
            collectIfLoadersAreLeft(differences);
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
        if (!differences.isEmpty()) {
            throw new AssertionError(
                    "left behind: " + String.join("; ", differences) + services(differences) + threads(differences));
        }
    }

    /** A busy machine has its compilers at work for longer. */
    private static long limit(List<String> differences) {
        return differences.stream().allMatch(d -> d.startsWith(LOADERS)) ? LIMIT_OF_LOADERS_NANOS : LIMIT_NANOS;
    }

    private static void collectIfLoadersAreLeft(List<String> differences) {
        if (differences.stream().anyMatch(d -> d.startsWith(LOADERS))) {
            System.gc();
        }
    }

    private List<String> differences(boolean lessIsFine) {
        Map<String, Long> after = count(framework);
        List<String> found = new ArrayList<>();
        before.forEach((what, number) -> {
            Long now = after.get(what);
            boolean same =
                    number.equals(now) || ((lessIsFine || MAY_SHRINK.contains(what)) && now != null && now < number);
            if (!same) {
                found.add(what + ": " + number + " before, " + (now == null ? "not there" : now.toString()) + " after");
            }
        });
        return found;
    }

    /**
     * Class loaders that the test before has left to the garbage collector would hide those that this one leaves. Those
     * that several collections in a row have not taken are here to stay, like that of a test that is a provider itself.
     */
    private static Map<String, Long> awaitSettled(BundleContext framework) {
        Map<String, Long> now = count(framework);
        for (int idle = 0; idle < IDLE_COLLECTIONS && loaders(now) > now.getOrDefault(PROVIDERS, 0L); idle++) {
            long before = loaders(now);
            System.gc();
            LockSupport.parkNanos(PAUSE_NANOS);
            now = count(framework);
            idle = loaders(now) < before ? -1 : idle;
        }
        return now;
    }

    private static long loaders(Map<String, Long> counts) {
        return counts.getOrDefault(LOADERS, 0L);
    }

    private static Map<String, Long> count(BundleContext framework) {
        Map<String, Long> counts = new TreeMap<>();
        counts.put("bundles", (long) framework.getBundles().length);
        counts.put(SERVICES, (long) services(framework).size());
        counts.put(THREADS_OF_JVM, (long) partitaThreads().size());
        ServiceReference<?> platform = framework.getServiceReference(PLATFORM);
        if (platform != null) {
            countCore(framework, platform, counts);
        }
        return counts;
    }

    /** Whether core is there to be counted. */
    static boolean platformIsThere(BundleContext framework) {
        return framework.getServiceReference(PLATFORM) != null;
    }

    private static List<String> services(BundleContext framework) {
        try {
            return Arrays.stream(Objects.requireNonNull(framework.getAllServiceReferences(null, null)))
                    .map(Leftovers::describe)
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter was given", e);
        }
    }

    private static String describe(ServiceReference<?> reference) {
        String[] types = (String[]) Objects.requireNonNull(reference.getProperty(Constants.OBJECTCLASS));
        return String.join(", ", types) + " of " + reference.getBundle();
    }

    /** The services that made the difference. */
    private String services(List<String> differences) {
        if (differences.stream().noneMatch(d -> d.startsWith(SERVICES))) {
            return "";
        }
        List<String> now = services(framework);
        return "; new " + without(now, servicesBefore) + ", gone " + without(servicesBefore, now);
    }

    /** Each as often as the second list does not have it. */
    private static List<String> without(List<String> all, List<String> others) {
        List<String> left = new ArrayList<>(all);
        others.forEach(left::remove);
        return left;
    }

    private static void countCore(BundleContext framework, ServiceReference<?> reference, Map<String, Long> counts) {
        Object platform = framework.getService(reference);
        if (platform == null) {
            return;
        }
        try {
            Class<?> type = Class.forName(PLATFORM, false, platform.getClass().getClassLoader());
            Object resources = type.getMethod("resources").invoke(platform);
            for (RecordComponent c : resources.getClass().getRecordComponents()) {
                counts.put(CORE + c.getName(), ((Number) c.getAccessor().invoke(resources)).longValue());
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(PLATFORM + ".resources() does not give a record of counts", e);
        } finally {
            framework.ungetService(reference);
        }
    }

    private static List<String> partitaThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("partita-"))
                .sorted()
                .toList();
    }

    private static String threads(List<String> differences) {
        return differences.stream().anyMatch(d -> d.contains("threads")) ? "; there are " + partitaThreads() : "";
    }

    /** A body that may throw. */
    @FunctionalInterface
    public interface Action {
        /** Does what must not leave anything behind. */
        void run() throws Exception;
    }
}
