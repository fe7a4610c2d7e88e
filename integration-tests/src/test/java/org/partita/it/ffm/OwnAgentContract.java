package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.ServiceReference;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.testkit.Shows;

/** Non-secure clients behind an agent that core has never seen: what it says counts, but not against the SPM. */
abstract class OwnAgentContract extends OwnPlatformContract {
    private static final int SID = 0x1001;
    private static final int STATELESS_HANDLE = 0x40000101;
    private static final int GENERIC_ERROR = -132;
    private static final int NOT_PERMITTED = -133;

    private final OwnAgent agent = new OwnAgent(thread -> -1000 - 2 * thread);
    private final Scripted server = new Scripted();

    @BeforeEach
    void add() {
        ffm.agent(agent)
                .sfn(ManifestText.of("SERVER").connected("SERVICE", SID).stateless("STATELESS", 0x1002, 2), server)
                .sfn(caller("STATELESS"), caller);
    }

    private static int request(PsaSession client) {
        return client.call(STATELESS_HANDLE, 0, NO_INPUTS, Outputs.NONE);
    }

    private static void assertRefused(PsaSession client, String rule) {
        assertThat(client.rule()).isNotNull().satisfies(r -> assertThat(r.id()).isEqualTo(rule));
    }

    @Test
    @Shows({"FFM-API-38", "FFM-API-20"})
    void servicesKnowClientsByTheIdsOfTheAgent() throws Exception {
        boot();
        PsaSession first = client(-1);
        PsaSession second = client(-2);
        int handle = first.connect(SID, 1);
        assertThat(handle).isPositive();
        assertThat(first.call(handle, 1, 0, 0)).isZero();
        assertThat(request(second)).isZero();
        assertThat(server.received()).extracting(Scripted.Received::client).containsExactly(-1000, -1000, -1002);
        assertThat(platform.ffm().connections())
                .singleElement()
                .extracting(Ffm.Connection::client)
                .isEqualTo(-1000);
        assertThat(second.call(handle, 1, 0, 0)).isEqualTo(PROGRAMMER_ERROR);
        assertRefused(second, "FFM-API-20");
    }

    /** As with TF-M's agent if the Non-secure processing environment does not say which thread it is. */
    @Test
    @Shows("FFM-API-38")
    void threadsThatTheAgentDoesNotTellApartAreOneClient() throws Exception {
        agent.ids(thread -> -1);
        boot();
        int handle = client(-2).connect(SID, 1);
        assertThat(client(-1).call(handle, 1, 0, 0)).isZero();
        assertThat(client(-3).call(handle, 2, 0, 0)).isZero();
        assertThat(server.received()).extracting(Scripted.Received::client).containsOnly(-1);
    }

    /** The handle is a partition's: whoever had its id would have its connections. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, 0x100, 0x7FFFFFFF})
    @Shows("FFM-API-38")
    void noClientGetsTheIdOfAPartition(int id) throws Exception {
        boot();
        PsaSession client = client(-1);
        agent.ids(thread -> id);
        assertThat(client.connect(SID, 1)).isEqualTo(GENERIC_ERROR);
        assertRefused(client, "PARTITA-provider-failed");
        assertThat(request(client)).isEqualTo(GENERIC_ERROR);
        assertThat(server.received()).isEmpty();
        assertThat(connections()).isZero();
        agent.ids(thread -> -5);
        assertThat(request(client)).as("the system continues").isZero();
    }

    @Test
    void whoTheAgentDoesNotLetInIsToldByAStatus() throws Exception {
        boot();
        PsaSession client = client(-3);
        int handle = client.connect(SID, 1);
        server.forget();
        platform.trace().start("");
        client.close(handle);
        platform.trace().stop();
        assertRefused(client, "PARTITA-test");
        assertThat(client.found()).isEqualTo(2);
        assertThat(server.received()).isEmpty();
        assertThat(client.call(handle, 0, 0, 0)).as("the connection stays").isZero();
        assertThat(platform.trace().show(100))
                .extracting(c -> c.from() + " -> " + c.to() + " " + c.function() + " " + c.rule())
                .containsExactly(
                        "client -3 -> ns-agent-tz psa_close ",
                        "ns-agent-tz -> client -3 psa_close returns PARTITA-test");
        assertThat(platform.trace().show(1))
                .singleElement()
                .satisfies(
                        c -> assertThat((int) (long) c.registers().getFirst()).isEqualTo(NOT_PERMITTED));
    }

    /** Marked or not: the memory of the Non-secure processing environment is all that there is for its calls. */
    @Test
    @Shows({"FFM-API-24", "FFM-API-25"})
    void whatTheAgentDoesNotMarkIsNonSecureAllTheSame() throws Exception {
        boot();
        PsaSession client = client(-1);
        long secure = 0x30000000L;
        IoVectors vectors = new IoVectors(client.memory());
        long inputs = vectors.array(client.scratch(), secure, 8);
        assertThat(client.call(STATELESS_HANDLE, 0x01000000, inputs, 0)).isEqualTo(PROGRAMMER_ERROR);
        assertRefused(client, "FFM-API-25");
        assertThat(client.call(STATELESS_HANDLE, 0x01000000, secure, 0)).isEqualTo(PROGRAMMER_ERROR);
        assertRefused(client, "FFM-API-24");
        assertThat(client.call(STATELESS_HANDLE, 0, new byte[][] {{1, 2}}, Outputs.NONE))
                .isZero();
        assertThat(server.received())
                .singleElement()
                .satisfies(m -> assertThat(m.inputs()).containsExactly(2L, 0L, 0L, 0L));
    }

    @Test
    void partitionsCallWithoutIt() throws Exception {
        boot();
        assertThat(secure((psa, m) -> {
                    for (int i = 0; i < 5; i++) {
                        psa.call(STATELESS_HANDLE, 0, 0, 0);
                    }
                    return psa.frameworkVersion();
                }))
                .isEqualTo(0x0101);
        assertThat(server.received()).hasSize(5);
        assertThat(agent.calls()).isEqualTo(1);
        assertThat(platform.wiring())
                .filteredOn(r -> r.role().equals("agent/ns-agent-tz"))
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.provider()).isEqualTo(framework.getBundle().getSymbolicName());
                    assertThat(r.served()).isEqualTo(1);
                });
    }

    /** Neither does one of the partitions' initializations enter the agent, nor does anybody come through it before the last one. */
    @Test
    @Shows("FFM-SFN-22")
    void nobodyComesInBeforeAllPartitionsAreInitialized() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        for (int i = 1; i <= 2; i++) {
            String name = "INITIALIZED_" + i;
            ffm.sfn(ManifestText.of(name).stateless(name + "_SERVICE", 0x1100 + i, 2 + i), new Scripted(psa -> {
                events.add(name + ": " + tryToComeIn());
                return 0;
            }));
        }
        boot();
        assertThat(events).hasSize(2).allMatch(e -> e.contains("when all partitions are initialized"));
        assertThat(agent.calls()).isZero();
        assertThat(request(client(-1))).isZero();
        assertThat(agent.calls()).isEqualTo(1);
    }

    private String tryToComeIn() {
        ServiceReference<Platform> booting = framework.getServiceReference(Platform.class);
        try (PsaSession client = framework.getService(booting).ffm().client(-1)) {
            return "came in: " + client.frameworkVersion();
        } catch (PartitaException e) {
            return e.getMessage();
        }
    }
}
