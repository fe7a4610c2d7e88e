package org.partita.core.swap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a swap's report says of the callers that it held. */
class HoldCounterTest {
    private final HoldCounter counter = new HoldCounter();

    @Test
    void callThatStillWaitsIsCountedWithTheTimeSoFar() {
        counter.reset();
        counter.begins(100);
        counter.begins(130);
        assertThat(counter.count()).isEqualTo(2);
        assertThat(counter.longest(150)).isEqualTo(50);
    }

    @Test
    void callThatHasGoneOnStaysCounted() {
        counter.reset();
        counter.begins(100);
        counter.ends(100, 190);
        counter.begins(180);
        assertThat(counter.count()).isEqualTo(2);
        assertThat(counter.longest(200)).isEqualTo(90);
    }

    @Test
    void callThatASwapBeforeHasHeldIsForgottenUnlessItStillWaits() {
        counter.begins(100);
        counter.begins(110);
        counter.ends(100, 200);
        counter.reset();
        assertThat(counter.count()).isEqualTo(1);
        assertThat(counter.longest(250)).isEqualTo(140);
    }
}
