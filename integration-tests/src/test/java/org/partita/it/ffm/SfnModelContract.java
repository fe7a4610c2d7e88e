package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.PlatformStatus;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.Psa;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.testkit.Shows;

/** Partitions of the SFN model: what is the same whichever backend runs them. */
abstract class SfnModelContract extends OwnPlatformContract {
    private static final int A = 0x1001;
    private static final int B = 0x1002;
    private static final int C = 0x1003;
    private static final int A_HANDLE = 0x40000100;
    private static final int B_HANDLE = 0x40000101;
    private static final int C_HANDLE = 0x40000102;

    private final List<String> events = new CopyOnWriteArrayList<>();

    private static ManifestText manifest(String name, int sid, int number, String... dependencies) {
        ManifestText m = ManifestText.of(name).stateless(name + "_SERVICE", sid, number);
        Arrays.stream(dependencies).forEach(m::dependsOn);
        return m;
    }

    private Scripted noting(String name) {
        return new Scripted(psa -> {
            events.add(name + " initializes");
            return 0;
        });
    }

    private int call(int handle) {
        return call(handle, 0);
    }

    private int call(int handle, int type) {
        try (PsaSession client = platform.ffm().client(-1)) {
            return client.call(handle, type, NO_INPUTS, Outputs.NONE);
        }
    }

    private List<String> problemsOfTheBoot() throws Exception {
        PlatformStatus status = ffm.bootOf();
        assertThat(status.state()).isEqualTo("failed");
        return status.problems();
    }

    // ---- functions

    @Test
    @Shows("FFM-BACKEND-2")
    void eachServiceOfAPartitionHasAFunction() throws Exception {
        Scripted both = new Scripted().on(A, (psa, m) -> 11).on(B, (psa, m) -> 12);
        ffm.sfn(manifest("BOTH", A, 1).stateless("OTHER", B, 2), both);
        boot();
        assertThat(call(A_HANDLE)).isEqualTo(11);
        assertThat(call(B_HANDLE)).isEqualTo(12);
        assertThat(both.received()).extracting(Scripted.Received::sid).containsExactly(A, B);
    }

    @Test
    @Shows("FFM-SFN-6")
    void aFunctionNeitherTakesNorAnswersMessages() {
        assertThat(SfnPsa.class.getMethods())
                .extracting(Method::getName)
                .contains("read", "skip", "write", "await", "panic")
                .doesNotContain("get", "reply", "notify", "clear");
    }

