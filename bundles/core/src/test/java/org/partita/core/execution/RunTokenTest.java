package org.partita.core.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Actors of a scenario: one at a time, chosen by the seed and by nothing else. */
class RunTokenTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Execution execution = new Execution();
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        execution.close();
    }

    private final class Play {
        final VirtualTime time = new VirtualTime();
        final RunToken token;
        final TokenScenario scenario;

        Play(long seed) {
            token = new RunToken(seed, time);
            scenario = new TokenScenario(token, execution);
        }

        /** An actor that takes this many steps and says each. */
        Play steps(String name, int count) {
            scenario.actor(name, () -> {
                for (int i = 0; i < count; i++) {
                    log.add(name + i);
                    token.step();
                }
            });
            return this;
        }

        List<String> run() throws InterruptedException {
            scenario.run(LIMIT);
            List<String> said = List.copyOf(log);
            log.clear();
            return said;
        }
    }

    private List<String> three(long seed) throws InterruptedException {
        return new Play(seed).steps("a", 20).steps("b", 20).steps("c", 20).run();
    }

    @RepeatedTest(20)
    void sameSeedMakesTheSameChoicesHoweverThreadsStart() throws InterruptedException {
        assertThat(three(7)).isEqualTo(three(7));
    }

    @Test
    void anotherSeedMakesOtherChoices() throws InterruptedException {
        assertThat(three(7)).isNotEqualTo(three(8)).containsExactlyInAnyOrderElementsOf(three(8));
    }

    @Test
    void eventBeginsAtItsVirtualTime() throws InterruptedException {
        Play play = new Play(1).steps("a", 10);
        play.scenario.at(Duration.ofNanos(5_000), "event", () -> log.add("event at " + play.time.now()));
        List<String> said = play.run();
        assertThat(said).hasSize(11);
        assertThat(said.indexOf("event at 5000") + said.indexOf("event at 6000"))
                .as("%s", said)
                .isGreaterThan(3);
    }

    @Test
    void timeGoesOnToTheNextEventWhenNobodyElseCanRun() throws InterruptedException {
        Play play = new Play(1);
        play.scenario.at(Duration.ofSeconds(3), "late", () -> log.add("late at " + play.time.now()));
        play.scenario.at(Duration.ofSeconds(1), "early", () -> log.add("early at " + play.time.now()));
        assertThat(play.run()).containsExactly("early at 1000001000", "late at 3000001000");
    }

    @Test
    void heldCallGoesOnAfterAPublication() throws InterruptedException {
        Play play = new Play(1);
        play.scenario.actor("caller", () -> log.add("decided elsewhere: " + play.token.hold()));
        play.scenario.at(Duration.ofSeconds(1), "administrator", play.token::published);
        assertThat(play.run()).containsExactly("decided elsewhere: true");
    }

    @Test
    void vacancyIsDecidedWhenNobodyIsLeftWhoCouldFillIt() throws InterruptedException {
        Play play = new Play(1);
        play.scenario.actor("caller", () -> log.add("decided elsewhere: " + play.token.hold()));
        assertThat(play.run()).containsExactly("decided elsewhere: false");
    }

    /** Somebody looks for a PE that the held caller has: looking must not keep the vacancy from being decided. */
    @Test
    void whoLooksAgainAndAgainDoesNotKeepAVacancyFromBeingDecided() throws InterruptedException {
        Play play = new Play(1);
        boolean[] free = {false};
        play.scenario.actor("caller", () -> {
            log.add("decided elsewhere: " + play.token.hold());
            free[0] = true;
        });
        play.scenario.actor("looker", () -> {
            while (!free[0]) {
                play.token.lookAgain();
            }
            log.add("found");
        });
        assertThat(play.run()).containsExactly("decided elsewhere: false", "found");
    }

    @Test
    void limitOfWhoLooksIsVirtualTime() throws InterruptedException {
        Play play = new Play(1);
        play.scenario.actor("looker", () -> {
            long end = play.token.now() + Duration.ofSeconds(5).toNanos();
            while (play.token.now() < end) {
                play.token.lookAgain();
            }
            log.add("gave up");
        });
        assertThat(play.run()).containsExactly("gave up");
        assertThat(play.token.steps()).isLessThan(10_000);
    }

    @Test
    void lockIsTakenInTurnsByActorsThatStepWhileTheyHaveIt() throws InterruptedException {
        Play play = new Play(3);
        WriterLock lock = new WriterLock();
        for (String name : List.of("a", "b")) {
            play.scenario.actor(
                    name,
                    () -> lock.inTurn(play.token, () -> {
                        log.add(name + " in");
                        play.token.step();
                        return log.add(name + " out");
                    }));
        }
        assertThat(play.run())
                .isIn(List.of("a in", "a out", "b in", "b out"), List.of("b in", "b out", "a in", "a out"));
    }

    // ---- after boot

    /** An actor of the platform's own, which takes this many steps. */
    private void inhabitant(Play play, String name, int steps) {
        execution.start(play.token, name, false, () -> {
            for (int i = 0; i < steps; i++) {
                play.token.step();
            }
            log.add(name + " has ended");
        });
    }

    private void visit(Play play) {
        play.token.enter("guest");
        log.add("guest at " + play.time.now());
        play.token.depart();
    }

    @RepeatedTest(20)
    void whatAGuestHasBegunHasEndedWhenItHasDeparted() {
        Play play = new Play(1);
        play.token.gate();
        visit(play);
        inhabitant(play, "inhabitant", 50);
        visit(play);
        assertThat(log).hasSize(3).contains("guest at 1000", "inhabitant has ended");
    }

    @Test
    void nothingHappensWithoutAGuest() {
        Play play = new Play(1);
        play.token.gate();
        visit(play);
        long before = play.token.steps();
        inhabitant(play, "inhabitant", 50);
        assertThat(play.token.steps()).isEqualTo(before);
        play.token.open();
    }

    @Test
    void whoNeverEndsGoesOnForAWhileOnly() {
        Play play = new Play(1);
        play.token.gate();
        inhabitant(play, "inhabitant", 1_000_000);
        visit(play);
        long steps = play.token.steps();
        visit(play);
        assertThat(play.token.steps() - steps).isBetween(10_000L, 10_010L);
    }

    @Test
    void aTimerThatIsSetForLaterWaitsForAGuest() throws InterruptedException {
        Play play = new Play(1);
        play.token.gate();
        visit(play);
        execution.after(play.token, Duration.ofSeconds(1).toNanos(), () -> log.add("timer at " + play.time.now()));
        visit(play);
        assertThat(log).containsExactly("guest at 1000", "guest at 2000");
        play.scenario.at(Duration.ofSeconds(2), "event", () -> log.add("event"));
        play.scenario.run(LIMIT);
        assertThat(log).containsExactly("guest at 1000", "guest at 2000", "timer at 1000002000", "event");
    }
}
