package org.partita.core.spm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.partita.api.ffm.Signals;
import org.partita.testkit.Shows;

/** Connections are taken from a fixed number of items and given back. */
class ConnectionPoolTest {
    private final Service service = Partitions.of("A", 256, "S").services().getFirst();

    private PooledConnection taken(ConnectionPool pool) {
        PooledConnection c = pool.take(service, -1);
        assertThat(c).isNotNull();
        return c;
    }

    @Test
    void whoComesWhenAllAreUsedGetsNone() {
        ConnectionPool pool = new ConnectionPool(2);
        PooledConnection first = taken(pool);
        taken(pool);
        assertThat(pool.take(service, -1)).isNull();
        assertThat(pool.used()).isEqualTo(2);
        pool.free(first);
        assertThat(pool.used()).isEqualTo(1);
        assertThat(taken(pool)).isSameAs(first);
    }

    @Test
    void handlesArePositiveAndBelowTheStatelessOnes() {
        ConnectionPool pool = new ConnectionPool(ConnectionPool.LIMIT);
        Set<Integer> handles = new HashSet<>();
        for (int i = 0; i < ConnectionPool.LIMIT; i++) {
            int handle = taken(pool).handle();
            assertThat(handle).isBetween(1, Signals.MAX_HANDLE);
            handles.add(handle);
        }
        assertThat(handles).hasSize(ConnectionPool.LIMIT);
    }

    @Test
    void theHandleOfAConnectionThatHasEndedFindsNothing() {
        ConnectionPool pool = new ConnectionPool(1);
        PooledConnection c = taken(pool);
        int old = c.handle();
        assertThat(pool.find(old)).isSameAs(c);
        pool.free(c);
        assertThat(pool.find(old)).isNull();
        int young = taken(pool).handle();
        assertThat(young).isNotEqualTo(old);
        assertThat(pool.find(old)).isNull();
        assertThat(pool.find(young)).isSameAs(c);
    }

    @Test
    void aHandleIsNotTheSameAgainForALongTime() {
        ConnectionPool pool = new ConnectionPool(1);
        Set<Integer> handles = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            PooledConnection c = taken(pool);
            assertThat(handles.add(c.handle())).isTrue();
            pool.free(c);
        }
    }

    @Test
    void numbersThatAreNoHandlesFindNothing() {
        ConnectionPool pool = new ConnectionPool(3);
        PooledConnection c = taken(pool);
        for (int other : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, c.handle() + 1, c.handle() - 1}) {
            assertThat(pool.find(other)).as("handle %d", other).isNull();
        }
    }

    /** Free items are a chain whose head is the one that was freed last: it is found without a search. */
    @Test
    @Shows("FFM-IPC-7")
    void theItemThatWasFreedLastIsTakenFirst() {
        ConnectionPool pool = new ConnectionPool(4);
        PooledConnection a = taken(pool);
        PooledConnection b = taken(pool);
        PooledConnection c = taken(pool);
        assertThat(pool.connections()).containsExactly(a, b, c);
        pool.free(b);
        pool.free(a);
        assertThat(pool.connections()).containsExactly(c);
        assertThat(taken(pool)).isSameAs(a);
        assertThat(taken(pool)).isSameAs(b);
        PooledConnection d = taken(pool);
        assertThat(d).isNotIn(a, b, c);
        assertThat(pool.connections()).containsExactly(a, b, c, d);
    }

    /** Neither an item of another pool nor its handle does any harm here. */
    @Test
    @Shows("FFM-IPC-7")
    void whatIsOfAnotherPoolIsNotFreed() {
        ConnectionPool other = new ConnectionPool(2);
        PooledConnection foreign = taken(other);
        PooledConnection beyond = taken(other);
        ConnectionPool pool = new ConnectionPool(1);
        PooledConnection own = taken(pool);
        for (PooledConnection c : List.of(foreign, beyond)) {
            assertThatThrownBy(() -> pool.free(c))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("of another pool");
        }
        assertThat(pool.used()).isEqualTo(1);
        assertThat(pool.take(service, -1)).isNull();
        assertThat(pool.find(own.handle())).isSameAs(own);
        assertThat(pool.find(beyond.handle())).isNull();
        assertThat(other.connections()).containsExactly(foreign, beyond);
    }

    @Test
    @Shows("FFM-IPC-7")
    void aConnectionIsFreedOnce() {
        ConnectionPool pool = new ConnectionPool(1);
        PooledConnection c = taken(pool);
        pool.free(c);
        assertThatThrownBy(() -> pool.free(c)).isInstanceOf(IllegalStateException.class);
    }
}
