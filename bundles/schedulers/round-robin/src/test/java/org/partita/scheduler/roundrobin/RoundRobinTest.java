package org.partita.scheduler.roundrobin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.ReadySet;
import org.partita.api.provider.PrimaryScheduler;

class RoundRobinTest {
    private final RoundRobin scheduler = new RoundRobin();

    private record Entry(int priority, boolean running, long lastRan) {}

    private record Model(List<Entry> entries) implements ReadySet {
        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public ExecutionContext context(int position) {
            throw new UnsupportedOperationException("who it is does not matter");
        }

        @Override
        public boolean running(int position) {
            return entries.get(position).running;
        }

        @Override
        public int priority(int position) {
            return entries.get(position).priority;
        }

        @Override
        public long lastRan(int position) {
            return entries.get(position).lastRan;
        }
    }

    private int next(Entry... entries) {
        return scheduler.next(new Model(Arrays.asList(entries)), 0);
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
        assertThat(next(new Entry(128, true, 1), new Entry(7, false, 9), new Entry(8, false, 0)))
                .isEqualTo(1);
    }

    @Test
    void amongEqualsWhoHasThePeKeepsIt() {
        assertThat(next(new Entry(128, false, 1), new Entry(128, true, 9), new Entry(128, false, 0)))
                .isEqualTo(1);
    }

    @Test
    void amongEqualsWhoHasWaitedLongestIsNext() {
        assertThat(next(new Entry(128, false, 5), new Entry(128, false, 4), new Entry(128, false, 6)))
                .isEqualTo(1);
    }

    @Test
    void amongThoseThatNeverRanTheFirstIsNext() {
        assertThat(next(new Entry(128, false, 1), new Entry(128, false, 0), new Entry(128, false, 0)))
                .isEqualTo(1);
    }

    @Test
    void everybodyGetsATurn() {
        List<Entry> entries =
                new ArrayList<>(List.of(new Entry(1, false, 0), new Entry(1, false, 0), new Entry(1, false, 0)));
        int[] turns = new int[3];
        for (int turn = 1; turn <= 30; turn++) {
            int next = scheduler.next(new Model(entries), 0);
            turns[next]++;
            entries.set(next, new Entry(1, false, turn));
        }
        assertThat(turns).containsExactly(10, 10, 10);
    }
}
