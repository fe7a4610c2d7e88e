package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.PsaSession;
import org.partita.testkit.Shows;

/** psa_close. A Non-secure client sees no result of it, so what the service gets and what the handle is good for then tells. */
abstract class CloseContract extends SharedPlatformContract {
    private static final int SID = 0x1001;
    private static final int STATELESS = 0x1002;
    private static final int STATELESS_HANDLE = 0x40000102;

    private final Scripted server = new Scripted();
    private PsaSession client;

    @Override
    void add(TestFfm to) {
        serve(to, ManifestText.of("SERVER").connected("SERVICE", SID).stateless("STATELESS", STATELESS, 3), server);
        to.sfn(caller("SERVICE", "STATELESS"), caller);
    }

    @BeforeEach
    void begin() {
        client = client(-1);
        server.forget();
    }

    @AfterEach
    void reset() {
        server.on(SID, null);
    }

    private int connected() {
        int handle = client.connect(SID, 1);
        server.forget();
        return handle;
    }

    @Test
    @Shows({"FFM-API-32", "FFM-SFN-19", "FFM-SFN-31", "FFM-IPC-31"})
    void theServiceHearsOfItAndTheHandleIsFree() {
        int handle = connected();
        client.close(handle);
        assertThat(client.rule()).isNull();
        assertThat(server.received()).singleElement().satisfies(m -> {
            assertThat(m.type()).isEqualTo(-2);
            assertThat(m.handle()).isEqualTo(handle);
            assertThat(m.client()).isEqualTo(-1);
            assertThat(m.inputs()).containsOnly(0L);
            assertThat(m.outputs()).containsOnly(0L);
        });
        assertThat(connections()).isZero();
        assertThat(client.call(handle, 0, 0, 0)).isEqualTo(PROGRAMMER_ERROR);
        assertThat(server.types()).containsExactly(-2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, -1, PROGRAMMER_ERROR, CONNECTION_BUSY, -135, 0x80000000})
    @Shows({"FFM-API-32", "FFM-API-72", "FFM-SFN-19"})
    void theAnswerOfTheServiceDoesNotMatter(int status) {
        int handle = connected();
        server.on(SID, (psa, m) -> status);
        client.close(handle);
        server.on(SID, null);
        assertThat(server.types()).containsExactly(-2);
        assertThat(connections()).isZero();
        assertThat(client.call(handle, 0, 0, 0)).isEqualTo(PROGRAMMER_ERROR);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 5, -135, PROGRAMMER_ERROR})
    @Shows({"FFM-API-32", "FFM-API-72"})
    void aSecureClientGoesOnWhateverTheServiceAnswers(int status) {
        server.on(SID, (psa, m) -> m.type() == -2 ? status : 0);
        assertThat(secure((psa, m) -> {
                    psa.close(psa.connect(SID, 1));
                    return 7;
                }))
                .isEqualTo(7);
        assertThat(server.types()).containsExactly(-1, -2);
    }

    @Test
    @Shows("FFM-API-32")
    void whatTheServiceHasKeptComesOnceMore() {
        server.on(SID, (psa, m) -> {
            if (m.type() == -1) {
                psa.setRhandle(m.handle(), 0xFFFF_FFFEL);
            }
            return 0;
        });
        client.close(client.connect(SID, 1));
        client.close(client.connect(SID, 1));
        assertThat(server.received())
                .extracting(m -> m.type() + ":" + Long.toHexString(m.rhandle()))
                .containsExactly("-1:0", "-2:fffffffe", "-1:0", "-2:fffffffe");
    }

    @Test
    @Shows("FFM-API-30")
    void theNullHandleHasNoEffect() {
        int handle = connected();
        client.close(0);
        assertThat(client.rule()).isNull();
        assertThat(server.received()).isEmpty();
        assertThat(secure((psa, m) -> {
                    psa.close(0);
                    return 7;
                }))
                .isEqualTo(7);
        assertThat(server.received()).isEmpty();
        assertThat(client.call(handle, 4, 0, 0)).isZero();
        client.close(handle);
    }

    private void assertNothingIsClosed(PsaSession by, int wrong, String rule) {
        int handle = connected();
        by.close(wrong);
        assertThat(by.rule()).isNotNull().satisfies(r -> assertThat(r.id()).isEqualTo(rule));
        assertThat(server.received()).isEmpty();
        assertThat(client.call(handle, 4, 0, 0)).isZero();
        client.close(handle);
        assertThat(server.types()).containsExactly(4, -2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0x1234567, 0x3FFFFFFF, -1, CONNECTION_REFUSED, 0x80000000})
    @Shows("FFM-API-31")
    void aHandleThatIsNoConnectionClosesNothing(int wrong) {
        assertNothingIsClosed(client, wrong, "FFM-API-31");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {STATELESS_HANDLE, 0x4000011F, 0x40000000, 0x7FFFFFFF})
    @Shows("FFM-API-31")
    void aStatelessHandleClosesNothing(int wrong) {
        assertNothingIsClosed(client, wrong, "FFM-API-31");
    }

    @Test
    @Shows("FFM-API-31")
    void anOldHandleClosesNothing() {
        int old = connected();
        client.close(old);
        // the place in the pool is the next one's
        assertNothingIsClosed(client, old, "FFM-API-31");
    }

    @Test
    @Shows({"FFM-API-20", "FFM-API-31"})
    void anotherClientClosesNothing() {
        int handle = connected();
        PsaSession other = client(-2);
        other.close(handle);
        assertThat(other.rule()).isNotNull().satisfies(r -> assertThat(r.id()).isEqualTo("FFM-API-20"));
        assertThat(server.received()).isEmpty();
        assertThat(client.call(handle, 4, 0, 0)).isZero();
        client.close(handle);
        assertThat(server.types()).containsExactly(4, -2);
    }

    @Test
    @Shows("FFM-API-31")
    void aNonSecureClientDoesNotCloseASecureOnesConnection() {
        AtomicInteger its = new AtomicInteger();
        secure((psa, m) -> {
            its.set(psa.connect(SID, 1));
            return 0;
        });
        server.forget();
        client.close(its.get());
        assertThat(server.received()).isEmpty();
        assertThat(secure((psa, m) -> {
                    int status = psa.call(its.get(), 3, 0, 0);
                    psa.close(its.get());
                    return status + 7;
                }))
                .isEqualTo(7);
        assertThat(server.types()).containsExactly(3, -2);
    }
}
