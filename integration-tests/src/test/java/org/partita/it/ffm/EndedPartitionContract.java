package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.testkit.Shows;

/**
 * A partition that ends in the middle of something: FF-M lets the system reset or halt. Here whoever waits for it hears
 * PSA_ERROR_COMMUNICATION_FAILURE, whoever calls it later, too, and all others go on.
 */
abstract class EndedPartitionContract extends OwnPlatformContract {
    private static final int A = 0x3001;
    private static final int B = 0x3002;
    private static final int C = 0x3003;
    private static final int A_HANDLE = 0x40000100;
    private static final int B_HANDLE = 0x40000101;
    private static final int C_HANDLE = 0x40000102;
    private static final long PATIENCE_SECONDS = 20;

    private static void pass(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody lets it go on");
        }
    }

    private int call(int id, int handle) {
        try (PsaSession client = platform.ffm().client(id)) {
            return client.call(handle, 0, NO_INPUTS, Outputs.NONE);
        }
    }

    /** Who called whom, three deep: only who waited for the one that has ended hears of it, and goes on. */
    @Test
    @Shows({"FFM-IPC-33", "FFM-SFN-16"})
    void onlyItsOwnClientHearsOfIt() throws Exception {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        ffm.sfn(ManifestText.of("FIRST").stateless("A", A, 1).dependsOn("B"), new Scripted().on(A, (psa, m) -> {
                    heard.add(psa.call(B_HANDLE, 0, 0, 0));
                    return 1;
                }));
        ffm.sfn(ManifestText.of("SECOND").stateless("B", B, 2).dependsOn("C"), new Scripted().on(B, (psa, m) -> {
                    heard.add(psa.call(C_HANDLE, 0, 0, 0));
                    heard.add(psa.call(C_HANDLE, 0, 0, 0));
                    return 2;
                }));
        ffm.sfn(ManifestText.of("THIRD").stateless("C", C, 3), new Scripted().on(C, (psa, m) -> {
                    throw psa.panic();
                }));
        boot();
        assertThat(call(-1, A_HANDLE)).isEqualTo(1);
        assertThat(heard).containsExactly(COMMUNICATION_FAILURE, COMMUNICATION_FAILURE, 2);
        assertPanicked("THIRD", "FFM-IPC-33");
        assertThat(call(-1, A_HANDLE)).isEqualTo(1);
        assertThat(connections()).isZero();
    }

    /** The connections that others have to it can be closed, and come to nothing else. */
    @Test
    @Shows("FFM-IPC-33")
    void itsConnectionsCanBeClosed() throws Exception {
        Scripted server = new Scripted().on(A, (psa, m) -> {
            if (m.type() == 1) {
                psa.panic();
            }
            return 0;
        });
        ffm.sfn(ManifestText.of("SERVER").connected("A", A), server);
        boot();
        PsaSession one = client(-1);
        PsaSession two = client(-2);
        int first = one.connect(A, 1);
        int second = two.connect(A, 1);
        int third = two.connect(A, 1);
        assertThat(one.call(first, 1, NO_INPUTS, Outputs.NONE)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(two.call(second, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(connections()).isEqualTo(3);
        one.close(first);
        two.close(second);
        two.close(third);
        assertThat(connections()).isZero();
        assertThat(server.types()).containsExactly(-1, -1, -1, 1);
    }

    /** A bundle leaves while its partition processes a message and another client waits. */
    @Test
    void whoeverWaitsForCodeThatLeavesHearsOfIt() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ffm.sfn(ManifestText.of("SERVER").stateless("A", A, 1), new Scripted().on(A, (psa, m) -> {
                    inside.countDown();
                    pass(goOn);
                    psa.version(A);
                    return 5;
                }));
        ffm.sfn(ManifestText.of("OTHER").stateless("B", B, 2), new Scripted().on(B, (psa, m) -> 6));
        boot();
        try (Calls calls = new Calls(platform)) {
            Future<Integer> first = calls.begin(() -> call(-1, A_HANDLE));
            pass(inside);
            Future<Integer> second = calls.begin(() -> call(-2, A_HANDLE));
            ffm.leave("SERVER");
            assertThat(stateOf("SERVER")).isEqualTo("ended");
            goOn.countDown();
            assertThat(Calls.result(first)).isEqualTo(COMMUNICATION_FAILURE);
            assertThat(Calls.result(second)).isEqualTo(COMMUNICATION_FAILURE);
        }
        assertThat(call(-1, B_HANDLE)).isEqualTo(6);
        assertThat(call(-1, A_HANDLE)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(connections()).isZero();
    }

    /** The client has ended while its message was processed: the service answers nobody, what the client had is given back. */
    @Test
    void aServiceAnswersAClientThatHasEnded() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Scripted server = new Scripted().on(B, (psa, m) -> {
            if (m.type() == 0) {
                inside.countDown();
                pass(goOn);
            }
            return 0;
        });
        List<String> after = new CopyOnWriteArrayList<>();
        ffm.sfn(ManifestText.of("SERVER").connected("B", B), server);
        ffm.sfn(ManifestText.of("CLIENT").stateless("A", A, 1).dependsOn("B"), new Scripted().on(A, (psa, m) -> {
                    int idle = psa.connect(B, 1);
                    int handle = psa.connect(B, 1);
                    after.add(handle > 0 && idle > 0 ? "connected" : handle + " " + idle);
                    psa.call(handle, 0, 0, 0);
                    psa.close(handle);
                    after.add("closed");
                    return 0;
                }));
        boot();
        try (Calls calls = new Calls(platform)) {
            Future<Integer> client = calls.begin(() -> call(-1, A_HANDLE));
            pass(inside);
            ffm.leave("CLIENT");
            goOn.countDown();
            assertThat(Calls.result(client)).isEqualTo(COMMUNICATION_FAILURE);
        }
        assertThat(after).containsExactly("connected");
        PsaSession other = client(-2);
        int handle = other.connect(B, 1);
        assertThat(other.call(handle, 3, NO_INPUTS, Outputs.NONE)).isZero();
        other.close(handle);
        Calls.await("nothing is left of it", () -> connections() == 0);
        assertThat(stateOf("SERVER")).isNotEqualTo("ended");
        assertThat(stateOf("CLIENT")).isEqualTo("ended");
    }

    /** As if it had closed them itself: each service frees what it keeps, also one in whose function the client ends. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"panics", "leaves"})
    void servicesHearThatAClientHasEnded(String how) throws Exception {
        List<String> closed = new CopyOnWriteArrayList<>();
        Scripted server = new Scripted().on(B, (psa, m) -> {
            if (m.type() == -1) {
                psa.setRhandle(m.handle(), m.handle() + 5);
            } else if (m.type() == -2) {
                closed.add(m.clientId() + " " + (m.rhandle() - m.handle()));
            } else if (how.equals("leaves")) {
                ffm.leave("CLIENT");
            }
            return 0;
        });
        ffm.sfn(ManifestText.of("SERVER").connected("B", B), server);
        ffm.sfn(ManifestText.of("CLIENT").stateless("A", A, 1).dependsOn("B"), new Scripted().on(A, (psa, m) -> {
                    psa.connect(B, 1);
                    int handle = psa.connect(B, 1);
                    if (how.equals("panics")) {
                        throw psa.panic();
                    }
                    return psa.call(handle, 0, 0, 0);
                }));
        boot();
        int id = platform.partitions().stream()
                .filter(p -> p.name().equals("CLIENT"))
                .findFirst()
                .orElseThrow()
                .id();
        PsaSession other = client(-2);
        int handle = other.connect(B, 1);
        assertThat(call(-1, A_HANDLE)).isEqualTo(COMMUNICATION_FAILURE);
        Calls.await("its connections are closed", () -> connections() == 1);
        assertThat(closed).containsExactly(id + " 5", id + " 5");
        assertThat(stateOf("SERVER")).isNotEqualTo("ended");
        other.close(handle);
        assertThat(closed).hasSize(3).last().isEqualTo("-2 5");
        assertThat(connections()).isZero();
    }
}
