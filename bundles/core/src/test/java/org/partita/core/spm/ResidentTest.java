package org.partita.core.spm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.partita.api.ffm.SpmConnection.State;

/** Messages wait for a partition, and its signals say so. */
class ResidentTest {
    private static final int FIRST = 1 << 4;
    private static final int SECOND = 1 << 5;

    private final Resident partition = Partitions.of("A", 256, "S", "T");
    private final ConnectionPool pool = new ConnectionPool(8);

    private PooledConnection sent(int service) {
        PooledConnection c = pool.take(partition.services().get(service), -1);
        assertThat(c).isNotNull();
        c.type(0);
        c.queued(Waiter.NOBODY);
        return c;
    }

    @Test
    void eachServiceHasItsOwnQueueAndSignal() {
        PooledConnection s = sent(0);
        PooledConnection t = sent(1);
        assertThat(partition.asserted()).isEqualTo(FIRST | SECOND);
        assertThat(partition.oldest(SECOND)).isSameAs(t);
        assertThat(partition.oldest(FIRST)).isSameAs(s);
    }

    @Test
    void messagesAreTakenInTheOrderInWhichTheyCame() {
        PooledConnection first = sent(0);
        PooledConnection second = sent(0);
        PooledConnection third = sent(0);
        assertThat(partition.oldest(FIRST)).isSameAs(first);
        second.answered(0);
        first.taken();
        assertThat(partition.oldest(FIRST)).isSameAs(third);
        third.taken();
        assertThat(partition.oldest(FIRST)).isNull();
        partition.settleSignals();
        assertThat(partition.asserted()).isZero();
    }

    @Test
    void whoComesAfterTheLastWasTakenIsFirst() {
        sent(0).taken();
        PooledConnection next = sent(0);
        assertThat(partition.oldest()).isSameAs(next);
    }

    @Test
    void theClientHearsOfTheAnswerOnce() {
        int[] woken = new int[1];
        PooledConnection c = pool.take(partition.services().getFirst(), -1);
        assertThat(c).isNotNull();
        c.queued(() -> woken[0]++);
        c.taken();
        c.answered(7);
        assertThat(woken[0]).isEqualTo(1);
        assertThat(c.result()).isEqualTo(7);
        assertThat(c.state()).isEqualTo(State.ANSWERED);
        c.answered(8);
        assertThat(woken[0]).isEqualTo(1);
    }

    @Test
    void aSignalThatIsAssertedWakesThePartition() {
        int[] woken = new int[1];
        partition.self(() -> woken[0]++);
        partition.assertSignals(8);
        assertThat(woken[0]).isEqualTo(1);
        partition.clearSignals(8);
        assertThat(partition.asserted()).isZero();
    }

    @Test
    void aPartitionThatIsLoadedOnceMoreHasNothingOfTheOldOne() {
        PooledConnection old = pool.take(partition.services().getFirst(), -1);
        assertThat(old).isNotNull();
        partition.assertSignals(SECOND | 8);
        partition.initialized(true);
        partition.end();
        assertThat(old.broken()).isTrue();
        partition.renew();
        assertThat(partition.ended()).isFalse();
        assertThat(partition.initialized()).isFalse();
        assertThat(partition.rests()).isTrue();
        assertThat(partition.asserted()).isZero();
        assertThat(old.broken()).isTrue();
        PooledConnection made = pool.take(partition.services().getFirst(), -1);
        assertThat(made).isNotNull();
        assertThat(made.broken()).isFalse();
        partition.end();
        partition.renew();
        assertThat(made.broken()).isTrue();
    }
}
