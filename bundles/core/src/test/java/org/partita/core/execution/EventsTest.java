package org.partita.core.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.partita.api.admin.EventStatus;
import org.partita.api.admin.PartitaException;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.WiringFactory;

/** What happens at a time of the platform's, whoever runs it. */
class EventsTest {
    private static final long MS = 1_000_000;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Execution execution = new Execution();
    private final VirtualTime time = new VirtualTime();
    private final RunToken token = new RunToken(1, time);
    private final Events events = events(token, time);

    private Events events(@Nullable RunToken of, Time clock) {
        Hub hub = new Hub(new WiringFactory(1).empty(new RoleTable().size()), new CrossingLog(16, clock));
        if (of != null) {
            hub.token(of);
            of.gate();
        }
        return new Events(hub, execution, clock, log::add);
    }

    @AfterEach
    void close() {
        events.close();
        token.open();
        execution.close();
    }

    private void say(String what) {
        log.add(what + " at " + time.now() / MS);
    }

    /** What a command does: it comes from a thread of somebody else's and takes steps. */
    private void visit(String name, int steps) {
        Thread thread = new Thread(() -> {
            boolean entered = token.enter(name);
            assertThat(entered).isTrue();
            say(name);
            for (int i = 0; i < steps; i++) {
                token.step();
            }
            token.depart();
        });
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void eventsHappenInOrderOfTimeWhileSomebodyWaits() {
        events.at(7 * MS, "b", () -> say("b"));
        events.at(5 * MS, "a", () -> say("a"));
        events.at(9 * MS, "c", () -> say("c"));
        assertThat(events.pending())
                .containsExactly(
                        new EventStatus(Duration.ofMillis(5), "a"),
                        new EventStatus(Duration.ofMillis(7), "b"),
                        new EventStatus(Duration.ofMillis(9), "c"));
        events.await(8 * MS);
        assertThat(log).containsExactly("a at 5", "b at 7");
        events.awaitAll();
        assertThat(log).containsExactly("a at 5", "b at 7", "c at 9");
        assertThat(events.pending()).isEmpty();
    }

    @Test
    void noEventHappensWhileNobodyLetsTimePass() {
        events.at(2 * MS, "a", () -> say("a"));
        visit("guest", 10);
        assertThat(log).containsExactly("guest at 0");
        assertThat(time.now()).isLessThan(2 * MS);
    }

    @Test
    void anEventHappensWhileAGuestIsThereForSoLong() {
        events.at(MS / 10, "a", () -> say("a"));
        visit("guest", 200);
        assertThat(log).containsExactly("guest at 0", "a at 0");
    }

    /** Each of the threads that the code uses acts for it, and between two of them nobody else does. */
    @RepeatedTest(20)
    void theThreadsOfItsCodeHaveTheToken() {
        events.at(MS, "a", () -> {
            visit("first", 50);
            long between = token.steps();
            LockSupport.parkNanos(MS);
            assertThat(token.steps()).isEqualTo(between);
            visit("second", 50);
        });
        execution.start(token, "inhabitant", false, () -> {
            for (int i = 0; i < 10_000; i++) {
                token.step();
            }
        });
        events.await(20 * MS);
        assertThat(log).containsExactly("first at 1", "second at 1");
    }

    /** What an event has lent is not for others, and who waits for the platform to stand still does not go on before. */
    @RepeatedTest(20)
    void whoHasWaitedGoesOnAfterTheEventThatIsAtWork() {
        events.at(MS, "a", () -> {
            visit("first", 100);
            LockSupport.parkNanos(MS);
            visit("second", 100);
        });
        events.await(MS + MS / 20);
        visit("main", 1);
        assertThat(log).containsExactly("first at 1", "second at 1", "main at 1");
    }

    @Test
    void anEventThatWaitsForAllEventsIsRefused() {
        events.at(MS, "a", events::awaitAll);
        assertThatThrownBy(events::awaitAll).hasMessageContaining("an event can't wait for all events to end");
        assertThat(log).singleElement().asString().contains("an event can't wait for all events to end");
    }

    @Test
    void thePlatformEndsAlsoWhileAnEventIsAtWork() throws InterruptedException {
        Signal begun = new Signal();
        Signal mayEnd = new Signal();
        Signal ended = new Signal();
        events.at(MS, "a", () -> {
            begun.raise();
            mayEnd.awaitThrough(20_000 * MS);
        });
        Thread waiting = new Thread(() -> {
            try {
                events.await(2 * MS);
            } catch (PartitaException e) {
                say(String.valueOf(e.getMessage()));
            }
        });
        waiting.start();
        assertThat(begun.await(20_000 * MS)).isTrue();
        execution.start(token, "inhabitant", false, ended::raise);
        assertThat(ended.raised()).isFalse();
        assertThat(events.close()).as("it has begun").isEmpty();
        token.open();
        assertThat(ended.await(20_000 * MS)).isTrue();
        waiting.join();
        mayEnd.raise();
        assertThat(log).singleElement().asString().startsWith("the platform has stopped");
    }

    private List<String> two(long seed) {
        VirtualTime clock = new VirtualTime();
        RunToken own = new RunToken(seed, clock);
        Events both = events(own, clock);
        List<String> said = new CopyOnWriteArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            both.at(MS, name, () -> {
                for (int i = 0; i < 5; i++) {
                    int round = i;
                    Thread thread = new Thread(() -> {
                        own.enter(name);
                        for (int step = 0; step < 3; step++) {
                            own.step();
                            said.add(name + round + " at " + clock.now());
                        }
                        own.depart();
                    });
                    thread.start();
                    try {
                        thread.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
        }
        both.awaitAll();
        both.close();
        own.open();
        return List.copyOf(said);
    }

    @RepeatedTest(10)
    void theSameSeedMixesEventsInTheSameWay() {
        assertThat(two(3)).hasSize(45).isEqualTo(two(3)).isNotEqualTo(two(4));
    }

    @Test
    void whoWaitsIsToldOfFailures() {
        events.at(MS, "a", () -> {
            throw new PartitaException("no such thing");
        });
        assertThatThrownBy(() -> events.await(2 * MS)).hasMessage("at 0.001 s a failed: no such thing");
        events.await(3 * MS);
    }

    @Test
    void aTimeThatIsOverIsRefused() {
        events.await(2 * MS);
        assertThatThrownBy(() -> events.at(MS, "a", () -> {}))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("it is 0.002")
                .hasMessageContaining("nothing can happen at 0.001 s any more: give a later time");
    }

    @Test
    void anEventMayWaitAndSetUpAnother() {
        events.at(MS, "a", () -> {
            say("a");
            events.at(4 * MS, "b", () -> say("b"));
            events.await(3 * MS);
            say("a goes on");
        });
        events.awaitAll();
        assertThat(log).containsExactly("a at 1", "a goes on at 3", "b at 4");
    }

    @Test
    void inRealTimeTheyHappenToo() throws InterruptedException {
        Time real = Time.real();
        Events parallel = events(null, real);
        CountDownLatch happened = new CountDownLatch(2);
        long before = real.now();
        assertThat(parallel.after(2 * MS, "a", happened::countDown)).isGreaterThanOrEqualTo(before + 2 * MS);
        parallel.after(MS, "b", () -> {
            happened.countDown();
            throw new PartitaException("no");
        });
        assertThatThrownBy(parallel::awaitAll).hasMessageContaining("b failed: no");
        happened.await();
        long later = real.now() + MS;
        parallel.await(later);
        assertThat(real.now()).isGreaterThanOrEqualTo(later);
        parallel.at(later + 600_000 * MS, "c", () -> {});
        assertThat(parallel.close()).singleElement().asString().contains("c does not happen");
        assertThatThrownBy(parallel::awaitAll).hasMessage("the platform has stopped");
    }

    @Test
    void whatIsPlannedFromNowOnIsNeverTooLate() {
        AtomicLong looks = new AtomicLong();
        Events slow = events(null, () -> looks.incrementAndGet() * MS);
        assertThat(slow.after(0, "a", () -> log.add("a"))).isEqualTo(MS);
        slow.awaitAll();
        assertThat(log).containsExactly("a");
        slow.close();
    }

    @Test
    void whatHasNotBegunDoesNotHappenWhenThePlatformEnds() {
        events.at(MS, "a", () -> say("a"));
        assertThat(events.close())
                .containsExactly("at 0.001 s a does not happen, because the platform ends: spm:await waits for it");
        token.open();
        while (execution.threadCount() > 0) {
            Thread.onSpinWait();
        }
        assertThat(events.pending()).isEmpty();
        assertThat(log).isEmpty();
    }
}