    @Test
    @Shows("FFM-SFN-6")
    void whatAFunctionIsGivenHasNothingElseBehindIt() throws Exception {
        ffm.sfn(
                manifest("A", A, 1),
                new Scripted(psa -> psa instanceof Psa ? -1 : 0).on(A, (psa, m) -> psa instanceof Psa ? 1 : 2));
        boot();
        assertThat(call(A_HANDLE)).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {5, 1, -1, -135, -129})
    @Shows({"FFM-API-71", "FFM-API-75"})
    void aPartitionPanicsThatAnswersAConnectionWithAnythingElse(int status) throws Exception {
        Scripted server = new Scripted().on(A, (psa, m) -> m.type() == -1 ? status : 0);
        ffm.sfn(ManifestText.of("SERVER").connected("SERVICE", A), server);
        boot();
        assertThat(client(-1).connect(A, 1)).isEqualTo(COMMUNICATION_FAILURE);
        assertPanicked("SERVER", "FFM-API-71");
        assertThat(connections()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatIsThrown")
    void aPartitionThatThrowsHasEnded(Throwable thrown) throws Exception {
        ffm.sfn(manifest("SERVER", A, 1), new Scripted().on(A, (psa, m) -> raise(thrown)));
        boot();
        assertThat(call(A_HANDLE)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(stateOf("SERVER")).isEqualTo("ended");
        assertThat(platform.status().problems())
                .singleElement()
                .asString()
                .contains("partition SERVER", thrown.getClass().getSimpleName() + ": of the test");
        assertThat(call(A_HANDLE)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(connections()).isZero();
    }

    @Test
    @Shows("FFM-IPC-33")
    void psaPanicEndsThePartition() throws Exception {
        AtomicBoolean after = new AtomicBoolean();
        ffm.sfn(manifest("SERVER", A, 1), new Scripted().on(A, (psa, m) -> {
                    RuntimeException never = psa.panic();
                    after.set(true);
                    throw never;
                }));
        boot();
        assertThat(call(A_HANDLE)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(after).isFalse();
        assertPanicked("SERVER", "FFM-IPC-33");
    }

    /** Also the ones that a partition has in the middle of a message, whoever panics. */
    @Test
    void theConnectionsOfAPartitionThatHasEndedAreGivenBack() throws Exception {
        AtomicInteger own = new AtomicInteger();
        Scripted server = new Scripted();
        ffm.sfn(ManifestText.of("SERVER").connected("SERVICE", B), server);
        ffm.sfn(manifest("CLIENT", A, 1, "SERVICE"), new Scripted().on(A, (psa, m) -> {
                    own.set(psa.connect(B, 1));
                    throw psa.panic();
                }));
        boot();
        assertThat(call(A_HANDLE)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(own.get()).isPositive();
        Calls.await("its connection is closed", () -> connections() == 0);
        PsaSession client = client(-1);
        client.close(client.connect(B, 1));
        assertThat(stateOf("SERVER")).isNotEqualTo("ended");
    }

    // ---- nested calls

    @Test
    @Shows({"FFM-SFN-10", "FFM-SFN-15", "FFM-SFN-16", "FFM-API-38"})
    void nestedCallsComeBackToWhoeverHasMadeThem() throws Exception {
        List<Integer> ids = new CopyOnWriteArrayList<>();
        Scripted c = new Scripted().on(C, (psa, m) -> {
            byte[] got = new byte[2];
            psa.read(m.handle(), 0, got);
            psa.write(m.handle(), 0, new byte[] {got[1], got[0], 3});
            ids.add(psa.id());
            return 30 + m.type();
        });
        Scripted b = new Scripted().on(B, (psa, m) -> {
            ids.add(psa.id());
            byte[] got = new byte[1];
            psa.read(m.handle(), 0, got);
            Outputs out = new Outputs(8);
            int status = psa.call(C_HANDLE, 1, new byte[][] {{got[0], 2}}, out);
            psa.write(m.handle(), 0, out.bytes(0));
            ids.add(psa.id());
            return status + 200;
        });
        Scripted a = new Scripted().on(A, (psa, m) -> {
            ids.add(psa.id());
            byte[] got = new byte[1];
            psa.read(m.handle(), 0, got);
            Outputs out = new Outputs(8);
            int status = psa.call(B_HANDLE, 0, new byte[][] {got}, out);
            psa.write(m.handle(), 0, out.bytes(0));
            ids.add(psa.id());
            int again = psa.call(C_HANDLE, 4, new byte[][] {{7, 7}}, new Outputs(8));
            return again * 1000 + status;
        });
        ffm.sfn(manifest("THIRD", C, 3), c);
        ffm.sfn(manifest("FIRST", A, 1, "SECOND_SERVICE", "THIRD_SERVICE"), a);
        ffm.sfn(manifest("SECOND", B, 2, "THIRD_SERVICE"), b);
        boot();
        PsaSession client = client(-1);
        Outputs out = new Outputs(8);
        assertThat(client.call(A_HANDLE, 0, new byte[][] {{1}}, out)).isEqualTo(34_231);
        assertThat(out.bytes(0)).containsExactly(2, 1, 3);
        // ids are given in the order of the list
        assertThat(ids).containsExactly(257, 258, 256, 258, 257, 256);
        assertThat(a.received()).extracting(Scripted.Received::client).containsExactly(-1);
        assertThat(b.received()).extracting(Scripted.Received::client).containsExactly(257);
        assertThat(c.received()).extracting(Scripted.Received::client).containsExactly(258, 257);
    }

    @Test
    @Shows("FFM-SFN-9")
    void aPartitionHasTheMessageWhileItProcessesIt() throws Exception {
        List<String> states = new ArrayList<>();
        Scripted b = new Scripted().on(B, (psa, m) -> {
            platform.ffm()
                    .connections()
                    .forEach(c -> states.add(Integer.toHexString(c.sid()) + " of " + c.client() + " " + c.state() + " "
                            + (c.handle() == m.handle())));
            return 0;
        });
        ffm.sfn(manifest("SECOND", B, 2), b);
        ffm.sfn(
                manifest("FIRST", A, 1, "SECOND_SERVICE"),
                new Scripted().on(A, (psa, m) -> psa.call(B_HANDLE, 0, 0, 0)));
        boot();
        assertThat(call(A_HANDLE)).isZero();
        assertThat(states).containsExactlyInAnyOrder("1001 of -1 taken false", "1002 of 257 taken true");
    }

    /** No nesting is deeper than there are partitions, since their dependencies form no cycle. */
    @Test
    @Shows("FFM-SFN-16")
    void aChainThroughManyPartitionsComesBack() throws Exception {
        int partitions = 20;
        for (int i = 0; i < partitions; i++) {
            ManifestText m = ManifestText.of("P" + i).stateless("S" + i, 0x3000 + i, i + 1);
            if (i + 1 < partitions) {
                m.dependsOn("S" + (i + 1));
            }
            boolean last = i + 1 == partitions;
            int next = 0x40000100 + i + 1;
            ffm.sfn(m, new Scripted().on(0x3000 + i, (psa, message) -> last ? 1 : psa.call(next, 0, 0, 0) + 1));
        }
        boot();
        for (int i = 0; i < 3; i++) {
            assertThat(call(0x40000100)).isEqualTo(partitions);
        }
        assertThat(connections()).isZero();
    }

    // ---- initialization

    @Test
    @Shows({"FFM-SFN-11", "FFM-SFN-12"})
    void aPartitionThatIsCalledBeforeIsInitializedFirst() throws Exception {
        ffm.sfn(manifest("EARLY", A, 1, "LATE_SERVICE"), new Scripted(psa -> {
            events.add("EARLY calls");
            int status = psa.call(B_HANDLE, 5, 0, 0);
            events.add("EARLY got " + status);
            return 0;
        }));
        ffm.sfn(
                manifest("LATE", B, 2),
                new Scripted(psa -> {
                            events.add("LATE initializes");
                            return 0;
                        })
                        .on(B, (psa, m) -> {
                            events.add("LATE processes a message of " + m.clientId());
                            return 9;
                        }));
        boot();
        assertThat(events)
                .containsSubsequence("EARLY calls", "LATE processes a message of 256", "EARLY got 9")
                .containsSubsequence("LATE initializes", "LATE processes a message of 256")
                .hasSize(4);
        assertThat(call(B_HANDLE)).isEqualTo(9);
        assertThat(events.stream().filter("LATE initializes"::equals)).hasSize(1);
    }

    @Test
    @Shows({"FFM-SFN-11", "FFM-SFN-16"})
    void anInitializationMayCallThroughSeveralPartitions() throws Exception {
        ffm.sfn(manifest("FIRST", A, 1, "SECOND_SERVICE"), new Scripted(psa -> psa.call(B_HANDLE, 0, 0, 0) - 21));
        ffm.sfn(
                manifest("SECOND", B, 2, "THIRD_SERVICE"),
                new Scripted(psa -> psa.call(C_HANDLE, 0, 0, 0) - 20)
                        .on(B, (psa, m) -> psa.call(C_HANDLE, 0, 0, 0) + 1));
        ffm.sfn(manifest("THIRD", C, 3), noting("THIRD").on(C, (psa, m) -> 20));
        boot();
        assertThat(call(B_HANDLE)).isEqualTo(21);
        assertThat(events).containsExactly("THIRD initializes");
    }

    @Test
    @Shows({"FFM-SFN-12", "FFM-SFN-32"})
    void withoutEntryInitNothingIsCalled() throws Exception {
        ffm.sfn(manifest("SERVER", A, 1).without("entry_init"), noting("SERVER").on(A, (psa, m) -> 8));
        boot();
        assertThat(call(A_HANDLE)).isEqualTo(8);
        assertThat(events).isEmpty();
    }

    @Test
    void anInitializationHasTheWholeApi() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        ffm.sfn(manifest("SERVER", A, 1), new Scripted(psa -> {
            seen.addAll(List.of(psa.id(), psa.frameworkVersion(), psa.version(A), psa.lifecycleState() & 0xFF00));
            IoVectors memory = new IoVectors(psa.memory());
            memory.put(psa.scratch(), new byte[] {5});
            seen.add(memory.bytes(psa.scratch(), 1)[0]);
            return 0;
        }));
        boot();
        // its own service is none of its dependencies
        assertThat(seen).containsExactly(256, 0x0101, 0, 0x3000, (byte) 5);
    }

    // ---- initializations that fail

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {-132, -129, -1, 0x80000000})
    @Shows("FFM-SFN-13")
    void anErrorEndsTheBoot(int status) throws Exception {
        ffm.sfn(manifest("GOOD", A, 1), noting("GOOD"));
        ffm.sfn(manifest("BAD", B, 2), new Scripted(psa -> status));
        assertThat(problemsOfTheBoot())
                .anySatisfy(p -> assertThat(p).contains("BAD").contains("" + status));
        assertThat(problemsOfTheBoot()).noneSatisfy(p -> assertThat(p).contains("GOOD"));
    }

    static List<Throwable> whatIsThrown() {
        String message = "of the test";
        return List.of(
                new IllegalArgumentException(message), new AssertionError(message), new StackOverflowError(message));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatIsThrown")
    void anInitializationThatThrowsEndsTheBoot(Throwable thrown) throws Exception {
        ffm.sfn(manifest("BAD", B, 2), new Scripted(psa -> raise(thrown)));
        assertThat(problemsOfTheBoot())
                .anySatisfy(p -> assertThat(p).contains("BAD").contains("of the test"));
    }

    private static int raise(Throwable thrown) throws Exception {
        if (thrown instanceof Error e) {
            throw e;
        }
        throw (Exception) thrown;
    }

    // ---- partitions that cannot be loaded

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"1.2", "2.0", "0.9"})
    @Shows("FFM-API-100")
    void aPartitionOfAnotherVersionOfTheFrameworkKeepsThePlatformFromBooting(String version) throws Exception {
        ffm.sfn(manifest("GOOD", A, 1), noting("GOOD"));
        ffm.sfn(manifest("BAD", B, 2).frameworkVersion(version), noting("BAD"));
        assertThat(problemsOfTheBoot())
                .anySatisfy(p -> assertThat(p)
                        .contains("BAD.yaml", "psa_framework_version", "found " + version, "expecting 1.0 or 1.1"));
        assertThat(events).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {-1, -0x8000_0000L, 0x8000_0000L})
    @Shows("FFM-API-100")
    void aPartitionWithANegativeIdKeepsThePlatformFromBooting(long id) throws Exception {
        ffm.sfn(manifest("GOOD", A, 1), noting("GOOD"));
        ffm.sfn(manifest("BAD", B, 2), noting("BAD")).pid("BAD", id);
        assertThat(problemsOfTheBoot())
                .anySatisfy(p -> assertThat(p).contains("pid", "found " + id, "a partition id of 0 or more"));
        assertThat(events).isEmpty();
    }

    @Test
    void anInitializationThatPanicsEndsTheBoot() throws Exception {
        ffm.sfn(manifest("BAD", B, 2), new Scripted(psa -> psa.call(0, 0, 0, 0)));
        assertThat(problemsOfTheBoot())
                .anySatisfy(p -> assertThat(p).contains("BAD").contains("[FFM-API-18]"));
    }
}
