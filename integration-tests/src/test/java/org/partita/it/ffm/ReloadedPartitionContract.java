package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.Ffm.Connection;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.provider.Roles;

/**
 * Code of a partition comes back that had left, or other code in its place: the partition is loaded and booted anew. While it is away whoever
 * calls it hears PSA_ERROR_COMMUNICATION_FAILURE, and so does whoever uses a connection to what it was, until it closes that.
 */
abstract class ReloadedPartitionContract extends OwnPlatformContract {
    private static final int UPDATES = 10 * Integer.getInteger("partita.scale", 1);
    private static final int CLIENTS = 3;
    private static final int A = 0x3001;
    private static final int B = 0x3002;
    private static final int C = 0x3003;
    private static final int A_HANDLE = 0x40000100;
    private static final int B_HANDLE = 0x40000101;
    private static final long PATIENCE_SECONDS = 20;

    private static void pass(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody lets it go on");
        }
    }

    private static int call(PsaSession client, int handle) {
        return client.call(handle, 0, NO_INPUTS, Outputs.NONE);
    }

    private void awaitState(String partition, boolean ended) {
        Calls.await(
                partition + (ended ? " has ended" : " is there again"),
                () -> stateOf(partition).equals("ended") == ended);
    }

    /** The code of an SFN partition leaves, and this comes. */
    private void replace(String partition, Scripted code) {
        ffm.leave(partition);
        assertThat(stateOf(partition)).isEqualTo("ended");
        ffm.come(partition, code);
        awaitState(partition, false);
    }

    private String stateOf(int handle) {
        return platform.ffm().connections().stream()
                .filter(c -> c.handle() == handle)
                .map(Connection::state)
                .findFirst()
                .orElse("none");
    }

    /** Nothing is left of what it was: it is initialized again, its memory is zeroes, connections to the old one reach nobody. */
    @Test
    void aPartitionWhoseCodeComesBackIsBootedAnew() throws Exception {
        Scripted old = new Scripted(psa -> {
            psa.memory().write(psa.scratch(), MemorySegment.ofArray(new byte[] {1, 2, 3, 4}));
            return 0;
        });
        old.on(A, (psa, m) -> {
            psa.setRhandle(m.handle(), 0x77);
            return m.type() < 0 ? 0 : 1;
        });
        ffm.sfn(ManifestText.of("SERVER").connected("A", A).stateless("B", B, 2), old);
        boot();
        PsaSession client = client(-1);
        int first = client.connect(A, 1);
        assertThat(call(client, first)).isEqualTo(1);
        List<String> seen = new CopyOnWriteArrayList<>();
        Scripted next = new Scripted(psa -> {
            byte[] memory = new byte[4];
            psa.memory().read(psa.scratch(), MemorySegment.ofArray(memory));
            seen.add("initialized with " + memory[0] + memory[3]);
            return 0;
        });
        next.on(A, (psa, m) -> m.type() < 0 ? 0 : 2).on(B, (psa, m) -> 3);
        replace("SERVER", next);
        assertThat(call(client, B_HANDLE)).isEqualTo(3);
        assertThat(seen).containsExactly("initialized with 00");
        assertThat(stateOf(first)).isEqualTo("broken");
        assertThat(call(client, first)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(call(client, first)).isEqualTo(COMMUNICATION_FAILURE);
        int second = client.connect(A, 1);
        assertThat(call(client, second)).isEqualTo(2);
        client.close(first);
        assertThat(client.rule()).isNull();
        assertThat(call(client, first)).isEqualTo(PROGRAMMER_ERROR);
        client.close(second);
        assertThat(connections()).isZero();
        assertThat(old.types()).containsExactly(-1, 0);
        assertThat(next.received()).extracting(Scripted.Received::type).containsExactly(0, -1, 0, -2);
        assertThat(next.received()).extracting(Scripted.Received::rhandle).containsOnly(0L);
        assertThat(platform.status().problems()).isEmpty();
    }

    /** A Secure client hears the same, and goes on. */
    @Test
    void aSecureClientClosesWhatIsBroken() throws Exception {
        ffm.sfn(caller("A"), caller);
        ffm.sfn(ManifestText.of("SERVER").connected("A", A), new Scripted());
        boot();
        int handle = secure((psa, m) -> psa.connect(A, 1));
        assertThat(handle).isPositive();
        assertThat(secure((psa, m) -> psa.call(handle, 0, 0, 0))).isZero();
        Scripted next = new Scripted();
        replace("SERVER", next);
        assertThat(secure((psa, m) -> psa.call(handle, 0, 0, 0))).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(secure((psa, m) -> {
                    psa.close(handle);
                    return psa.connect(A, 1);
                }))
                .isPositive();
        assertThat(next.types()).containsExactly(-1);
        assertThat(connections()).isEqualTo(1);
        assertThat(stateOf(CALLER)).isNotEqualTo("ended");
    }

    /** What it was a client of was given back; the new one has connections of its own. */
    @Test
    void aClientThatIsBootedAnewHasNoOldConnections() throws Exception {
        AtomicInteger handle = new AtomicInteger();
        Scripted client = new Scripted().on(B, (psa, m) -> {
            handle.set(psa.connect(A, 1));
            return 0;
        });
        ffm.sfn(ManifestText.of("SERVER").connected("A", A), new Scripted());
        ffm.sfn(ManifestText.of("CLIENT").stateless("B", B, 2).dependsOn("A"), client);
        boot();
        assertThat(call(client(-1), B_HANDLE)).isZero();
        assertThat(connections()).isEqualTo(1);
        replace("CLIENT", client);
        Calls.await("its connection was given back", () -> connections() == 0);
        int old = handle.get();
        assertThat(call(client(-2), B_HANDLE)).isZero();
        assertThat(handle.get()).isNotEqualTo(old).isPositive();
        assertThat(connections()).isEqualTo(1);
    }

    /** The code that has panicked is there as before: it comes back when it has left. */
    @Test
    void aPartitionThatHasPanickedComesBackWithItsBundle() throws Exception {
        AtomicBoolean panics = new AtomicBoolean(true);
        Scripted server = new Scripted().on(A, (psa, m) -> {
            if (panics.get()) {
                throw psa.panic();
            }
            return 5;
        });
        ffm.sfn(ManifestText.of("OTHER").stateless("B", B, 2), new Scripted());
        ffm.sfn(ManifestText.of("SERVER").stateless("A", A, 1), server);
        boot();
        PsaSession client = client(-1);
        assertThat(call(client, A_HANDLE)).isEqualTo(COMMUNICATION_FAILURE);
        panics.set(false);
        // something changes: that brings nobody back
        ffm.leave("OTHER");
        ffm.come("OTHER", new Scripted());
        awaitState("OTHER", false);
        assertThat(call(client, A_HANDLE)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(stateOf("SERVER")).isEqualTo("ended");
        replace("SERVER", server);
        assertThat(call(client, A_HANDLE)).isEqualTo(5);
    }

    /** It is loaded again only when nothing of the old code runs any more. */
    @Test
    void theOldCodeEndsBeforeTheNewOneBegins() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<String> seen = new CopyOnWriteArrayList<>();
        ffm.sfn(ManifestText.of("SERVER").stateless("A", A, 1), new Scripted().on(A, (psa, m) -> {
                    inside.countDown();
                    pass(goOn);
                    seen.add("old goes on");
                    psa.version(A);
                    seen.add("old has called");
                    return 5;
                }));
        boot();
        try (Calls calls = new Calls(platform)) {
            Future<Integer> first = calls.begin(-1, c -> call(c, A_HANDLE));
            pass(inside);
            ffm.leave("SERVER");
            ffm.come("SERVER", new Scripted(psa -> {
                seen.add("new begins");
                return 0;
            }));
            Future<Integer> second = calls.begin(-2, c -> call(c, A_HANDLE));
            goOn.countDown();
            assertThat(Calls.result(first)).isEqualTo(COMMUNICATION_FAILURE);
            assertThat(Calls.result(second)).isIn(0, COMMUNICATION_FAILURE);
        }
        awaitState("SERVER", false);
        assertThat(call(client(-1), A_HANDLE)).isZero();
        assertThat(seen).containsExactly("old goes on", "new begins");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"fails", "throws", "panics"})
    void aPartitionThatDoesNotInitializeAnewEnds(String how) throws Exception {
        ffm.sfn(ManifestText.of("SERVER").stateless("A", A, 1), new Scripted());
        ffm.sfn(ManifestText.of("OTHER").stateless("B", B, 2), new Scripted().on(B, (psa, m) -> 6));
        boot();
        ffm.leave("SERVER");
        CountDownLatch inside = new CountDownLatch(1);
        ffm.come("SERVER", new Scripted(psa -> {
            inside.countDown();
            return switch (how) {
                case "throws" -> throw new IllegalStateException("of the test");
                case "panics" -> throw psa.panic();
                default -> -132;
            };
        }));
        pass(inside);
        Calls.await("the failure is told", () -> !platform.status().problems().isEmpty());
        awaitState("SERVER", true);
        assertThat(platform.status().problems()).singleElement().asString().contains("partition SERVER aborted");
        assertThat(platform.status().state()).isEqualTo("running");
        PsaSession client = client(-1);
        assertThat(call(client, A_HANDLE)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(call(client, B_HANDLE)).isEqualTo(6);
        replace("SERVER", new Scripted().on(A, (psa, m) -> 7));
        assertThat(call(client, A_HANDLE)).isEqualTo(7);
    }

    /** Its memory cannot be zeroed while there is none: it is loaded when there is. */
    @Test
    void aPartitionWaitsForMemory() throws Exception {
        ffm.key("vacancy.grace", 600_000L).key("hold.deadline", 600_000L);
        ffm.sfn(ManifestText.of("SERVER").stateless("A", A, 1), new Scripted());
        boot();
        long memory = platform.wiring().stream()
                .filter(r -> r.role().equals(Roles.HARDWARE_MEMORY))
                .findFirst()
                .orElseThrow()
                .bundleId();
        framework.getBundle(memory).stop();
        try {
            ffm.leave("SERVER");
            ffm.come("SERVER", new Scripted().on(A, (psa, m) -> 9));
        } finally {
            framework.getBundle(memory).start();
        }
        awaitState("SERVER", false);
        assertThat(call(client(-1), A_HANDLE)).isEqualTo(9);
        assertThat(platform.status().problems()).isEmpty();
    }

    /** Under load: each call has the right result or COMMUNICATION_FAILURE; afterwards all are right, on either backend. */
    @ParameterizedTest(name = "backend switched: {0}")
    @ValueSource(booleans = {false, true})
    void aPartitionIsUpdatedUnderLoad(boolean switched) throws Exception {
        ffm.key("drain.deadline", 20_000L).key("watchdog", 600_000L);
        ffm.sfn(ManifestText.of("SERVER").stateless("A", A, 1).connected("C", C), server());
        ffm.sfn(
                ManifestText.of("FRONT").stateless("B", B, 2).dependsOn("A"),
                new Scripted().on(B, (psa, m) -> psa.call(A_HANDLE, m.type(), 0, 0)));
        boot();
        List<UpdateClient> clients = new ArrayList<>();
        try (Calls calls = new Calls(platform)) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 1; i <= CLIENTS; i++) {
                UpdateClient c = new UpdateClient(A_HANDLE, B_HANDLE, C);
                clients.add(c);
                running.add(calls.begin(-i, c::run));
            }
            for (int i = 0; i < UPDATES; i++) {
                ffm.leave("SERVER");
                if (switched) {
                    platform.ffm().backend(platform.ffm().backend().equals("sfn") ? "ipc" : "sfn");
                }
                ffm.come("SERVER", server());
                for (int c = 0; c < CLIENTS; c++) {
                    clients.get(c).awaitMoreRight(running.get(c));
                }
            }
            clients.forEach(UpdateClient::stop);
            for (Future<Integer> f : running) {
                assertThat(Calls.result(f)).isPositive();
            }
        }
        assertThat(stateOf("SERVER")).isNotEqualTo("ended");
        assertThat(connections()).isZero();
        assertThat(platform.status().problems()).isEmpty();
    }

    /** Answers with the type of a request; counts those of a connection in its rhandle, and answers with the number. */
    private static Scripted server() {
        return new Scripted().on(A, (psa, m) -> m.type()).on(C, (psa, m) -> {
            psa.setRhandle(m.handle(), m.rhandle() + 1);
            return m.type() < 0 ? 0 : (int) m.rhandle();
        });
    }
}
