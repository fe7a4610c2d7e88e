package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Dictionary;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.PlatformStatus;
import org.partita.api.admin.PsaSession;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffm.partition.Outputs;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** The agent behind TrustZone's veneers: what it does with calls, and what happens while it is not there. */
@PlatformTest(FfmTestPlatform.class)
class NsAgentIT extends OwnPlatformContract {
    private static final String AGENT = "org.partita.agent.nsagenttz";
    private static final int SID = 0x1001;
    private static final int HANDLE = 0x40000101;

    /** Longer than a test takes. */
    private static final long NEVER = 600_000;

    private final Scripted server = new Scripted();
    private Calls calls;

    @Override
    String backend() {
        return "sfn";
    }

    @BeforeEach
    void add() {
        ffm.sfn(ManifestText.of("SERVER").connected("SERVICE", SID).stateless("STATELESS", 0x1002, 2), server);
    }

    @AfterEach
    void end() {
        if (calls != null) {
            calls.close();
        }
    }

    private Bundle agent() {
        return Arrays.stream(framework.getBundles())
                .filter(b -> AGENT.equals(b.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private static int request(PsaSession client) {
        return client.call(HANDLE, 0, NO_INPUTS, Outputs.NONE);
    }

    // ---- calls

    /** By the veneer to the agent, from there to the SPM: bits 19, 27 and 31 say that all vectors are Non-secure. */
    @Test
    @Shows({"FFM-SFN-31", "FFM-API-103"})
    void theTraceShowsTheVeneer() throws Exception {
        boot();
        PsaSession client = client(-2);
        platform.trace().start("");
        assertThat(client.call(HANDLE, 5, new byte[][] {{1}}, Outputs.NONE)).isZero();
        platform.trace().stop();
        assertThat(platform.trace().show(100))
                .extracting(NsAgentIT::line)
                .containsExactly(
                        "client -2 -> ns-agent-tz CALL psa_call 0x1000005",
                        "ns-agent-tz -> SPM CALL psa_call 0x89080005",
                        "SERVER -> SPM CALL psa_reply",
                        "SPM -> SERVER CALL psa_reply returns",
                        "SPM -> client -2 CALL psa_call returns");
    }

    private static String line(Crossing c) {
        String control = c.function().equals("psa_call")
                ? " 0x" + Long.toHexString(c.registers().get(2))
                : "";
        return c.from() + " -> " + c.to() + " " + c.conduit() + " " + c.function() + control;
    }

    // ---- client ids

    @Test
    @Shows({"FFM-API-38", "FFM-API-20"})
    void clientIdsAreOfTheConfiguredRange() throws Exception {
        boot();
        PsaSession client = client(-2);
        int handle = client.connect(SID, 1);
        configure(Map.of("client.id.base", -0x0400FFFF, "client.id.limit", -0x04000000));
        try {
            awaitId(client, -0x04000001);
            assertThat(client.call(handle, 0, 0, 0)).as("another client's").isEqualTo(PROGRAMMER_ERROR);
            assertThat(client.rule())
                    .isNotNull()
                    .satisfies(r -> assertThat(r.id()).isEqualTo("FFM-API-20"));
            configure(Map.of("client.id.base", -9, "client.id.limit", -9));
            awaitId(client(-1), -9);
            server.forget();
            assertThat(request(client)).isEqualTo(-133);
            assertThat(client.rule())
                    .isNotNull()
                    .satisfies(r -> assertThat(r.id()).isEqualTo("PARTITA-no-client-id"));
            assertThat(client.version(SID)).isZero();
            assertThat(server.received()).isEmpty();
        } finally {
            configuration().delete();
            awaitId(client, -2);
        }
        assertThat(client.call(handle, 0, 0, 0)).isZero();
    }

    private Configuration configuration() throws Exception {
        return framework
                .getService(framework.getServiceReference(ConfigurationAdmin.class))
                .getConfiguration(AGENT, "?");
    }

    private void configure(Map<String, Object> keys) throws Exception {
        Dictionary<String, Object> all = FrameworkUtil.asDictionary(keys);
        configuration().update(all);
    }

    private void awaitId(PsaSession client, int id) {
        Calls.await("client id " + id, () -> {
            server.forget();
            request(client);
            return server.received().stream().anyMatch(m -> m.client() == id);
        });
    }

    // ---- absence

    @Test
    void whileItIsAwayCallsAreHeldAndThenGoOn() throws Exception {
        ffm.key("vacancy.standby", NEVER).key("vacancy.grace", NEVER).key("hold.deadline", NEVER);
        boot();
        calls = new Calls(platform);
        Bundle agent = agent();
        agent.stop();
        Future<Integer> call;
        try {
            call = calls.begin(-1, NsAgentIT::request);
            Calls.await("the client has the PE", () -> running().equals("client -1"));
            assertThat(call.isDone()).isFalse();
            assertThat(server.received()).isEmpty();
        } finally {
            agent.start();
        }
        assertThat(Calls.result(call)).isZero();
        assertThat(server.received()).hasSize(1);
    }

    private String running() {
        return platform.status().pes().getFirst().running();
    }

    @Test
    void ifItStaysAwayClientsAreToldByAStatus() throws Exception {
        ffm.key("vacancy.standby", 20).key("vacancy.grace", 50).key("hold.deadline", 100);
        boot();
        PsaSession client = client(-1);
        Bundle agent = agent();
        agent.stop();
        try {
            assertThat(client.connect(SID, 1)).isEqualTo(CONNECTION_BUSY);
            assertVacant(client);
            assertThat(request(client)).isEqualTo(CONNECTION_BUSY);
            assertVacant(client);
            assertThat(client.version(SID)).isZero();
            assertVacant(client);
            assertThat(server.received()).isEmpty();
            assertThat(platform.status().problems()).anyMatch(p -> p.contains("agent/ns-agent-tz"));
        } finally {
            agent.start();
        }
        assertThat(client.version(SID)).isEqualTo(1);
        assertThat(request(client)).isZero();
    }

    private static void assertVacant(PsaSession client) {
        assertThat(client.rule()).isNotNull().satisfies(r -> assertThat(r.id()).isEqualTo("PARTITA-vacant"));
    }

    /** A partition's calls do not come from the Non-secure side. */
    @Test
    void whileItIsAwayPartitionsCallEachOther() throws Exception {
        ffm.key("vacancy.standby", NEVER).key("vacancy.grace", NEVER).key("hold.deadline", NEVER);
        ffm.sfn(caller("SERVICE", "STATELESS"), caller);
        boot();
        calls = new Calls(platform);
        Bundle agent = agent();
        Future<Integer> call = calls.begin(() -> secure((psa, m) -> {
            agent.stop();
            int handle = psa.connect(SID, 1);
            int status = psa.call(handle, 3, 0, 0) + psa.call(HANDLE, 4, 0, 0);
            psa.close(handle);
            return status == 0 && psa.version(SID) == 1 ? 77 : status;
        }));
        try {
            assertThat(Calls.result(call)).isEqualTo(77);
        } finally {
            agent.start();
        }
        assertThat(server.types()).containsExactly(-1, 3, 4, -2);
    }

    @Test
    void withoutItAPlatformWithNonSecureClientsDoesNotBoot() throws Exception {
        Bundle agent = agent();
        agent.stop();
        try {
            PlatformStatus status = ffm.key("boot.deadline", 300L).bootOf();
            assertThat(status.state()).isEqualTo("failed");
            assertThat(status.problems()).anyMatch(p -> p.contains("agent/ns-agent-tz"));
        } finally {
            agent.start();
        }
    }

    @Test
    void aPlatformWithoutNonSecureClientsNeedsNone() throws Exception {
        Bundle agent = agent();
        agent.stop();
        try {
            ffm.key("ffm.clients", 0);
            boot();
            assertThat(platform.status().problems()).isEmpty();
            assertThatThrownBy(() -> platform.ffm().client(-1)).isInstanceOf(PartitaException.class);
        } finally {
            agent.start();
        }
    }
}
