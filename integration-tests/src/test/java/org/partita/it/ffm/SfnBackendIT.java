package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.PlatformStatus;
import org.partita.api.admin.PsaSession;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffm.partition.Outputs;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** What only the SFN backend does: one context, and functions on their clients' stacks. */
@PlatformTest(FfmTestPlatform.class)
class SfnBackendIT extends OwnPlatformContract {
    private static final int A = 0x1001;
    private static final int B = 0x1002;
    private static final int A_HANDLE = 0x40000100;
    private static final int B_HANDLE = 0x40000101;

    private final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    String backend() {
        return "sfn";
    }

    private String running() {
        return platform.status().pes().getFirst().running();
    }

    /** The functions that were called since, as the trace has them. */
    private List<String> called() {
        platform.trace().stop();
        return platform.trace().show(100).stream()
                .filter(c -> !c.function().endsWith("returns"))
                .map(c -> c.from() + " " + c.function())
                .toList();
    }

    private void trace() {
        platform.trace().clear();
        platform.trace().start("");
    }

    /** In the order of the list whatever their priorities are; one that another one needs comes before. */
    @Test
    @Shows({"FFM-SFN-11", "FFM-SFN-21"})
    void partitionsAreInitializedInTheOrderOfTheListExceptThoseThatAreNeededBefore() throws Exception {
        ffm.sfn(ManifestText.of("FIRST").stateless("S1", A, 1).word("priority", "LOW"), noting("FIRST"));
        ffm.sfn(ManifestText.of("EARLY").stateless("S2", 0x1003, 3).dependsOn("S4"), new Scripted(psa -> {
            events.add("EARLY calls");
            events.add("EARLY got " + psa.call(B_HANDLE, 0, 0, 0));
            return 0;
        }));
        ffm.sfn(ManifestText.of("THIRD").stateless("S3", 0x1004, 4).word("priority", "HIGH"), noting("THIRD"));
        ffm.sfn(ManifestText.of("LATE").stateless("S4", B, 2), noting("LATE").on(B, (psa, m) -> {
            events.add("LATE is called");
            return 4;
        }));
        boot();
        assertThat(events)
                .containsExactly(
                        "FIRST initializes",
                        "EARLY calls",
                        "LATE initializes",
                        "LATE is called",
                        "EARLY got 4",
                        "THIRD initializes");
    }

    private Scripted noting(String name) {
        return new Scripted(psa -> {
            events.add(name + " initializes");
            return 0;
        });
    }

    @Test
    @Shows({"FFM-SFN-10", "FFM-SFN-15", "FFM-SFN-21"})
    void whoRunsIsWhoseFunctionItIs() throws Exception {
        Scripted outer = new Scripted().on(A, (psa, m) -> {
            events.add(running());
            int status = psa.call(B_HANDLE, 0, 0, 0);
            events.add(running());
            return status;
        });
        ffm.sfn(ManifestText.of("OUTER").stateless("OUTER_SERVICE", A, 1).dependsOn("INNER_SERVICE"), outer);
        ffm.sfn(ManifestText.of("INNER").stateless("INNER_SERVICE", B, 2), new Scripted().on(B, (psa, m) -> {
                    events.add(running());
                    return 0;
                }));
        boot();
        assertThat(running()).as("after the initializations").isEmpty();
        assertThat(client(-1).call(A_HANDLE, 0, NO_INPUTS, Outputs.NONE)).isZero();
        assertThat(events).containsExactly("OUTER", "INNER", "OUTER");
        assertThat(running()).isEmpty();
    }

