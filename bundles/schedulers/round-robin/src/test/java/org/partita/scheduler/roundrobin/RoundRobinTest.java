package org.partita.scheduler.roundrobin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.lib.fixture.ReadyModel.one;
import static org.partita.lib.fixture.ReadyModel.running;

import org.junit.jupiter.api.Test;
import org.partita.api.provider.PrimaryScheduler;
import org.partita.lib.fixture.ReadyModel;

class RoundRobinTest {
    private final RoundRobin scheduler = new RoundRobin();

    private int next(ReadyModel.One... ready) {
        return scheduler.next(ReadyModel.of(ready), 0);
    }

    @Test
    void itIsPartOfTheHypervisor() {
        assertThat(scheduler.location()).isEqualTo(PrimaryScheduler.Location.HYPERVISOR);
    }

    @Test
    void nobodyRunsIfNobodyIsReady() {
        assertThat(next()).isEqualTo(PrimaryScheduler.NOBODY);
    }

    @Test
    void theLowestPriorityValueRunsFirst() {
        assertThat(next(running(128, 1), one(7, 9), one(8, 0))).isEqualTo(1);
    }

    @Test
    void amongEqualsWhoHasThePeKeepsIt() {
        assertThat(next(one(128, 1), running(128, 9), one(128, 0))).isEqualTo(1);
    }

    @Test
    void amongEqualsWhoHasWaitedLongestIsNext() {
        assertThat(next(one(128, 5), one(128, 4), one(128, 6))).isEqualTo(1);
    }

    @Test
    void amongThoseThatNeverRanTheFirstIsNext() {
        assertThat(next(one(128, 1), one(128, 0), one(128, 0))).isEqualTo(1);
    }

    @Test
    void everybodyGetsATurn() {
        assertThat(ReadyModel.turns(ready -> scheduler.next(ready, 0), 30, 1, 1, 1))
                .containsExactly(10, 10, 10);
    }
}
