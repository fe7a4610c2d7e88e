package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.testkit.Shows;

/** Programmer errors of a Secure client: its partition ends, and the client that waits for it is told. */
abstract class SecureMisuseContract extends OwnPlatformContract {
    private static final int SID = 0x1001;
    private static final int STATELESS = 0x1002;
    private static final int VERSION_2 = 0x1003;
    private static final int NOT_A_DEPENDENCY = 0x1004;
    private static final int HIDDEN = 0x1005;

    private static final int STATELESS_HANDLE = 0x40000100;
    private static final int HIDDEN_HANDLE = 0x40000101;
    private static final long NOTHING_THERE = 0x10000000L;
    private static final int ONE_IN = 1 << 24;
    private static final int ONE_OUT = 1 << 16;

    private final Scripted server = new Scripted();

    /** A call that no client may make, and the rule against it. */
    record Misuse(String what, String rule, Call call) {
        @Override
        public String toString() {
            return what;
        }
    }

    /** Makes it: with a connection of the client's. */
    @FunctionalInterface
    interface Call {
        void make(SfnPsa psa, int handle);
    }

    @BeforeEach
    void partitions() throws Exception {
        String anybody = "\"non_secure_clients\": true, ";
        ffm.sfn(
                ManifestText.of("SERVER")
                        .connected("SERVICE", SID)
                        .stateless("STATELESS", STATELESS, 1)
                        .service("VERSION_2", VERSION_2, anybody + "\"connection_based\": true, \"version\": 2")
                        .connected("NOT_A_DEPENDENCY", NOT_A_DEPENDENCY)
                        .stateless("HIDDEN", HIDDEN, 2),
                server);
        ffm.sfn(caller("SERVICE", "STATELESS", "VERSION_2"), caller);
        boot();
    }

    /** The client that misuses the API never comes back from the call, and the rest of the platform goes on. */
    private void assertPanics(String rule, Call call) {
        AtomicBoolean before = new AtomicBoolean();
        AtomicBoolean after = new AtomicBoolean();
        int told = secure((psa, m) -> {
            int handle = psa.connect(SID, 1);
            before.set(handle > 0);
            server.forget();
            call.make(psa, handle);
            after.set(true);
            return 0;
        });
        assertThat(before).isTrue();
        assertThat(after).isFalse();
        assertThat(told).isEqualTo(COMMUNICATION_FAILURE);
        assertPanicked(CALLER, rule);
        assertThat(platform.status().state()).isEqualTo("running");
    }

    private void assertTheRestGoesOn() {
        PsaSession client = client(-2);
        int handle = client.connect(SID, 1);
        assertThat(client.call(handle, 1, new byte[][] {{1}}, new Outputs(1))).isZero();
        client.close(handle);
        assertThat(client.version(RUN))
                .as("the service is there, its partition is not")
                .isEqualTo(1);
        assertThat(secure((psa, m) -> 0)).isEqualTo(COMMUNICATION_FAILURE);
        Calls.await("connections of the client that has ended are closed, too", () -> connections() == 0);
    }