    /** The SPM answers for the function, and only what has reached one. */
    @Test
    @Shows({"FFM-SFN-6", "FFM-SFN-17", "FFM-SFN-18", "FFM-SFN-19"})
    void theSpmAnswersWhatHasReachedAFunction() throws Exception {
        ffm.sfn(ManifestText.of("SERVER").connected("SERVICE", A), new Scripted());
        boot();
        PsaSession client = client(-1);
        trace();
        assertThat(client.connect(0x7777, 1)).isEqualTo(CONNECTION_REFUSED);
        assertThat(client.call(0, 0, 0, 0)).isEqualTo(PROGRAMMER_ERROR);
        client.close(0x1234567);
        assertThat(called())
                .containsExactly(
                        "client -1 psa_connect",
                        "ns-agent-tz psa_connect",
                        "client -1 psa_call",
                        "ns-agent-tz psa_call",
                        "client -1 psa_close",
                        "ns-agent-tz psa_close");
        trace();
        int handle = client.connect(A, 1);
        client.call(handle, 0, 0, 0);
        client.close(handle);
        assertThat(called())
                .containsExactly(
                        "client -1 psa_connect",
                        "ns-agent-tz psa_connect",
                        "SERVER psa_reply",
                        "client -1 psa_call",
                        "ns-agent-tz psa_call",
                        "SERVER psa_reply",
                        "client -1 psa_close",
                        "ns-agent-tz psa_close",
                        "SERVER psa_reply");
        assertThat(platform.trace().show(100)).extracting(Crossing::rule).containsOnly("");
    }

    /** The client is a partition: it panics in its turn, in the middle of its own initialization. */
    @ParameterizedTest(name = "connected {0}")
    @ValueSource(booleans = {false, true})
    @Shows({"FFM-SFN-11", "FFM-SFN-13", "FFM-API-1"})
    void whoCallsAPartitionThatDoesNotInitializeGetsAProgrammerError(boolean connected) throws Exception {
        ManifestText late = ManifestText.of("LATE");
        ffm.sfn(
                ManifestText.of("EARLY").stateless("EARLY_SERVICE", A, 1).dependsOn("LATE_SERVICE"),
                new Scripted(psa -> {
                    events.add("EARLY calls");
                    events.add("EARLY got " + (connected ? psa.connect(B, 1) : psa.call(B_HANDLE, 0, 0, 0)));
                    return 0;
                }));
        ffm.sfn(
                connected ? late.connected("LATE_SERVICE", B) : late.stateless("LATE_SERVICE", B, 2),
                new Scripted(psa -> -132).on(B, (psa, m) -> {
                    events.add("LATE is called");
                    return 0;
                }));
        PlatformStatus status = ffm.bootOf();
        assertThat(status.state()).isEqualTo("failed");
        assertThat(status.problems())
                .anySatisfy(p -> assertThat(p).contains("partition LATE", "PSA_ERROR_GENERIC_ERROR (-132)"))
                .anySatisfy(p -> assertThat(p).contains("partition EARLY", "panicked"));
        assertThat(events).containsExactly("EARLY calls");
    }

    /** As the commit has it: the SPM panics, and nobody goes on (reading E1). */
    @Test
    @Shows("FFM-SFN-13")
    void withStrictSeedTheSpmPanicsInItsPlace() throws Exception {
        ffm.key("options", new String[] {"strict-seed"});
        ffm.sfn(
                ManifestText.of("EARLY").stateless("EARLY_SERVICE", A, 1).dependsOn("LATE_SERVICE"),
                new Scripted(psa -> {
                    events.add("EARLY calls");
                    events.add("EARLY got " + psa.call(B_HANDLE, 0, 0, 0));
                    return 0;
                }));
        ffm.sfn(ManifestText.of("LATE").stateless("LATE_SERVICE", B, 2), new Scripted(psa -> -132));
        ffm.sfn(ManifestText.of("LAST").stateless("LAST_SERVICE", 0x1003, 3), noting("LAST"));
        PlatformStatus status = ffm.bootOf();
        assertThat(status.state()).isEqualTo("failed");
        assertThat(status.problems())
                .anySatisfy(p -> assertThat(p).contains("panicked: partition LATE did not initialize", "strict-seed"));
        assertThat(events).containsExactly("EARLY calls");
    }
}
