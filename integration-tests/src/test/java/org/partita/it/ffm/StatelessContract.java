package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.testkit.Shows;

/** psa_call with the handle of a stateless service: bit 30, version in bits 15:8, index in bits 4:0. */
abstract class StatelessContract extends SharedPlatformContract {
    private static final int STRICT = 0x1001;
    private static final int RELAXED = 0x1002;
    private static final int SECURE_ONLY = 0x1003;
    private static final int FIRST = 0x1004;

    private static final int STRICT_HANDLE = 0x4000011D;
    private static final int RELAXED_HANDLE = 0x40000506;
    private static final int SECURE_HANDLE = 0x40000107;
    private static final int FIRST_HANDLE = 0x40000100;
    private static final int POOL = 4;

    private final Scripted server = new Scripted();
    private PsaSession client;

    @Override
    void add(TestFfm to) {
        String stateless = "\"non_secure_clients\": %s, \"connection_based\": false, \"stateless_handle\": %s";
        to.key("ffm.connections", POOL);
        serve(
                to,
                ManifestText.of("SERVER")
                        .service("STRICT", STRICT, stateless.formatted("true", "30"))
                        .service(
                                "RELAXED",
                                RELAXED,
                                stateless.formatted("true", "7") + ", \"version\": 5, \"version_policy\": \"RELAXED\"")
                        .service("SECURE_ONLY", SECURE_ONLY, stateless.formatted("false", "8"))
                        .service("FIRST", FIRST, stateless.formatted("true", "\"auto\"")),
                server);
        to.sfn(caller("STRICT", "RELAXED", "SECURE_ONLY"), caller);
    }

    @BeforeEach
    void begin() {
        client = client(-1);
        server.forget();
    }

    @AfterEach
    void reset() {
        server.on(STRICT, null);
    }

    private void assertRefused(int handle, int status, String rule) {
        assertThat(client.call(handle, 0, 0, 0)).isEqualTo(status);
        assertThat(client.rule()).isNotNull().satisfies(r -> assertThat(r.id()).isEqualTo(rule));
        assertThat(server.received()).isEmpty();
        assertThat(connections()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0x4000011D, 0x1001", "0x40000506, 0x1002", "0x40000100, 0x1004"})
    @Shows({"FFM-API-33", "FFM-API-36"})
    void aHandleNamesAServiceByItsIndex(int handle, int sid) {
        assertThat(client.call(handle, 9, 0, 0)).isZero();
        assertThat(server.received()).singleElement().satisfies(m -> {
            assertThat(m.sid()).isEqualTo(sid);
            assertThat(m.type()).isEqualTo(9);
            assertThat(m.rhandle()).isZero();
            assertThat(m.client()).isEqualTo(-1);
        });
    }

    @Test
    @Shows({"FFM-API-33", "FFM-API-37"})
    void administratorsAreToldTheHandles() {
        assertThat(platform.ffm().services())
                .filteredOn(s -> s.partitionName().equals("SERVER"))
                .extracting(Ffm.Service::stateless)
                .containsExactly(
                        OptionalInt.of(STRICT_HANDLE),
                        OptionalInt.of(RELAXED_HANDLE),
                        OptionalInt.of(SECURE_HANDLE),
                        OptionalInt.of(FIRST_HANDLE));
    }

    @ParameterizedTest(name = "index {0}")
    @ValueSource(ints = {1, 5, 8, 28, 30})
    @Shows("FFM-API-34")
    void anIndexWithoutAServiceIsRefused(int index) {
        assertRefused(0x40000100 | index, PROGRAMMER_ERROR, "FFM-API-34");
    }

    @Test
    @Shows({"FFM-API-34", "FFM-API-102"})
    void aServiceForSecureClientsIsRefusedToOthers() {
        assertRefused(SECURE_HANDLE, CONNECTION_REFUSED, "FFM-API-102");
        assertThat(secure((psa, m) -> psa.call(SECURE_HANDLE, 2, 0, 0) + 7)).isEqualTo(7);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0x4000021D, 0x4000001D, 0x4000FF1D, 0x40000606, 0x4000FF06})
    @Shows("FFM-API-34")
    void aVersionThatTheServiceDoesNotHaveIsRefused(int handle) {
        assertRefused(handle, PROGRAMMER_ERROR, "FFM-API-34");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0x40000106, 0x40000406, 0x40000506})
    @Shows({"FFM-API-34", "FFM-API-13"})
    void aVersionBelowThatOfARelaxedServiceIsAccepted(int handle) {
        assertThat(client.call(handle, 3, 0, 0)).isZero();
        assertThat(server.types()).containsExactly(3);
    }