    static List<Misuse> misuses() {
        return List.of(
                new Misuse("the null handle", "FFM-API-18", (psa, h) -> psa.call(0, 0, 0, 0)),
                new Misuse("a handle that is none", "FFM-API-19", (psa, h) -> psa.call(0x1234567, 0, 0, 0)),
                new Misuse("a negative handle", "FFM-API-19", (psa, h) -> psa.call(-130, 0, 0, 0)),
                new Misuse("an old handle", "FFM-API-19", (psa, h) -> {
                    psa.close(h);
                    psa.call(h, 0, 0, 0);
                }),
                new Misuse("a negative type", "FFM-API-22", (psa, h) -> psa.call(h, 0xFFFF, 0, 0)),
                new Misuse("the type of a disconnection", "FFM-API-22", (psa, h) -> psa.call(h, 0xFFFE, 0, 0)),
                new Misuse("five vectors", "FFM-API-23", (psa, h) -> psa.call(h, 3 * ONE_IN | 2 * ONE_OUT, 0, 0)),
                new Misuse(
                        "descriptors of inputs that are not there",
                        "FFM-API-24",
                        (psa, h) -> psa.call(h, ONE_IN, NOTHING_THERE, 0)),
                new Misuse("no descriptors of inputs", "FFM-API-24", (psa, h) -> psa.call(h, ONE_IN, 0, 0)),
                new Misuse(
                        "descriptors of outputs that are not there",
                        "FFM-API-24",
                        (psa, h) -> psa.call(h, ONE_OUT, 0, NOTHING_THERE)),
                new Misuse("an input that is not there", "FFM-API-25", (psa, h) -> {
                    long at = new IoVectors(psa.memory()).array(psa.scratch(), NOTHING_THERE, 1);
                    psa.call(h, ONE_IN, at, 0);
                }),
                new Misuse("an output that is not there", "FFM-API-25", (psa, h) -> {
                    long at = new IoVectors(psa.memory()).array(psa.scratch(), NOTHING_THERE, 1);
                    psa.call(h, ONE_OUT, 0, at);
                }),
                new Misuse("an input that wraps around", "FFM-API-25", (psa, h) -> {
                    long at = new IoVectors(psa.memory()).array(psa.scratch(), psa.scratch(), 0xFFFFFFFFL);
                    psa.call(h, ONE_IN, at, 0);
                }),
                new Misuse("inputs that overlap", "FFM-API-26", (psa, h) -> {
                    long data = psa.scratch() + 0x100;
                    long at = new IoVectors(psa.memory()).array(psa.scratch(), data, 10, data + 5, 15);
                    psa.call(h, 2 * ONE_IN, at, 0);
                }),
                new Misuse("connecting to nobody", "FFM-API-9", (psa, h) -> psa.connect(0xDEADBEEF, 1)),
                new Misuse(
                        "connecting without a dependency", "FFM-API-101", (psa, h) -> psa.connect(NOT_A_DEPENDENCY, 1)),
                new Misuse("connecting to another version", "FFM-API-11", (psa, h) -> psa.connect(VERSION_2, 1)),
                new Misuse("connecting to a stateless service", "FFM-API-14", (psa, h) -> psa.connect(STATELESS, 1)),
                new Misuse("closing a handle that is none", "FFM-API-31", (psa, h) -> psa.close(0x1234567)),
                new Misuse("closing twice", "FFM-API-31", (psa, h) -> {
                    psa.close(h);
                    psa.close(h);
                }),
                new Misuse("closing a stateless service", "FFM-API-31", (psa, h) -> psa.close(STATELESS_HANDLE)),
                new Misuse("closing a negative handle", "FFM-API-31", (psa, h) -> psa.close(-1)),
                new Misuse("a stateless service that is none", "FFM-API-34", (psa, h) -> psa.call(0x4000011E, 0, 0, 0)),
                new Misuse(
                        "a stateless service that is no dependency",
                        "FFM-API-101",
                        (psa, h) -> psa.call(HIDDEN_HANDLE, 0, 0, 0)),
                new Misuse(
                        "another version of a stateless service",
                        "FFM-API-34",
                        (psa, h) -> psa.call(0x40000200, 0, 0, 0)),
                new Misuse(
                        "reserved bits of a stateless handle", "FFM-API-33", (psa, h) -> psa.call(0x40010100, 0, 0, 0)),
                new Misuse(
                        "a stateless service with a negative type",
                        "FFM-API-22",
                        (psa, h) -> psa.call(STATELESS_HANDLE, 0xFFFF, 0, 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misuses")
    @Shows({"FFM-API-1", "FFM-API-9", "FFM-API-10", "FFM-API-11", "FFM-API-14", "FFM-API-18", "FFM-API-19", "FFM-API-22"
    })
    @Shows({
        "FFM-API-23",
        "FFM-API-24",
        "FFM-API-25",
        "FFM-API-26",
        "FFM-API-31",
        "FFM-API-33",
        "FFM-API-34",
        "FFM-API-101"
    })
    void aSecureClientPanics(Misuse misuse) {
        assertPanics(misuse.rule(), misuse.call());
        assertThat(server.types()).as("requests that have reached the service").noneMatch(t -> t >= 0);
        assertTheRestGoesOn();
    }

    @Test
    @Shows({"FFM-API-1", "FFM-API-20"})
    void aSecureClientPanicsThatUsesTheConnectionOfAnother() {
        PsaSession client = client(-1);
        int foreign = client.connect(SID, 1);
        assertPanics("FFM-API-20", (psa, h) -> psa.call(foreign, 0, 0, 0));
        assertThat(client.call(foreign, 4, 0, 0)).isZero();
        client.close(foreign);
        assertTheRestGoesOn();
    }

    @Test
    @Shows({"FFM-API-1", "FFM-API-20"})
    void aSecureClientPanicsThatClosesTheConnectionOfAnother() {
        PsaSession client = client(-1);
        int foreign = client.connect(SID, 1);
        assertPanics("FFM-API-20", (psa, h) -> psa.close(foreign));
        assertThat(client.call(foreign, 4, 0, 0)).isZero();
        client.close(foreign);
        assertTheRestGoesOn();
    }

    @Test
    @Shows("FFM-API-3")
    void aSecureClientPanicsWhomAServiceAnswersWithAProgrammerError() {
        server.on(SID, (psa, m) -> m.type() >= 0 ? PROGRAMMER_ERROR : 0);
        assertPanics("FFM-API-3", (psa, h) -> psa.call(h, 0, 0, 0));
        server.on(SID, null);
        assertTheRestGoesOn();
    }

    @Test
    @Shows("FFM-API-3")
    void aSecureClientPanicsWhomAStatelessServiceAnswersWithAProgrammerError() {
        server.on(STATELESS, (psa, m) -> PROGRAMMER_ERROR);
        assertPanics("FFM-API-3", (psa, h) -> psa.call(STATELESS_HANDLE, 0, 0, 0));
        server.on(STATELESS, null);
        assertTheRestGoesOn();
    }

    /** The client of the partition that panics is a partition, too: it hears of it and goes on. */
    @Test
    @Shows("FFM-API-1")
    void whoIsInTheMiddleOfAChainMayPanic() {
        AtomicInteger told = new AtomicInteger();
        server.on(SID, (psa, m) -> m.type() == 3 ? psa.call(0, 0, 0, 0) : 0);
        assertThat(secure((psa, m) -> {
                    told.set(psa.call(psa.connect(SID, 1), 3, 0, 0));
                    return 7;
                }))
                .isEqualTo(7);
        assertThat(told.get()).isEqualTo(COMMUNICATION_FAILURE);
        assertPanicked("SERVER", "FFM-API-18");
        assertThat(client(-1).connect(SID, 1)).isEqualTo(COMMUNICATION_FAILURE);
    }
}
