package org.partita.core.spm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.partita.api.ffm.SpmConnection.State;
import org.partita.testkit.Shows;

/** A connection is its own message: it knows its service, and who waits for the answer. */
class PooledConnectionTest {
    private final Resident partition = Partitions.of("A", 256, "S", "T");
    private final ConnectionPool pool = new ConnectionPool(4);
    private int woken;

    private PooledConnection taken(Service of) {
        PooledConnection c = pool.take(of, -1);
        assertThat(c).isNotNull();
        return c;
    }

    private PooledConnection taken() {
        return taken(partition.services().getFirst());
    }

    private void wake() {
        woken++;
    }

    // ---- the event that it is answered

    @Test
    @Shows("FFM-IPC-14")
    void whoWaitsIsWokenByTheAnswerAndOnlyThen() {
        PooledConnection c = taken();
        c.queued(this::wake);
        assertThat(c.state()).isEqualTo(State.QUEUED);
        c.taken();
        assertThat(woken).isZero();
        c.answered(3);
        assertThat(woken).isEqualTo(1);
        assertThat(c.state()).isEqualTo(State.ANSWERED);
    }

    @Test
    @Shows("FFM-IPC-14")
    void nobodyElseCanWaitForTheSameAnswer() {
        PooledConnection c = taken();
        c.queued(this::wake);
        int[] second = new int[1];
        for (State state : List.of(State.QUEUED, State.TAKEN)) {
            if (state == State.TAKEN) {
                c.taken();
            }
            assertThatThrownBy(() -> c.queued(() -> second[0]++))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("connection " + c.handle())
                    .hasMessageContaining("somebody waits");
            assertThat(c.state()).isEqualTo(state);
        }
        c.answered(0);
        assertThat(woken).isEqualTo(1);
        assertThat(second[0]).isZero();
    }

    @Test
    @Shows("FFM-IPC-14")
    void whoeverComesNextWaitsForTheNextAnswer() {
        PooledConnection c = taken();
        int[] second = new int[1];
        c.queued(this::wake);
        c.answered(0);
        c.idle();
        c.queued(() -> second[0]++);
        c.answered(0);
        assertThat(woken).isEqualTo(1);
        assertThat(second[0]).isEqualTo(1);
    }

    /** A call that was broken off waits no more. */
    @Test
    void aMessageThatWasTakenBackHasNobodyWhoWaits() {
        PooledConnection c = taken();
        c.queued(this::wake);
        partition.unqueue(c);
        c.idle();
        c.queued(Waiter.NOBODY);
        c.answered(0);
        assertThat(woken).isZero();
    }

    // ---- on the client's stack

    /** The client has not given its thread away: nobody has to be blocked for the answer to be made, nobody is woken. */
    @Test
    @Shows("FFM-SFN-8")
    void aMessageThatIsProcessedOnItsClientsStackIsAnsweredThoughNobodyWaits() {
        PooledConnection c = taken();
        c.type(0);
        c.entered(Waiter.NOBODY);
        assertThat(c.state()).isEqualTo(State.TAKEN);
        assertThat(partition.asserted()).isZero();
        assertThat(partition.oldest()).isNull();
        c.answered(-135);
        assertThat(c.state()).isEqualTo(State.ANSWERED);
        assertThat(c.result()).isEqualTo(-135);
    }

    // ---- its service

    @Test
    @Shows("FFM-SFN-28")
    void itsServiceIsReachedFromTheMessage() {
        for (Service s : partition.services()) {
            assertThat(taken(s).service()).isSameAs(s);
        }
    }

    @Test
    @Shows("FFM-SFN-28")
    void oneWithoutAServiceIsAFaultThatSaysSo() {
        PooledConnection c = new PooledConnection(0);
        assertThatThrownBy(c::service)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("connection 0 was never made");
    }
}