    /** Each of the reserved bits; those of a handle with bit 31 are no handle at all. */
    @Test
    @Shows("FFM-API-33")
    void reservedBitsAreRefused() {
        for (int bit : new int[] {5, 6, 7, 16, 17, 20, 24, 28, 29}) {
            assertRefused(STRICT_HANDLE | 1 << bit, PROGRAMMER_ERROR, "FFM-API-33");
        }
        assertRefused(STRICT_HANDLE | 1 << 31, PROGRAMMER_ERROR, "FFM-API-19");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {-1, -2, -32768})
    @Shows({"FFM-API-36", "FFM-API-22"})
    void neitherConnectingNorDisconnectingIsARequest(int type) {
        assertRefusedCall(type & 0xFFFF, "FFM-API-22");
    }

    private void assertRefusedCall(int control, String rule) {
        assertThat(client.call(STRICT_HANDLE, control, 0, 0)).isEqualTo(PROGRAMMER_ERROR);
        assertThat(client.rule()).isNotNull().satisfies(r -> assertThat(r.id()).isEqualTo(rule));
        assertThat(server.received()).isEmpty();
        assertThat(connections()).isZero();
    }

    /** The pool has four connections: one that got lost each time would soon be missed. */
    @Test
    @Shows({"FFM-API-35", "FFM-API-36"})
    void thousandCallsLeaveThePoolFull() {
        server.on(STRICT, (psa, m) -> m.type() % 3 == 0 ? -135 : m.type());
        for (int i = 0; i < 1000; i++) {
            switch (i % 5) {
                case 0 -> assertThat(client.call(STRICT_HANDLE, 0xFFFF, 0, 0)).isEqualTo(PROGRAMMER_ERROR);
                case 1 ->
                    assertThat(client.call(STRICT_HANDLE, 0x03030000, 0, 0)).isEqualTo(PROGRAMMER_ERROR);
                case 2 ->
                    assertThat(client.call(STRICT_HANDLE, 0x01000000, 0x30000000, 0))
                            .isEqualTo(PROGRAMMER_ERROR);
                default ->
                    assertThat(client.call(STRICT_HANDLE, i, NO_INPUTS, Outputs.NONE))
                            .isEqualTo(i % 3 == 0 ? -135 : i);
            }
            assertThat(connections()).isZero();
        }
        assertThat(server.received()).hasSize(400).allMatch(m -> m.type() >= 0 && m.rhandle() == 0);
    }

    @Test
    @Shows({"FFM-API-34", "FFM-API-35"})
    void aMessageHasAConnectionForAsLongAsItLasts() {
        server.on(STRICT, (psa, m) -> {
            assertThat(platform.ffm().connections())
                    .filteredOn(c -> c.sid() == STRICT)
                    .singleElement()
                    .satisfies(c -> {
                        assertThat(c.handle()).isEqualTo(m.handle());
                        assertThat(c.client()).isEqualTo(-1);
                        assertThat(c.state()).isEqualTo("taken");
                        assertThat(c.type()).isEqualTo(6);
                    });
            return 0;
        });
        assertThat(client.call(STRICT_HANDLE, 6, 0, 0)).isZero();
        assertThat(connections()).isZero();
    }
}
