package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.Ffm.Connection;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.testkit.Shows;

/** Calls that an administrator makes as a client: as a partition in its own context, or with an end to the waiting. */
abstract class PlayedClientContract extends OwnPlatformContract {
    private static final int A = 0x3001;
    private static final int B = 0x3002;
    private static final int OTHER = 0x3003;
    private static final int A_HANDLE = 0x40000100;
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Nothing that waits for the test has come after it. */
    private static final Duration SHORT = Duration.ofMillis(50);

    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    static void pass(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("nobody lets it go on");
        }
    }

    int id(String partition) {
        return platform.partitions().stream()
                .filter(p -> p.name().equals(partition))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** Calls of a client that have to end. */
    int play(int client, Function<PsaSession, Integer> calls) {
        return platform.ffm().play(client, "of the test", LONG, calls).orElseThrow();
    }

    static int call(PsaSession client, int handle) {
        return client.call(handle, 0, NO_INPUTS, Outputs.NONE);
    }

    /** A service that stays inside until it may go on, if it is asked to by type 1. */
    private Scripted slow() {
        return new Scripted().on(A, (psa, m) -> {
            if (m.type() == 1) {
                inside.countDown();
                pass(goOn);
            }
            return 4;
        });
    }

    private void addClient() {
        ffm.sfn(ManifestText.of("CLIENT").stateless("B", B, 2).dependsOn("A"), new Scripted().on(B, (psa, m) -> 6));
    }

    /** With its client id and its memory, in which nothing has changed afterwards. */
    @Test
    void aPartitionMakesCallsInItsContext() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        ffm.sfn(ManifestText.of("SERVER").connected("A", A), new Scripted().on(A, (psa, m) -> {
                    if (m.type() == 7) {
                        byte[] bytes = new byte[3];
                        psa.read(m.handle(), 0, bytes);
                        psa.write(m.handle(), 0, new byte[] {bytes[2], bytes[0]});
                        return 5;
                    }
                    seen.add(m.type() + " of " + m.clientId());
                    return 0;
                }));
        addClient();
        boot();
        int id = id("CLIENT");
        Outputs outputs = new Outputs(8);
        byte[] before = {9, 8, 7, 6, 5, 4, 3, 2};
        byte[] after = new byte[before.length];
        int status = play(id, client -> {
            assertThat(client.clientId()).isEqualTo(id);
            client.memory().write(client.scratch(), MemorySegment.ofArray(before));
            int handle = client.connect(A, 1);
            int answer = client.call(handle, 7, new byte[][] {{1, 2, 3}}, outputs);
            client.close(handle);
            client.memory().read(client.scratch(), MemorySegment.ofArray(after));
            assertThat(client.ended()).isFalse();
            return answer;
        });
        assertThat(status).isEqualTo(5);
        assertThat(outputs.bytes(0)).containsExactly(3, 1);
        assertThat(after).isEqualTo(before);
        assertThat(seen).containsExactly("-1 of " + id, "-2 of " + id);
        assertThat(call(client(-1), 0x40000101)).isEqualTo(6);
        assertThat(connections()).isZero();
    }

    /** A connection that it has made outlives the session, as the partition's own. */
    @Test
    void itsConnectionsAreThePartitions() throws Exception {
        ffm.sfn(ManifestText.of("SERVER").connected("A", A), new Scripted());
        addClient();
        boot();
        int id = id("CLIENT");
        int handle = play(id, client -> client.connect(A, 1));
        assertThat(platform.ffm().connections())
                .singleElement()
                .extracting(Connection::handle, Connection::client)
                .containsExactly(handle, id);
        assertThat(play(id, client -> call(client, handle))).isZero();
        assertThat(client(-1).call(handle, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(PROGRAMMER_ERROR);
        play(id, client -> {
            client.close(handle);
            return 0;
        });
        assertThat(connections()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"foreign service", "no handle", "answered so"})
    @Shows({"FFM-API-1", "FFM-API-3", "FFM-API-101"})
    void aProgrammerErrorEndsThePartition(String what) throws Exception {
        ffm.sfn(ManifestText.of("SERVER").stateless("A", A, 1), new Scripted().on(A, (psa, m) -> PROGRAMMER_ERROR));
        ffm.sfn(ManifestText.of("FOREIGN").connected("OTHER", OTHER), new Scripted());
        addClient();
        boot();
        List<String> rules = new CopyOnWriteArrayList<>();
        play(id("CLIENT"), client -> {
            int status = switch (what) {
                case "foreign service" -> client.connect(OTHER, 1);
                case "no handle" -> call(client, 0x55);
                default -> call(client, A_HANDLE);
            };
            assertThat(status).isEqualTo(what.equals("foreign service") ? CONNECTION_REFUSED : PROGRAMMER_ERROR);
            assertThat(client.ended()).isTrue();
            assertThatThrownBy(() -> client.version(A))
                    .isInstanceOf(PartitaException.class)
                    .hasMessageContaining("has ended");
            rules.add(client.rule().id());
            return status;
        });
        assertPanicked("CLIENT", rules.getFirst());
        assertThatThrownBy(() -> play(id("CLIENT"), client -> 0))
                .isInstanceOf(PartitaException.class)
                .hasMessageContainingAll("partition CLIENT is ended, not idle", "started again or updated");
        assertThat(call(client(-1), 0x40000101)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(connections()).isZero();
    }

    @Test
    void whoeverPlaysAPartitionWaitsForThePe() throws Exception {
        ffm.sfn(ManifestText.of("SERVER").stateless("A", A, 1), slow());
        ffm.sfn(ManifestText.of("CLIENT").stateless("B", B, 2).dependsOn("A"), new Scripted().on(B, (psa, m) -> {
                    return psa.call(A_HANDLE, 1, 0, 0);
                }));
        boot();
        try (Calls calls = new Calls(platform)) {
            Future<Integer> first = calls.begin(-1, c -> call(c, 0x40000101));
            pass(inside);
            Future<Integer> second = calls.begin(() -> play(id("CLIENT"), c -> c.version(A)));
            goOn.countDown();
            assertThat(Calls.result(first)).isEqualTo(4);
            assertThat(Calls.result(second)).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "client {0}")
    @ValueSource(ints = {-2, 0})
    void callsThatTakeTooLongGoOnAlone(int number) throws Exception {
        ffm.sfn(ManifestText.of("SERVER").stateless("A", A, 1), slow());
        addClient();
        boot();
        int client = number < 0 ? number : id("CLIENT");
        List<Integer> answers = new CopyOnWriteArrayList<>();
        Optional<Integer> none = platform.ffm().play(client, "psa_call to A", SHORT, c -> {
            answers.add(c.call(A_HANDLE, 1, NO_INPUTS, Outputs.NONE));
            return answers.getFirst();
        });
        assertThat(none).isEmpty();
        pass(inside);
        assertThat(platform.status().calls())
                .singleElement()
                .asString()
                .startsWith("psa_call to A of " + (number < 0 ? "client -2" : "partition CLIENT") + ", for ");
        assertThatThrownBy(() -> play(client, c -> 0))
                .isInstanceOf(PartitaException.class)
                .hasMessageContainingAll("somebody has", " already: psa_call to A of");
        goOn.countDown();
        Calls.await("the call has ended", () -> platform.status().calls().isEmpty());
        assertThat(answers).containsExactly(4);
        assertThat(play(client, c -> call(c, A_HANDLE))).isEqualTo(4);
        assertThat(platform.status().problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {99, -99})
    void whoIsNoClientIsNotPlayed(int client) throws Exception {
        addClient();
        ffm.sfn(ManifestText.of("SERVER").stateless("A", A, 1), new Scripted());
        boot();
        assertThatThrownBy(() -> play(client, c -> 0))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("-1 to -");
        assertThat(platform.status().calls()).isEmpty();
    }
}
