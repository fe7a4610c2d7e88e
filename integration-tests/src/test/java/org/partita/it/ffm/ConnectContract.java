package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.PsaSession;
import org.partita.testkit.Shows;

/** psa_framework_version, psa_version and psa_connect, for clients of both worlds. */
abstract class ConnectContract extends SharedPlatformContract {
    private static final int RELAXED = 0x1001;
    private static final int STRICT = 0x1002;
    private static final int SECURE_ONLY = 0x1003;
    private static final int STATELESS = 0x1004;
    private static final int VERSION_3 = 0x1005;
    private static final int NOT_A_DEPENDENCY = 0x1006;
    private static final int HIGH_VERSION = 0x1007;
    private static final int NOBODY = 0xDEADBEEF;

    private final Scripted server = new Scripted();

    @Override
    void add(TestFfm to) {
        String anybody = "\"non_secure_clients\": true, \"connection_based\": true, ";
        serve(
                to,
                ManifestText.of("SERVER")
                        .service("RELAXED", RELAXED, anybody + "\"version\": 2, \"version_policy\": \"RELAXED\"")
                        .service("STRICT", STRICT, anybody + "\"version\": 2, \"version_policy\": \"STRICT\"")
                        .service(
                                "SECURE_ONLY", SECURE_ONLY, "\"non_secure_clients\": false, \"connection_based\": true")
                        .stateless("STATELESS", STATELESS, 1)
                        .service("VERSION_3", VERSION_3, anybody + "\"version\": 3")
                        .connected("NOT_A_DEPENDENCY", NOT_A_DEPENDENCY)
                        .service(
                                "HIGH_VERSION",
                                HIGH_VERSION,
                                anybody + "\"version\": 4294967295, \"version_policy\": \"RELAXED\""),
                server);
        to.sfn(caller("RELAXED", "STRICT", "SECURE_ONLY", "STATELESS", "VERSION_3", "HIGH_VERSION"), caller);
    }

    @BeforeEach
    void forget() {
        server.forget();
    }

    private void assertRefused(PsaSession client, int sid, int version, int status, String rule) {
        assertThat(client.connect(sid, version)).isEqualTo(status);
        assertThat(client.rule()).isNotNull().satisfies(r -> {
            assertThat(r.id()).isEqualTo(rule);
            assertThat(r.status().code()).isEqualTo(status);
        });
        assertThat(server.received()).isEmpty();
        assertThat(connections()).isZero();
    }

    // ---- versions

