package org.partita.core.swap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.partita.core.swap.HoldCounter.Wait;

/** What a swap's report says of the callers that it held. */
class HoldCounterTest {
    private static final int ROLE = 3;
    private static final long MISSING = 1 << ROLE;

    private final HoldCounter counter = new HoldCounter();

    @Test
    void callThatStillWaitsIsCountedWithTheTimeSoFar() {
        counter.watch(ROLE, 90);
        counter.begins(new Wait(100, MISSING));
        counter.begins(new Wait(130, MISSING | 1));
        assertThat(counter.count()).isEqualTo(2);
        assertThat(counter.longest(150)).isEqualTo(50);
    }

    @Test
    void callThatHasGoneOnStaysCounted() {
        Wait first = new Wait(100, MISSING);
        counter.watch(ROLE, 90);
        counter.begins(first);
        counter.ends(first, 190);
        counter.begins(new Wait(180, MISSING));
        assertThat(counter.count()).isEqualTo(2);
        assertThat(counter.longest(200)).isEqualTo(90);
    }

    @Test
    void callThatWaitsForAnotherRoleIsNotCounted() {
        counter.begins(new Wait(10, 1));
        counter.watch(ROLE, 90);
        counter.begins(new Wait(100, 1));
        assertThat(counter.count()).isZero();
        assertThat(counter.longest(500)).isZero();
    }

    @Test
    void timeBeforeTheSwapIsNotTheSwaps() {
        counter.begins(new Wait(10, MISSING));
        counter.watch(ROLE, 90);
        assertThat(counter.count()).isEqualTo(1);
        assertThat(counter.longest(100)).isEqualTo(10);
    }
}
