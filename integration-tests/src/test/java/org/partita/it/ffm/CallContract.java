package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.testkit.Shows;

/** psa_call on a connection: handles, types, numbers of vectors, answers. */
abstract class CallContract extends SharedPlatformContract {
    private static final int SID = 0x1001;
    private static final int STATELESS = 0x1002;
    private static final int STATELESS_HANDLE = 0x40000104;

    private final Scripted server = new Scripted();
    private PsaSession client;
    private int handle;

    @Override
    void add(TestFfm to) {
        serve(to, ManifestText.of("SERVER").connected("SERVICE", SID).stateless("STATELESS", STATELESS, 5), server);
        to.sfn(caller("SERVICE", "STATELESS"), caller);
    }

    @BeforeEach
    void connect() {
        client = client(-1);
        handle = client.connect(SID, 1);
        server.forget();
    }

    @AfterEach
    void disconnect() {
        server.on(SID, null).on(STATELESS, null);
        client.close(handle);
    }

    /** psa_call's control parameter: type in bits 15:0, outputs in 18:16, inputs in 26:24. */
    private static int control(int type, int inputs, int outputs) {
        return (type & 0xFFFF) | outputs << 16 | inputs << 24;
    }

    private void assertRefused(PsaSession by, int control, int used, String rule) {
        assertThat(by.call(used, control, by.scratch(), by.scratch() + 64)).isEqualTo(PROGRAMMER_ERROR);
        assertThat(by.rule()).isNotNull().satisfies(r -> assertThat(r.id()).isEqualTo(rule));
        assertThat(server.received()).isEmpty();
        assertThat(client.call(handle, 0, 0, 0)).as("the system continues").isZero();
    }

