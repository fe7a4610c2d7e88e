package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.memory.MemoryFault;
import org.partita.testkit.Shows;

/** Who Non-secure clients are: their ids, their memory, and that several of them call at the same time. */
abstract class NonSecureClientsContract extends SharedPlatformContract {
    private static final int SID = 0x1001;
    private static final int STATELESS = 0x1002;
    private static final int STATELESS_HANDLE = 0x40000100;
    private static final int CLIENTS = 8;
    private static final int ROUNDS = 100 * Integer.getInteger("partita.scale", 1);

    private final Scripted server = new Scripted();
    private Calls calls;

    @Override
    void add(TestFfm to) {
        to.key("ffm.clients", CLIENTS);
        serve(to, ManifestText.of("SERVER").connected("SERVICE", SID).stateless("STATELESS", STATELESS, 1), server);
        to.sfn(caller("SERVICE", "STATELESS"), caller);
    }

    @BeforeEach
    void begin() {
        calls = new Calls(platform);
    }

    @AfterEach
    void end() {
        calls.close();
        server.on(SID, null).on(STATELESS, null);
        server.forget();
    }

    private static int request(PsaSession client) {
        return client.call(STATELESS_HANDLE, 1, NO_INPUTS, Outputs.NONE);
    }

    // ---- ids

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, 256, -CLIENTS - 1, 0x80000000, 0x7FFFFFFF})
    @Shows("FFM-API-38")
    void otherIdsAreNoNonSecureClients(int id) {
        assertThatThrownBy(() -> platform.ffm().client(id))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("" + id)
                .hasMessageContaining("-1 to -" + CLIENTS);
    }

    @Test
    @Shows("FFM-API-38")
    void eachIdIsOneClientAtATime() {
        List<PsaSession> all = new ArrayList<>();
        for (int id = -1; id >= -CLIENTS; id--) {
            PsaSession session = client(id);
            assertThat(session.clientId()).isEqualTo(id);
            all.add(session);
            int taken = id;
            assertThatThrownBy(() -> platform.ffm().client(taken))
                    .isInstanceOf(PartitaException.class)
                    .hasMessageContaining("client " + id);
        }
        all.forEach(c -> assertThat(request(c)).isZero());
        assertThat(server.received())
                .extracting(Scripted.Received::client)
                .containsExactly(-1, -2, -3, -4, -5, -6, -7, -8);
        all.forEach(PsaSession::close);
        assertThat(request(client(-CLIENTS))).isZero();
    }

    @Test
    void aClientThatWasGivenBackMakesNoCalls() {
        PsaSession session = client(-1);
        session.close();
        session.close();
        assertThatThrownBy(() -> request(session))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("client -1");
        assertThatThrownBy(() -> session.close(1)).isInstanceOf(PartitaException.class);
        assertThatThrownBy(() -> session.memory().read64(session.scratch())).isInstanceOf(PartitaException.class);
        assertThat(request(client(-1))).isZero();
        assertThat(server.received()).hasSize(1);
    }

    // ---- memory

    @Test
    void eachClientHasMemoryOfItsOwn() {
        List<long[]> areas = new ArrayList<>();
        for (int id = -1; id >= -CLIENTS; id--) {
            PsaSession c = client(id);
            areas.add(new long[] {c.scratch(), c.scratch() + c.scratchSize()});
            c.memory().write64(c.scratch(), id);
        }
        areas.sort((a, b) -> Long.compare(a[0], b[0]));
        assertThat(areas).allMatch(a -> a[0] >= 0x20000000L && a[1] <= 0x20100000L && a[1] > a[0]);
        for (int i = 1; i < areas.size(); i++) {
            assertThat(areas.get(i)[0]).isGreaterThanOrEqualTo(areas.get(i - 1)[1]);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0x30000000L, 0x300FFFF8L, 0, 0x20100000L, 0x200FFFFCL, 0x1FFFFFFCL})
    void aClientAccessesNonSecureMemoryOnly(long address) {
        PsaSession client = client(-1);
        assertThatThrownBy(() -> client.memory().read64(address)).isInstanceOf(MemoryFault.class);
        assertThatThrownBy(() -> client.memory().write64(address, 0)).isInstanceOf(MemoryFault.class);
        assertThat(request(client)).isZero();
    }

    @Test
    void vectorsThatDoNotFitAreSaidBeforeTheCall() {
        PsaSession client = client(-1);
        byte[][] large = {new byte[(int) client.scratchSize()]};
        assertThatThrownBy(() -> client.call(STATELESS_HANDLE, 1, large, Outputs.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("" + client.scratchSize());
        assertThatThrownBy(() -> client.call(STATELESS_HANDLE, -1 - 0x8000, NO_INPUTS, Outputs.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(server.received()).isEmpty();
        byte[][] fits = {new byte[(int) client.scratchSize() - 64]};
        assertThat(client.call(STATELESS_HANDLE, 1, fits, Outputs.NONE)).isZero();
    }

    // ---- several at a time

    /** What one client has in its vectors, handles and answers is never another one's. */
    @Test
    @Shows({"FFM-API-20", "FFM-API-38", "FFM-IPC-31"})
    void clientsThatCallAtTheSameTimeGetWhatIsTheirs() throws Exception {
        server.on(SID, (psa, m) -> {
            if (m.type() == -1) {
                psa.setRhandle(m.handle(), -m.clientId());
            }
            if (m.type() < 0) {
                return 0;
            }
            byte[] got = new byte[(int) m.inSize(0)];
            psa.read(m.handle(), 0, got);
            psa.preemptionPoint();
            for (byte b : got) {
                if (b != (byte) -m.clientId()) {
                    return -1;
                }
            }
            psa.write(m.handle(), 0, got);
            return m.rhandle() == -m.clientId() ? m.type() : -2;
        });
        server.on(STATELESS, (psa, m) -> -m.clientId());
        List<Future<Integer>> all = new ArrayList<>();
        for (int id : new int[] {-1, -2, -3, -5, -6, -7, -8}) {
            all.add(calls.begin(id, this::rounds));
        }
        assertThat(secure((psa, m) -> {
                    int handle = psa.connect(SID, 1);
                    int sum = 0;
                    for (int i = 0; i < ROUNDS; i++) {
                        sum += psa.call(STATELESS_HANDLE, 0, 0, 0) + psa.id() == 0 ? 1 : 0;
                        psa.preemptionPoint();
                    }
                    psa.close(handle);
                    return sum;
                }))
                .isEqualTo(ROUNDS);
        for (Future<Integer> f : all) {
            assertThat(Calls.result(f)).isEqualTo(ROUNDS);
        }
    }

    private int rounds(PsaSession client) {
        int id = client.clientId();
        SplittableRandom random = new SplittableRandom(id);
        int good = 0;
        int handle = client.connect(SID, 1);
        for (int i = 0; i < ROUNDS; i++) {
            if (random.nextInt(4) == 0) {
                client.close(handle);
                handle = client.connect(SID, 1);
            }
            byte[] bytes = new byte[random.nextInt(1, 3000)];
            Arrays.fill(bytes, (byte) -id);
            Outputs out = new Outputs(bytes.length);
            boolean right = client.call(handle, i, new byte[][] {bytes}, out) == i
                    && Arrays.equals(out.bytes(0), bytes)
                    && request(client) == -id
                    && client.call(0, 0, 0, 0) == PROGRAMMER_ERROR;
            good += right ? 1 : 0;
        }
        client.close(handle);
        return good;
    }

    /** A client is one thread: a call that is in the service keeps its id, and others wait for the PE. */
    @Test
    void aClientIsInOneCallAtATime() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        server.on(STATELESS, (psa, m) -> {
            if (m.clientId() == -1) {
                inside.countDown();
                go.await();
            }
            return -m.clientId();
        });
        PsaSession session = client(-1);
        Future<Integer> first = calls.begin(() -> request(session));
        inside.await();
        assertThatThrownBy(() -> request(session))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("in a call");
        Future<Integer> second = calls.begin(-2, NonSecureClientsContract::request);
        assertThat(second.isDone()).isFalse();
        go.countDown();
        assertThat(Calls.result(first)).isEqualTo(1);
        assertThat(Calls.result(second)).isEqualTo(2);
        assertThat(request(session)).isEqualTo(1);
    }

    @Test
    void aClientThatIsGivenBackInTheMiddleOfACallEndsItFirst() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        server.on(STATELESS, (psa, m) -> {
            inside.countDown();
            go.await();
            return 5;
        });
        PsaSession session = client(-1);
        Future<Integer> first = calls.begin(() -> request(session));
        inside.await();
        session.close();
        try {
            assertThatThrownBy(() -> platform.ffm().client(-1)).isInstanceOf(PartitaException.class);
        } finally {
            go.countDown();
        }
        assertThat(Calls.result(first)).isEqualTo(5);
        assertThatThrownBy(() -> request(session)).isInstanceOf(PartitaException.class);
        assertThat(request(client(-1))).isEqualTo(5);
    }
}
