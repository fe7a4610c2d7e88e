package org.partita.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;

/** What classes may depend on. Each rule is applied to the classes of one module, and to a fixture that breaks it. */
final class Rules {
    /** The one package that knows threads and real time: without it no run could be repeated from a seed. */
    static final String EXECUTION = "org.partita.core.execution..";

    private static final Set<Class<?>> WAITING = Set.of(
            Thread.class,
            Timer.class,
            Executor.class,
            Executors.class,
            ThreadFactory.class,
            CompletableFuture.class,
            BlockingQueue.class,
            CountDownLatch.class,
            CyclicBarrier.class,
            Exchanger.class,
            Phaser.class,
            Semaphore.class);

    /** Calls that give another answer in each run, by class. An empty set of arguments does not matter here. */
    private static final Map<String, Set<String>> UNREPEATABLE = Map.of(
            "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
            "java.lang.Object", Set.of("wait", "notify", "notifyAll"),
            "java.lang.Math", Set.of("random"),
            "java.lang.StrictMath", Set.of("random"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.util.concurrent.TimeUnit", Set.of("sleep", "timedWait", "timedJoin"),
            "java.time.Instant", Set.of("now"),
            "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds"),
            "java.util.Collections", Set.of("shuffle"));

    private Rules() {}

    /** A module depends, of what is ours, on itself, the api and the plain jars; those only on the api; the api on nothing. */
    static ArchRule dependsOnlyOnWhatItMay(Module module) {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(module.name() + "..", "org.partita.api..");
        if (!module.isIn("api")) {
            allowed = allowed.or(resideInAPackage("org.partita.lib.."));
        }
        return noClasses()
                .that()
                .resideInAPackage(module.name() + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.partita..").and(not(allowed)))
                .because("a bundle depends on the api and on plain jars, never on another bundle")
                .allowEmptyShould(true);
    }

    /** Threads, locks and executors are the business of core.execution. */
    static ArchRule doesNotTouchThreads() {
        DescribedPredicate<JavaClass> waiting = describe(
                "know threads, locks or executors",
                type -> type.getPackageName().equals("java.util.concurrent.locks")
                        || WAITING.stream().anyMatch(type::isAssignableTo));
        return noClasses()
                .that()
                .resideOutsideOfPackage(EXECUTION)
                .should()
                .dependOnClassesThat(waiting)
                .because("only core.execution waits; everybody else uses its Execution")
                .allowEmptyShould(true);
    }

    /** Real time and unseeded randomness are the business of core.execution. */
    static ArchRule canBeRepeated() {
        DescribedPredicate<AccessTarget> unrepeatable = describe(
                "waiting, real time or unseeded randomness",
                called -> UNREPEATABLE
                                .getOrDefault(called.getOwner().getName(), Set.of())
                                .contains(called.getName())
                        || isUnseeded(called));
        return noClasses()
                .that()
                .resideOutsideOfPackage(EXECUTION)
                .should()
                .accessTargetWhere(target(unrepeatable))
                .orShould()
                .dependOnClassesThat(
                        assignableTo(ThreadLocalRandom.class).or(assignableTo(java.security.SecureRandom.class)))
                .because("a run is repeated from its seed; time and randomness come from core's Time and Execution")
                .allowEmptyShould(true);
    }

    private static boolean isUnseeded(AccessTarget called) {
        return called instanceof AccessTarget.ConstructorCallTarget constructor
                && constructor.getOwner().isAssignableTo(Random.class)
                && constructor.getRawParameterTypes().isEmpty();
    }

    /** A value in a thread would outlive its provider. */
    static ArchRule hasNoThreadLocals() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(EXECUTION)
                .should()
                .dependOnClassesThat(assignableTo(ThreadLocal.class).or(assignableTo(ScopedValue.class)))
                .because("a value in a thread outlives its provider and keeps its class loader")
                .allowEmptyShould(true);
    }
}