    // ---- answers

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            ints = {0, 1, 5, 7, -132, -135, -152, -248, 0x7FFFFFFF, 0x80000000, PROGRAMMER_ERROR, CONNECTION_REFUSED})
    @Shows({"FFM-API-17", "FFM-API-73", "FFM-SFN-14", "FFM-SFN-18"})
    void theClientGetsTheStatusOfTheService(int status) {
        server.on(SID, (psa, m) -> status).on(STATELESS, (psa, m) -> status);
        assertThat(client.call(handle, 1, 0, 0)).isEqualTo(status);
        assertThat(client.call(STATELESS_HANDLE, 1, 0, 0)).isEqualTo(status);
        assertThat(client.rule()).isNull();
        server.on(SID, null);
        assertThat(client.call(handle, 1, 0, 0)).as("the connection lasts").isZero();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, 7, -132, -135, CONNECTION_REFUSED, 0x80000000})
    @Shows({"FFM-API-17", "FFM-SFN-14"})
    void aSecureClientGetsTheStatusOfTheService(int status) {
        server.on(SID, (psa, m) -> m.type() < 0 ? 0 : status).on(STATELESS, (psa, m) -> status);
        AtomicInteger got = new AtomicInteger(99);
        assertThat(secure((psa, m) -> {
                    int own = psa.connect(SID, 1);
                    got.set(psa.call(own, 1, 0, 0));
                    psa.close(own);
                    return psa.call(STATELESS_HANDLE, 1, 0, 0);
                }))
                .isEqualTo(status);
        assertThat(got.get()).isEqualTo(status);
    }

    @Test
    @Shows({"FFM-API-3", "FFM-API-2"})
    void aServiceMayAnswerANonSecureClientWithAProgrammerError() {
        server.on(SID, (psa, m) -> PROGRAMMER_ERROR);
        assertThat(client.call(handle, 1, 0, 0)).isEqualTo(PROGRAMMER_ERROR);
        server.on(SID, null);
        assertThat(client.call(handle, 1, 0, 0)).isZero();
    }

    // ---- messages

    @Test
    @Shows({"FFM-API-103", "FFM-API-38", "FFM-SFN-29", "FFM-SFN-31", "FFM-IPC-31"})
    void theServiceGetsTypeClientAndSizes() {
        List<Long> none = List.of(0L, 0L, 0L, 0L);
        byte[][] inputs = {new byte[11], new byte[12]};
        assertThat(client.call(handle, 5, inputs, new Outputs(13))).isZero();
        assertThat(client.call(handle, 6, 0, 0)).isZero();
        assertThat(client.call(handle, 7, new byte[][] {{}, {}, {1}}, new Outputs(0)))
                .isZero();
        assertThat(client.call(handle, 8, NO_INPUTS, new Outputs(1, 2, 3, 4))).isZero();
        assertThat(server.types()).containsExactly(5, 6, 7, 8);
        assertThat(server.received()).allSatisfy(m -> {
            assertThat(m.sid()).isEqualTo(SID);
            assertThat(m.handle()).isEqualTo(handle);
            assertThat(m.client()).isEqualTo(-1);
            assertThat(m.rhandle()).isZero();
        });
        assertThat(server.received())
                .extracting(Scripted.Received::inputs)
                .containsExactly(List.of(11L, 12L, 0L, 0L), none, List.of(0L, 0L, 1L, 0L), none);
        assertThat(server.received())
                .extracting(Scripted.Received::outputs)
                .containsExactly(List.of(13L, 0L, 0L, 0L), none, none, List.of(1L, 2L, 3L, 4L));
    }

    /** The one in the middle of the bits: 0x02010005 is type 5, two inputs, one output. */
    @Test
    @Shows("FFM-API-103")
    void theControlParameterIsPacked() {
        IoVectors vectors = new IoVectors(client.memory());
        long data = client.scratch() + 0x100;
        long inputs = vectors.array(client.scratch(), data, 3, data + 8, 4);
        long outputs = vectors.array(client.scratch() + 0x40, data + 16, 5);
        assertThat(client.call(handle, 0x02010005, inputs, outputs)).isZero();
        assertThat(server.received()).singleElement().satisfies(m -> {
            assertThat(m.type()).isEqualTo(5);
            assertThat(m.inputs()).containsExactly(3L, 4L, 0L, 0L);
            assertThat(m.outputs()).containsExactly(5L, 0L, 0L, 0L);
        });
    }

    @Test
    @Shows("FFM-API-51")
    void whatTheServiceKeepsWithAConnectionComesWithItsMessages() {
        server.on(SID, (psa, m) -> {
            if (m.type() == 1) {
                psa.setRhandle(m.handle(), 0x9234L);
            }
            return 0;
        });
        int other = client.connect(SID, 1);
        client.call(handle, 1, 0, 0);
        client.call(handle, 2, 0, 0);
        client.call(other, 3, 0, 0);
        client.close(other);
        client.call(handle, 4, 0, 0);
        assertThat(server.received())
                .extracting(m -> m.type() + ":" + Long.toHexString(m.rhandle()))
                .containsExactly("-1:0", "1:0", "2:9234", "3:0", "-2:0", "4:9234");
    }

    // ---- types

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, 1001, 0x7FFE, 32767})
    @Shows("FFM-API-22")
    void aTypeIsUpTo32767(int type) {
        assertThat(client.call(handle, type, NO_INPUTS, Outputs.NONE)).isZero();
        assertThat(client.call(handle, control(type, 0, 0), 0, 0)).isZero();
        assertThat(server.types()).containsExactly(type, type);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {-1, -2, -3, -1001, -32768})
    @Shows({"FFM-API-22", "FFM-API-2"})
    void aNegativeTypeIsRefused(int type) {
        assertRefused(client, control(type, 0, 0), handle, "FFM-API-22");
    }

    // ---- handles

    @Test
    @Shows({"FFM-API-18", "FFM-API-2", "FFM-SFN-18"})
    void theNullHandleIsRefused() {
        assertRefused(client, control(0, 0, 0), 0, "FFM-API-18");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0x1234567, 0x3FFFFFFF, -1, CONNECTION_REFUSED, 0x80000000, 0xC0000104, 0xFFFFFFFF})
    @Shows({"FFM-API-19", "FFM-SFN-18"})
    void aHandleThatIsNoConnectionIsRefused(int wrong) {
        assertRefused(client, control(0, 0, 0), wrong, "FFM-API-19");
    }

    @Test
    @Shows("FFM-API-19")
    void handlesNextToTheRightOneAreRefused() {
        for (int bit = 0; bit < 30; bit++) {
            assertRefused(
                    client,
                    control(0, 0, 0),
                    handle ^ 1 << bit,
                    (handle ^ 1 << bit) == 0 ? "FFM-API-18" : "FFM-API-19");
            server.forget();
        }
    }

    @Test
    @Shows({"FFM-API-19", "FFM-API-32"})
    void anOldHandleIsRefusedAlsoWhenItsPlaceInThePoolIsUsedAgain() {
        int old = client.connect(SID, 1);
        client.close(old);
        server.forget();
        assertRefused(client, control(0, 0, 0), old, "FFM-API-19");
        int next = client.connect(SID, 1);
        server.forget();
        assertThat(next).isNotEqualTo(old);
        assertRefused(client, control(0, 0, 0), old, "FFM-API-19");
        client.close(next);
    }

    @Test
    @Shows("FFM-API-20")
    void theHandleOfAnotherNonSecureClientIsRefused() {
        PsaSession other = client(-2);
        assertRefused(other, control(0, 0, 0), handle, "FFM-API-20");
    }

    @Test
    @Shows("FFM-API-20")
    void theHandleOfASecureClientIsRefused() {
        AtomicInteger its = new AtomicInteger();
        secure((psa, m) -> {
            its.set(psa.connect(SID, 1));
            return 0;
        });
        server.forget();
        assertRefused(client, control(0, 0, 0), its.get(), "FFM-API-20");
        secure((psa, m) -> {
            psa.close(its.get());
            return 0;
        });
    }

    /** The service may answer with it, and its client may not call with it: there is no connection behind it for clients. */
    @Test
    @Shows("FFM-API-19")
    void theHandleOfAStatelessMessageIsNoConnection() {
        assertThat(client.call(STATELESS_HANDLE, 0, 0, 0)).isZero();
        int temporary = server.received().getFirst().handle();
        server.forget();
        assertRefused(client, control(0, 0, 0), temporary, "FFM-API-19");
    }

    // ---- numbers of vectors

    @ParameterizedTest(name = "{0} inputs, {1} outputs")
    @CsvSource({"3, 2", "2, 3", "5, 0", "0, 5", "4, 1", "1, 4", "4, 4", "7, 7"})
    @Shows("FFM-API-23")
    void moreThanFourVectorsAreRefused(int inputs, int outputs) {
        IoVectors vectors = new IoVectors(client.memory());
        vectors.array(client.scratch(), new long[32]);
        assertRefused(client, control(0, inputs, outputs), handle, "FFM-API-23");
    }

    @ParameterizedTest(name = "{0} inputs, {1} outputs")
    @CsvSource({"2, 2", "4, 0", "0, 4", "3, 1", "1, 3", "1, 0", "0, 1"})
    @Shows("FFM-API-23")
    void fourVectorsAreAccepted(int inputs, int outputs) {
        int[] lengths = new int[outputs];
        Arrays.fill(lengths, 3);
        assertThat(client.call(handle, 0, new byte[inputs][2], new Outputs(lengths)))
                .isZero();
        assertThat(server.received()).singleElement().satisfies(m -> {
            assertThat(m.inputs()).filteredOn(s -> s == 2).hasSize(inputs);
            assertThat(m.outputs()).filteredOn(s -> s == 3).hasSize(outputs);
        });
    }

    // ---- clients

    @Test
    void aConnectionOutlivesTheSessionOfItsClient() {
        client.close();
        client = client(-1);
        assertThat(client.call(handle, 3, 0, 0)).isZero();
        assertThat(server.received())
                .singleElement()
                .satisfies(m -> assertThat(m.client()).isEqualTo(-1));
    }

    @Test
    @Shows("FFM-API-38")
    void eachClientIsKnownByItsId() {
        PsaSession second = client(-2);
        PsaSession third = client(-3);
        second.call(STATELESS_HANDLE, 2, 0, 0);
        third.call(STATELESS_HANDLE, 3, 0, 0);
        AtomicInteger own = new AtomicInteger();
        secure((psa, m) -> {
            own.set(psa.id());
            return psa.call(STATELESS_HANDLE, 4, 0, 0);
        });
        assertThat(own.get()).isGreaterThanOrEqualTo(0);
        assertThat(server.received()).extracting(Scripted.Received::client).containsExactly(-2, -3, own.get());
    }
}
