package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.testkit.paxexam.Inject;

/** What the contracts of both backends share: partitions that the contract writes, Non-secure clients, and a Secure one. */
abstract class FfmContract {
    /** The Secure client: a partition that does what a test says. */
    static final String CALLER = "CALLER";

    /** Its service, by which a Non-secure client lets it begin. */
    static final int RUN = 0x2000;

    static final byte[][] NO_INPUTS = {};

    static final int PROGRAMMER_ERROR = -129;
    static final int CONNECTION_REFUSED = -130;
    static final int CONNECTION_BUSY = -131;

    /** What a client gets that waited for a partition which has ended: FF-M resets the system then; this is our reading. */
    static final int COMMUNICATION_FAILURE = -145;

    /** Bit 30, version 1, index 31. */
    private static final int RUN_HANDLE = 0x4000011F;

    /** Nobody else calls with it. */
    private static final int STARTER = -4;

    @Inject
    BundleContext framework;

    Platform platform;
    TestFfm ffm;
    final Scripted caller = new Scripted();
    private final Deque<PsaSession> sessions = new ArrayDeque<>();

    /** sfn or ipc. */
    abstract String backend();

    /** A platform without partitions, which the contract gives it, on the backend of the contract. */
    TestFfm platform(Path folder) {
        return new TestFfm(framework, folder).key("ffm.backend", backend());
    }

    /** Adds a partition that serves: of the SFN model unless the class is about the other one. */
    void serve(TestFfm to, ManifestText manifest, Scripted functions) {
        to.sfn(manifest, functions);
    }

    /** The manifest of the Secure client. */
    static ManifestText caller(String... dependencies) {
        ManifestText manifest = ManifestText.of(CALLER).stateless("RUN", RUN, 32);
        for (String d : dependencies) {
            manifest.dependsOn(d);
        }
        return manifest;
    }

    /** The Non-secure client with this id, until the test ends. */
    PsaSession client(int id) {
        PsaSession session = platform.ffm().client(id);
        sessions.push(session);
        return session;
    }

    /** Lets the Secure client do something; the result is what a Non-secure client gets for it. */
    int secure(Scripted.Function body) {
        caller.on(RUN, body);
        try (PsaSession starter = platform.ffm().client(STARTER)) {
            return starter.call(RUN_HANDLE, 0, NO_INPUTS, Outputs.NONE);
        } finally {
            caller.on(RUN, null);
        }
    }

    /** How many connections of the pool are in use. */
    int connections() {
        return platform.ffm().connections().size();
    }

    String stateOf(String partition) {
        return platform.partitions().stream()
                .filter(p -> p.name().equals(partition))
                .map(PartitionStatus::state)
                .findFirst()
                .orElseThrow();
    }

    /** The partition has panicked because of this rule, nothing else has happened, and administrators hear of it. */
    void assertPanicked(String partition, String rule) {
        assertThat(stateOf(partition)).isEqualTo("ended");
        assertThat(platform.ffm().services())
                .filteredOn(s -> s.partitionName().equals(partition))
                .isNotEmpty()
                .allMatch(s -> s.state().equals("ended"));
        assertThat(platform.partitions())
                .filteredOn(p -> !p.name().equals(partition))
                .noneMatch(p -> p.state().equals("ended"));
        assertThat(platform.status().problems())
                .singleElement()
                .asString()
                .contains("partition " + partition, "panicked", "[" + rule + "]");
    }

    @AfterEach
    void giveClientsBack() {
        while (!sessions.isEmpty()) {
            sessions.pop().close();
        }
    }
}