    @Test
    @Shows({"FFM-API-4", "FFM-BACKEND-3"})
    void theFrameworkIsOfVersion11ForBothWorlds() {
        assertThat(client(-1).frameworkVersion()).isEqualTo(0x0101);
        assertThat(secure((psa, m) -> psa.frameworkVersion())).isEqualTo(0x0101);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0x1001, 2", "0x1002, 2", "0x1004, 1", "0x1005, 3", "0x1007, -1"})
    @Shows("FFM-API-5")
    void theVersionOfAServiceIsTheImplementedOne(int sid, int version) {
        assertThat(client(-1).version(sid)).isEqualTo(version);
        assertThat(secure((psa, m) -> psa.version(sid))).isEqualTo(version);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {NOBODY, 0, -1, 0x1000, 0x1008})
    @Shows("FFM-API-6")
    void nobodysSidHasNoVersion(int sid) {
        assertThat(client(-1).version(sid)).isZero();
        assertThat(secure((psa, m) -> psa.version(sid))).isZero();
    }

    @Test
    @Shows({"FFM-API-7", "FFM-API-101", "FFM-API-102"})
    void aServiceThatTheCallerMayNotUseHasNoVersion() {
        assertThat(client(-1).version(SECURE_ONLY)).isZero();
        assertThat(secure((psa, m) -> psa.version(SECURE_ONLY))).isEqualTo(1);
        assertThat(client(-2).version(NOT_A_DEPENDENCY)).isEqualTo(1);
        assertThat(secure((psa, m) -> psa.version(NOT_A_DEPENDENCY))).isZero();
    }

    // ---- connections

    @Test
    @Shows({"FFM-API-8", "FFM-SFN-17", "FFM-SFN-20", "FFM-IPC-31"})
    void aConnectionHasAPositiveHandleThatTheServiceKnows() {
        PsaSession client = client(-1);
        int handle = client.connect(STRICT, 2);
        assertThat(handle).isBetween(1, 0x3FFFFFFF);
        assertThat(client.rule()).isNull();
        assertThat(server.received()).singleElement().satisfies(m -> {
            assertThat(m.sid()).isEqualTo(STRICT);
            assertThat(m.type()).isEqualTo(-1);
            assertThat(m.handle()).isEqualTo(handle);
            assertThat(m.client()).isEqualTo(-1);
            assertThat(m.rhandle()).isZero();
            assertThat(m.inputs()).containsOnly(0L);
            assertThat(m.outputs()).containsOnly(0L);
        });
        assertThat(platform.ffm().connections()).singleElement().satisfies(c -> {
            assertThat(c.handle()).isEqualTo(handle);
            assertThat(c.client()).isEqualTo(-1);
            assertThat(c.sid()).isEqualTo(STRICT);
            assertThat(c.state()).isEqualTo("idle");
        });
        client.close(handle);
    }

    @Test
    @Shows({"FFM-API-8", "FFM-API-38"})
    void aPartitionConnectsByItsId() {
        AtomicInteger id = new AtomicInteger();
        AtomicInteger handle = new AtomicInteger();
        assertThat(secure((psa, m) -> {
                    id.set(psa.id());
                    handle.set(psa.connect(SECURE_ONLY, 1));
                    psa.close(handle.get());
                    return 0;
                }))
                .isZero();
        assertThat(handle.get()).isBetween(1, 0x3FFFFFFF);
        assertThat(id.get()).isGreaterThanOrEqualTo(256);
        assertThat(server.received()).extracting(Scripted.Received::client).containsExactly(id.get(), id.get());
        assertThat(server.types()).containsExactly(-1, -2);
    }

    @Test
    @Shows("FFM-API-8")
    void aClientHasSeveralConnectionsToOneService() {
        PsaSession client = client(-1);
        int first = client.connect(RELAXED, 1);
        int second = client.connect(RELAXED, 2);
        assertThat(second).isPositive().isNotEqualTo(first);
        client.close(first);
        client.close(second);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {NOBODY, 0, -1, 0x1000, 0x1008})
    @Shows({"FFM-API-9", "FFM-API-2", "FFM-SFN-17"})
    void nobodyConnectsToAnUnknownSid(int sid) {
        assertRefused(client(-1), sid, 1, CONNECTION_REFUSED, "FFM-API-9");
    }

    @Test
    @Shows({"FFM-API-10", "FFM-API-102"})
    void aNonSecureClientConnectsToNoServiceForSecureOnes() {
        assertRefused(client(-1), SECURE_ONLY, 1, CONNECTION_REFUSED, "FFM-API-102");
    }

    @ParameterizedTest(name = "{0} asks for {1}")
    @CsvSource({
        "0x1002, 0",
        "0x1002, 1",
        "0x1002, 3",
        "0x1002, -1",
        "0x1001, 3",
        "0x1001, 0x7FFFFFFF",
        "0x1001, -1",
        "0x1005, 2",
    })
    @Shows({"FFM-API-11", "FFM-API-12", "FFM-API-13"})
    void anUnsupportedVersionIsRefused(int sid, int version) {
        assertRefused(client(-1), sid, version, CONNECTION_REFUSED, "FFM-API-11");
    }

    @ParameterizedTest(name = "{0} asks for {1}")
    @CsvSource({"0x1002, 2", "0x1001, 1", "0x1001, 2", "0x1005, 3", "0x1007, 1", "0x1007, 0x7FFFFFFF", "0x1007, -1"})
    @Shows({"FFM-API-12", "FFM-API-13"})
    void aSupportedVersionIsAccepted(int sid, int version) {
        PsaSession client = client(-1);
        int handle = client.connect(sid, version);
        assertThat(handle).isPositive();
        client.close(handle);
        assertThat(secure((psa, m) -> {
                    int own = psa.connect(sid, version);
                    psa.close(own);
                    return own > 0 ? 1 : own;
                }))
                .isEqualTo(1);
    }

    @ParameterizedTest(name = "version {0}")
    @ValueSource(ints = {0, 1, 2})
    @Shows("FFM-API-14")
    void aStatelessServiceHasNoConnections(int version) {
        assertRefused(client(-1), STATELESS, version, PROGRAMMER_ERROR, "FFM-API-14");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {CONNECTION_REFUSED, CONNECTION_BUSY})
    @Shows({"FFM-API-16", "FFM-SFN-17"})
    void aServiceMayRefuseAConnection(int answer) {
        server.on(STRICT, (psa, m) -> m.type() == -1 ? answer : 0);
        try {
            PsaSession client = client(-1);
            assertThat(client.connect(STRICT, 2)).isEqualTo(answer);
            assertThat(client.rule()).isNull();
            assertThat(connections()).isZero();
            assertThat(server.types()).containsExactly(-1);
            assertThat(client.call(server.received().getFirst().handle(), 0, 0, 0))
                    .isEqualTo(PROGRAMMER_ERROR);
        } finally {
            server.on(STRICT, null);
        }
    }

    /** Only what the SPM itself refuses is a programmer error. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {CONNECTION_REFUSED, CONNECTION_BUSY})
    @Shows("FFM-API-16")
    void aSecureClientWhomAServiceRefusesGoesOn(int answer) {
        server.on(STRICT, (psa, m) -> m.type() == -1 ? answer : 0);
        try {
            assertThat(secure((psa, m) -> psa.connect(STRICT, 2) == answer ? 7 : 8))
                    .isEqualTo(7);
            assertThat(stateOf(CALLER)).isNotEqualTo("ended");
        } finally {
            server.on(STRICT, null);
        }
    }
}
