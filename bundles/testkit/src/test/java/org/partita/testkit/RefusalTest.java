package org.partita.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class RefusalTest {
    private enum Code {
        BUSY,
        DENIED
    }

    private static Refusal busy(String rule) {
        return Refusal.of(Code.BUSY, rule);
    }

    @Test
    void theExpectedRefusalIsFound() {
        busy("PARTITA-vacant").is(Code.BUSY, "PARTITA-vacant");
        busy("PARTITA-vacant").is("BUSY PARTITA-vacant");
        Refusal.of("BUSY PARTITA-vacant").is(Code.BUSY, "PARTITA-vacant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DENIED FFA-8.6-26", "BUSY FFA-8.6-27", "BUSY", "FFA-8.6-26", ""})
    void anotherStatusOrRuleIsNotTheExpectedOne(String other) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> busy("FFA-8.6-26").is(other))
                .withMessageContaining("[BUSY FFA-8.6-26]")
                .withMessageContaining("[" + other + "]");
        assertThat(Refusal.of(null, null)).isEqualTo(Refusal.of(""));
    }

    @Test
    void withoutShowsNoRefusalByARequirementCanBeAsserted() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> busy("FFA-8.6-26").is("BUSY FFA-8.6-26"))
                .withMessageContaining("FFA-8.6-26")
                .withMessageContaining("@Shows");
        busy("PARTITA-vacant").is("BUSY PARTITA-vacant");
    }

    private static Events tests(Class<?> fixture) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(fixture))
                .execute()
                .testEvents();
    }

    @Test
    void aTestFailsThatAssertsARuleWhichItDoesNotShow() {
        Events events = tests(Fixture.class);
        events.assertStatistics(s -> s.started(6).succeeded(4).failed(2));
        events.failed()
                .assertEventsMatchExactly(
                        event(
                                test("another"),
                                finishedWithFailure(message(m -> m.contains(Fixture.class.getName() + ".another")
                                        && m.contains("[FFA-8.6-26]")
                                        && m.contains("[FFA-8.6-27, FFA-8.3-9]")))),
                        event(test("fails"), finishedWithFailure(message("its own failure"))));
    }

    @Shows("FFA-8.3-9")
    static class Fixture {
        @Test
        @Shows("FFA-8.6-26")
        @Shows("FFA-8.6-27")
        void shown() throws InterruptedException {
            Thread elsewhere = new Thread(() -> busy("FFA-8.6-26").is("BUSY FFA-8.6-26"));
            elsewhere.start();
            elsewhere.join();
        }

        @Test
        void shownByTheClass() {
            busy("FFA-8.3-9").is("BUSY FFA-8.3-9");
        }

        @Test
        @Shows("FFA-8.6-27")
        void another() {
            busy("FFA-8.6-26").is("BUSY FFA-8.6-26");
        }

        @Test
        void ofPartitasOwn() {
            busy("PARTITA-vacant").is("BUSY PARTITA-vacant");
        }

        @Test
        void fails() {
            busy("FFA-8.6-26").is("BUSY FFA-8.6-26");
            throw new IllegalStateException("its own failure");
        }

        @Nested
        class Inner {
            @Test
            void shownByTheOuterClass() {
                busy("FFA-8.3-9").is("BUSY FFA-8.3-9");
            }
        }
    }
}
