package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partita.api.admin.PsaSession;
import org.partita.testkit.Shows;

/** The pool of connections: key ffm.connections. The message to the Secure client has one of them while it lasts. */
abstract class PoolContract extends SharedPlatformContract {
    private static final int SID = 0x1001;
    private static final int STATELESS = 0x1002;
    private static final int STATELESS_HANDLE = 0x40000100;
    private static final int SIZE = 5;

    private final Scripted server = new Scripted();

    @Override
    void add(TestFfm to) {
        to.key("ffm.connections", SIZE);
        serve(to, ManifestText.of("SERVER").connected("SERVICE", SID).stateless("STATELESS", STATELESS, 1), server);
        to.sfn(caller("SERVICE", "STATELESS"), caller);
    }

    private static List<Integer> connect(PsaSession client, int times) {
        List<Integer> handles = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            int handle = client.connect(SID, 1);
            assertThat(handle).as("connection %d", i).isPositive();
            handles.add(handle);
        }
        assertThat(handles).doesNotHaveDuplicates();
        return handles;
    }

    @Test
    @Shows({"FFM-API-15", "FFM-IPC-6"})
    void asManyConnectionsAsItHasCanBeMadeAndOneThatIsClosedMakesRoom() {
        PsaSession client = client(-1);
        PsaSession other = client(-2);
        List<Integer> handles = connect(client, SIZE);
        server.forget();
        for (PsaSession c : List.of(client, other)) {
            assertThat(c.connect(SID, 1)).isEqualTo(CONNECTION_BUSY);
            assertThat(c.rule()).isNotNull().satisfies(r -> assertThat(r.id()).isEqualTo("FFM-API-15"));
        }
        assertThat(server.received()).isEmpty();
        assertThat(client.call(handles.get(2), 0, 0, 0)).isZero();
        client.close(handles.get(2));
        int room = other.connect(SID, 1);
        assertThat(room).isPositive().isNotIn(handles);
        assertThat(client.connect(SID, 1)).isEqualTo(CONNECTION_BUSY);
        other.close(room);
        handles.subList(2, 3).clear();
        handles.forEach(client::close);
    }

    @Test
    @Shows("FFM-API-15")
    void aSecureClientGoesOnWhenItIsSpent() {
        assertThat(secure((psa, m) -> {
                    List<Integer> own = new ArrayList<>();
                    int handle = psa.connect(SID, 1);
                    while (handle > 0) {
                        own.add(handle);
                        handle = psa.connect(SID, 1);
                    }
                    int stateless = psa.call(STATELESS_HANDLE, 0, 0, 0);
                    own.forEach(psa::close);
                    return own.size() == SIZE - 1 && handle == CONNECTION_BUSY ? stateless : 99;
                }))
                .isEqualTo(CONNECTION_BUSY);
        assertThat(stateOf(CALLER)).isNotEqualTo("ended");
    }

    @Test
    @Shows({"FFM-API-34", "FFM-IPC-6"})
    void aStatelessServiceNeedsOneOfIt() {
        PsaSession client = client(-1);
        List<Integer> handles = connect(client, SIZE);
        server.forget();
        assertThat(client.call(STATELESS_HANDLE, 0, 0, 0)).isEqualTo(CONNECTION_BUSY);
        assertThat(client.rule()).isNotNull().satisfies(r -> assertThat(r.id()).isEqualTo("FFM-API-34"));
        assertThat(server.received()).isEmpty();
        client.close(handles.removeFirst());
        assertThat(client.call(STATELESS_HANDLE, 0, 0, 0)).isZero();
        handles.forEach(client::close);
    }

    /** What cannot be is said first; only then a connection is looked for. */
    @Test
    @Shows({"FFM-API-9", "FFM-API-34"})
    void programmerErrorsAreSaidAlsoWhenItIsSpent() {
        PsaSession client = client(-1);
        List<Integer> handles = connect(client, SIZE);
        assertThat(client.connect(0x9999, 1)).isEqualTo(CONNECTION_REFUSED);
        assertThat(client.connect(SID, 2)).isEqualTo(CONNECTION_REFUSED);
        assertThat(client.connect(STATELESS, 1)).isEqualTo(PROGRAMMER_ERROR);
        assertThat(client.call(STATELESS_HANDLE | 1, 0, 0, 0)).isEqualTo(PROGRAMMER_ERROR);
        handles.forEach(client::close);
    }

    @Test
    @Shows({"FFM-API-16", "FFM-API-32", "FFM-IPC-6"})
    void connectionsThatCameToNothingAreBackInIt() {
        PsaSession client = client(-1);
        server.on(SID, (psa, m) -> m.type() == -1 ? CONNECTION_REFUSED : -135);
        for (int i = 0; i < 3 * SIZE; i++) {
            assertThat(client.connect(SID, 1)).isEqualTo(CONNECTION_REFUSED);
        }
        server.on(SID, (psa, m) -> m.type() == -2 ? -135 : 0);
        for (int i = 0; i < 3 * SIZE; i++) {
            client.close(client.connect(SID, 1));
        }
        server.on(SID, null);
        connect(client, SIZE).forEach(client::close);
    }
}
