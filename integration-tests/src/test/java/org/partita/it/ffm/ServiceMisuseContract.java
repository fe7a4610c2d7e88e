package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.testkit.Shows;

/**
 * What FF-M calls a programmer error of a service: its partition ends in the middle of the call, its client hears
 * PSA_ERROR_COMMUNICATION_FAILURE and keeps its memory as it was, and all others go on.
 */
abstract class ServiceMisuseContract extends ServiceContract {
    /** Addresses at which the platform has nothing, the end of 32 bits among them. */
    private static final long NOWHERE = 0x1000_0000L;

    private static final long LAST_PAGE = 0xFFFF_F000L;

    /** Signals of the partition's three services: of SFN partitions from bit 0 on. */
    private static final int SERVICES = 0x7;

    /** What a service does that it must not; it does not come back. */
    @FunctionalInterface
    interface Misuse {
        void make(SfnPsa psa, PsaMessage message);
    }

    private final AtomicBoolean cameBack = new AtomicBoolean();

    private Scripted.Function making(Misuse misuse, int type) {
        return (psa, m) -> {
            if (m.type() == type) {
                misuse.make(psa, m);
                cameBack.set(true);
            }
            return 0;
        };
    }

    private void assertEnded(String rule) {
        assertThat(cameBack).as("whether the function has come back").isFalse();
        assertPanicked(SERVER, rule);
        assertTheOthersGoOn();
        assertThat(client.call(STATELESS_HANDLE, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(client.connect(CONNECTED, 1)).isEqualTo(COMMUNICATION_FAILURE);
        assertTheOthersGoOn();
    }

    /** As the function of a request with an input vector of 10 bytes and an output vector of 8. */
    private void assertPanics(String rule, int sid, Misuse misuse) throws Exception {
        server.on(sid, making(misuse, 7));
        serve();
        int handle = sid == STATELESS ? STATELESS_HANDLE : client.connect(sid, 1);
        IoVectors io = new IoVectors(client.memory());
        long inputs = io.array(client.scratch(), client.scratch() + 0x100, 10);
        long outputs = io.array(client.scratch() + 0x40, client.scratch() + 0x200, 8);
        io.put(client.scratch() + 0x100, counted(10));
        io.put(client.scratch() + 0x200, filled(16, 0xEE));
        assertThat(client.call(handle, 0x0101_0007, inputs, outputs)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(io.bytes(client.scratch() + 0x100, 10)).isEqualTo(counted(10));
        assertThat(io.bytes(client.scratch() + 0x200, 16)).isEqualTo(filled(16, 0xEE));
        assertThat(io.length(inputs, 0)).isEqualTo(10);
        assertEnded(rule);
        if (handle != STATELESS_HANDLE) {
            client.close(handle);
        }
        assertThat(connections()).isZero();
    }

    private static Arguments of(String what, String rule, Misuse misuse) {
        return Arguments.of(what, rule, misuse);
    }

    // ---- requests

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Shows({"FFM-API-56", "FFM-API-58", "FFM-API-59", "FFM-API-60", "FFM-IPC-33"})
    void psaRead(String what, String rule, Misuse misuse) throws Exception {
        assertPanics(rule, STATELESS, misuse);
    }

    static Stream<Arguments> psaRead() {
        return Stream.of(
                of("the null handle", "FFM-API-56", (psa, m) -> psa.read(0, 0, psa.scratch(), 4)),
                of("a handle of nobody", "FFM-API-56", (psa, m) -> psa.read(m.handle() + 1, 0, psa.scratch(), 4)),
                of("a status as a handle", "FFM-API-56", (psa, m) -> psa.read(-129, 0, psa.scratch(), 4)),
                of("the stateless handle", "FFM-API-56", (psa, m) -> psa.read(STATELESS_HANDLE, 0, psa.scratch(), 4)),
                of("vector 4", "FFM-API-58", (psa, m) -> psa.read(m.handle(), 4, psa.scratch(), 4)),
                of("vector -1", "FFM-API-58", (psa, m) -> psa.read(m.handle(), -1, psa.scratch(), 4)),
                of("a buffer that is nowhere", "FFM-API-59", (psa, m) -> psa.read(m.handle(), 0, NOWHERE, 4)),
                of("a buffer beyond 32 bits", "FFM-API-59", (psa, m) -> psa.read(m.handle(), 0, LAST_PAGE, 0x2000)),
                of(
                        "a buffer that is shorter than it says",
                        "FFM-API-59",
                        (psa, m) -> psa.read(m.handle(), 0, psa.scratch(), 0x7FFF_FFFFL)),
                of("a mapped vector", "FFM-API-60", (psa, m) -> {
                    psa.mapInvec(m.handle(), 0);
                    psa.read(m.handle(), 0, psa.scratch(), 4);
                }),
                of("a vector that was mapped", "FFM-API-60", (psa, m) -> {
                    psa.mapInvec(m.handle(), 0);
                    psa.unmapInvec(m.handle(), 0);
                    psa.read(m.handle(), 0, psa.scratch(), 4);
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Shows({"FFM-API-61", "FFM-API-63", "FFM-API-64"})
    void psaSkip(String what, String rule, Misuse misuse) throws Exception {
        assertPanics(rule, STATELESS, misuse);
    }

    static Stream<Arguments> psaSkip() {
        return Stream.of(
                of("the null handle", "FFM-API-61", (psa, m) -> psa.skip(0, 0, 4)),
                of("a handle of nobody", "FFM-API-61", (psa, m) -> psa.skip(m.handle() + 1, 0, 4)),
                of("vector 4", "FFM-API-63", (psa, m) -> psa.skip(m.handle(), 4, 4)),
                of("a mapped vector", "FFM-API-64", (psa, m) -> {
                    psa.mapInvec(m.handle(), 0);
                    psa.skip(m.handle(), 0, 4);
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Shows({"FFM-API-65", "FFM-API-67", "FFM-API-68", "FFM-API-69", "FFM-API-70"})
    void psaWrite(String what, String rule, Misuse misuse) throws Exception {
        assertPanics(rule, STATELESS, misuse);
    }

    static Stream<Arguments> psaWrite() {
        return Stream.of(
                of("the null handle", "FFM-API-65", (psa, m) -> psa.write(0, 0, psa.scratch(), 4)),
                of("a handle of nobody", "FFM-API-65", (psa, m) -> psa.write(m.handle() + 1, 0, psa.scratch(), 4)),
                of("vector 4", "FFM-API-67", (psa, m) -> psa.write(m.handle(), 4, psa.scratch(), 4)),
                of("a buffer that is nowhere", "FFM-API-68", (psa, m) -> psa.write(m.handle(), 0, NOWHERE, 4)),
                of("9 bytes into 8", "FFM-API-69", (psa, m) -> psa.write(m.handle(), 0, psa.scratch(), 9)),
                of(
                        "a length of 32 bits",
                        "FFM-API-69",
                        (psa, m) -> psa.write(m.handle(), 0, psa.scratch(), 0xFFFF_FFFFL)),
                of(
                        "a byte into a vector that the client has not given",
                        "FFM-API-69",
                        (psa, m) -> psa.write(m.handle(), 1, psa.scratch(), 1)),
                of("a mapped vector", "FFM-API-70", (psa, m) -> {
                    psa.mapOutvec(m.handle(), 0);
                    psa.write(m.handle(), 0, psa.scratch(), 4);
                }));
    }

    /** What was written before stands in the client's memory; how much it is the client does not hear. */
    @Test
    @Shows("FFM-API-69")
    void psaWriteBeyondTheEndInTwoParts() throws Exception {
        server.on(
                STATELESS,
                making(
                        (psa, m) -> {
                            put(psa, psa.scratch(), counted(5));
                            psa.write(m.handle(), 0, psa.scratch(), 5);
                            psa.write(m.handle(), 0, psa.scratch(), 4);
                        },
                        7));
        serve();
        IoVectors io = new IoVectors(client.memory());
        long outputs = io.array(client.scratch(), client.scratch() + 0x200, 8);
        io.put(client.scratch() + 0x200, filled(16, 0xEE));
        assertThat(client.call(STATELESS_HANDLE, 0x0001_0007, 0, outputs)).isEqualTo(COMMUNICATION_FAILURE);
        byte[] expected = filled(16, 0xEE);
        System.arraycopy(counted(5), 0, expected, 0, 5);
        assertThat(io.bytes(client.scratch() + 0x200, 16)).isEqualTo(expected);
        assertEnded("FFM-API-69");
    }

    // ---- messages without vectors

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Shows({"FFM-API-57", "FFM-API-62", "FFM-API-66", "FFM-API-92", "FFM-API-93", "FFM-API-94", "FFM-API-95"})
    void aConnectMessageHasNoVectors(String function, String rule, Misuse misuse) throws Exception {
        server.on(CONNECTED, making(misuse, -1));
        serve();
        assertThat(client.connect(CONNECTED, 1)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(connections()).isZero();
        assertEnded(rule);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("aConnectMessageHasNoVectors")
    @Shows({"FFM-API-57", "FFM-API-62", "FFM-API-66", "FFM-API-92", "FFM-API-93", "FFM-API-94", "FFM-API-95"})
    void aDisconnectMessageHasNone(String function, String rule, Misuse misuse) throws Exception {
        server.on(CONNECTED, making(misuse, -2));
        serve();
        client.close(client.connect(CONNECTED, 1));
        assertThat(connections()).isZero();
        assertEnded(rule);
    }

    static Stream<Arguments> aConnectMessageHasNoVectors() {
        return Stream.of(
                of("psa_read", "FFM-API-57", (psa, m) -> psa.read(m.handle(), 0, psa.scratch(), 0)),
                of("psa_skip", "FFM-API-62", (psa, m) -> psa.skip(m.handle(), 0, 0)),
                of("psa_write", "FFM-API-66", (psa, m) -> psa.write(m.handle(), 0, psa.scratch(), 0)),
                of("psa_map_invec", "FFM-API-92", (psa, m) -> psa.mapInvec(m.handle(), 0)),
                of("psa_unmap_invec", "FFM-API-93", (psa, m) -> psa.unmapInvec(m.handle(), 0)),
                of("psa_map_outvec", "FFM-API-94", (psa, m) -> psa.mapOutvec(m.handle(), 0)),
                of("psa_unmap_outvec", "FFM-API-95", (psa, m) -> psa.unmapOutvec(m.handle(), 0, 0)));
    }

    // ---- mapped vectors

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Shows({"FFM-API-92", "FFM-API-93", "FFM-API-94", "FFM-API-95"})
    void aServiceWhoseVectorsMayNotBeMapped(String function, String rule, Misuse misuse) throws Exception {
        assertPanics(rule, UNMAPPABLE, misuse);
    }

    static Stream<Arguments> aServiceWhoseVectorsMayNotBeMapped() {
        return Stream.of(
                of("psa_map_invec", "FFM-API-92", (psa, m) -> psa.mapInvec(m.handle(), 0)),
                of("psa_unmap_invec", "FFM-API-93", (psa, m) -> psa.unmapInvec(m.handle(), 0)),
                of("psa_map_outvec", "FFM-API-94", (psa, m) -> psa.mapOutvec(m.handle(), 0)),
                of("psa_unmap_outvec", "FFM-API-95", (psa, m) -> psa.unmapOutvec(m.handle(), 0, 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Shows("FFM-API-92")
    void psaMapInvec(String what, Misuse misuse) throws Exception {
        assertPanics("FFM-API-92", STATELESS, misuse);
    }

    static Stream<Arguments> psaMapInvec() {
        return Stream.of(
                misuse("the null handle", (psa, m) -> psa.mapInvec(0, 0)),
                misuse("vector 4", (psa, m) -> psa.mapInvec(m.handle(), 4)),
                misuse("a vector of no bytes", (psa, m) -> psa.mapInvec(m.handle(), 1)),
                misuse("a mapped vector", (psa, m) -> {
                    psa.mapInvec(m.handle(), 0);
                    psa.mapInvec(m.handle(), 0);
                }),
                misuse("a vector that was mapped", (psa, m) -> {
                    psa.mapInvec(m.handle(), 0);
                    psa.unmapInvec(m.handle(), 0);
                    psa.mapInvec(m.handle(), 0);
                }),
                misuse("a vector that was read", (psa, m) -> {
                    psa.read(m.handle(), 0, psa.scratch(), 1);
                    psa.mapInvec(m.handle(), 0);
                }),
                misuse("a vector that was skipped", (psa, m) -> {
                    psa.skip(m.handle(), 0, 1);
                    psa.mapInvec(m.handle(), 0);
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Shows("FFM-API-93")
    void psaUnmapInvec(String what, Misuse misuse) throws Exception {
        assertPanics("FFM-API-93", STATELESS, misuse);
    }

    static Stream<Arguments> psaUnmapInvec() {
        return Stream.of(
                misuse("the null handle", (psa, m) -> psa.unmapInvec(0, 0)),
                misuse("vector 4", (psa, m) -> psa.unmapInvec(m.handle(), 4)),
                misuse("a vector that is not mapped", (psa, m) -> psa.unmapInvec(m.handle(), 0)),
                misuse("a vector that is unmapped", (psa, m) -> {
                    psa.mapInvec(m.handle(), 0);
                    psa.unmapInvec(m.handle(), 0);
                    psa.unmapInvec(m.handle(), 0);
                }),
                misuse("an output vector's mapping", (psa, m) -> {
                    psa.mapOutvec(m.handle(), 0);
                    psa.unmapInvec(m.handle(), 0);
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Shows("FFM-API-94")
    void psaMapOutvec(String what, Misuse misuse) throws Exception {
        assertPanics("FFM-API-94", STATELESS, misuse);
    }

    static Stream<Arguments> psaMapOutvec() {
        return Stream.of(
                misuse("the null handle", (psa, m) -> psa.mapOutvec(0, 0)),
                misuse("vector 4", (psa, m) -> psa.mapOutvec(m.handle(), 4)),
                misuse("a vector of no bytes", (psa, m) -> psa.mapOutvec(m.handle(), 1)),
                misuse("a mapped vector", (psa, m) -> {
                    psa.mapOutvec(m.handle(), 0);
                    psa.mapOutvec(m.handle(), 0);
                }),
                misuse("a vector that was mapped", (psa, m) -> {
                    psa.mapOutvec(m.handle(), 0);
                    psa.unmapOutvec(m.handle(), 0, 0);
                    psa.mapOutvec(m.handle(), 0);
                }));
    }

    @Test
    @Shows("FFM-API-94")
    void psaMapOutvecOfAVectorThatWasWritten() throws Exception {
        server.on(
                STATELESS,
                making(
                        (psa, m) -> {
                            psa.write(m.handle(), 0, psa.scratch(), 1);
                            psa.mapOutvec(m.handle(), 0);
                        },
                        7));
        serve();
        assertThat(client.call(STATELESS_HANDLE, 7, NO_INPUTS, new Outputs(8))).isEqualTo(COMMUNICATION_FAILURE);
        assertEnded("FFM-API-94");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Shows("FFM-API-95")
    void psaUnmapOutvec(String what, Misuse misuse) throws Exception {
        assertPanics("FFM-API-95", STATELESS, misuse);
    }

    static Stream<Arguments> psaUnmapOutvec() {
        return Stream.of(
                misuse("the null handle", (psa, m) -> psa.unmapOutvec(0, 0, 0)),
                misuse("vector 4", (psa, m) -> psa.unmapOutvec(m.handle(), 4, 0)),
                misuse("a length of 9 of 8", (psa, m) -> {
                    psa.mapOutvec(m.handle(), 0);
                    psa.unmapOutvec(m.handle(), 0, 9);
                }),
                misuse("a length of 32 bits", (psa, m) -> {
                    psa.mapOutvec(m.handle(), 0);
                    psa.unmapOutvec(m.handle(), 0, 0xFFFF_FFFFL);
                }),
                misuse("a vector that is not mapped", (psa, m) -> psa.unmapOutvec(m.handle(), 0, 0)),
                misuse("a vector that is unmapped", (psa, m) -> {
                    psa.mapOutvec(m.handle(), 0);
                    psa.unmapOutvec(m.handle(), 0, 8);
                    psa.unmapOutvec(m.handle(), 0, 8);
                }));
    }

    private static Arguments misuse(String what, Misuse misuse) {
        return Arguments.of(what, misuse);
    }

    // ---- other functions

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Shows({"FFM-API-41", "FFM-API-52", "FFM-IPC-30", "FFM-IPC-33"})
    void otherFunctions(String what, String rule, int sid, Misuse misuse) throws Exception {
        assertPanics(rule, sid, misuse);
    }

    static Stream<Arguments> otherFunctions() {
        return Stream.of(
                of("psa_wait for no signal", "FFM-API-41", STATELESS, (psa, m) -> psa.await(0, 0)),
                of("psa_wait for signals of nobody", "FFM-API-41", STATELESS, (psa, m) -> psa.await(0xFFFF_FE00, 0)),
                of("psa_set_rhandle of the null handle", "FFM-API-52", CONNECTED, (psa, m) -> psa.setRhandle(0, 1)),
                of(
                        "psa_set_rhandle of nobody's handle",
                        "FFM-API-52",
                        CONNECTED,
                        (psa, m) -> psa.setRhandle(m.handle() + 1, 1)),
                of(
                        "psa_set_rhandle of a stateless service",
                        "FFM-API-52",
                        STATELESS,
                        (psa, m) -> psa.setRhandle(m.handle(), 1)),
                of("psa_panic", "FFM-IPC-33", STATELESS, (psa, m) -> psa.panic()));
    }

    private static Arguments of(String what, String rule, int sid, Misuse misuse) {
        return Arguments.of(what, rule, sid, misuse);
    }

    /** The platform's partitions have no interrupts: no signal is one's. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Shows({"FFM-API-82", "FFM-API-83", "FFM-API-86", "FFM-API-87", "FFM-API-88"})
    void functionsOnInterrupts(String what, String rule, Misuse misuse) throws Exception {
        assertPanics(rule, STATELESS, misuse);
    }

    static Stream<Arguments> functionsOnInterrupts() {
        return Stream.of(
                of("psa_eoi of a service", "FFM-API-82", (psa, m) -> psa.eoi(1)),
                of("psa_eoi of the doorbell", "FFM-API-82", (psa, m) -> psa.eoi(0x8)),
                of("psa_eoi of nobody", "FFM-API-82", (psa, m) -> psa.eoi(0x8000_0000)),
                of("psa_eoi of two signals", "FFM-API-83", (psa, m) -> psa.eoi(3)),
                of("psa_eoi of no signal", "FFM-API-83", (psa, m) -> psa.eoi(0)),
                of("psa_reset_signal of a service", "FFM-API-86", (psa, m) -> psa.resetSignal(1)),
                of("psa_reset_signal of two signals", "FFM-API-86", (psa, m) -> psa.resetSignal(3)),
                of("psa_irq_enable of a service", "FFM-API-87", (psa, m) -> psa.irqEnable(1)),
                of("psa_irq_enable of two signals", "FFM-API-87", (psa, m) -> psa.irqEnable(SERVICES)),
                of("psa_irq_disable of a service", "FFM-API-88", (psa, m) -> psa.irqDisable(1)),
                of("psa_irq_disable of two signals", "FFM-API-88", (psa, m) -> psa.irqDisable(SERVICES)));
    }

    /** Only the three statuses of FF-M answer a connection. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {5, 1, -129, -132, Integer.MIN_VALUE})
    @Shows({"FFM-API-75", "FFM-API-71"})
    void aConnectionIsNotAnsweredSo(int status) throws Exception {
        server.on(CONNECTED, (psa, m) -> m.type() == -1 ? status : 0);
        serve();
        assertThat(client.connect(CONNECTED, 1)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(connections()).isZero();
        assertEnded("FFM-API-71");
    }

    /** The message of a partition is none of another's, not even while that one serves it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Shows({
        "FFM-API-52",
        "FFM-API-56",
        "FFM-API-61",
        "FFM-API-65",
        "FFM-API-92",
        "FFM-API-93",
        "FFM-API-94",
        "FFM-API-95"
    })
    void aMessageOfAnotherPartition(String function, String rule, Misuse misuse) throws Exception {
        AtomicInteger callers = new AtomicInteger();
        server.on(STATELESS, (psa, m) -> {
            misuse.make(psa, as(callers.get()));
            cameBack.set(true);
            return 0;
        });
        ffm.sfn(caller("STATELESS"), caller);
        serve();
        int status = secure((psa, m) -> {
            callers.set(m.handle());
            return psa.call(STATELESS_HANDLE, 0, 0, 0) == COMMUNICATION_FAILURE ? 3 : 4;
        });
        assertThat(status).isEqualTo(3);
        assertThat(callers.get()).isPositive();
        assertEnded(rule);
    }

    static Stream<Arguments> aMessageOfAnotherPartition() {
        return Stream.of(
                of("psa_read", "FFM-API-56", (psa, m) -> psa.read(m.handle(), 0, psa.scratch(), 0)),
                of("psa_skip", "FFM-API-61", (psa, m) -> psa.skip(m.handle(), 0, 0)),
                of("psa_write", "FFM-API-65", (psa, m) -> psa.write(m.handle(), 0, psa.scratch(), 0)),
                of("psa_set_rhandle", "FFM-API-52", (psa, m) -> psa.setRhandle(m.handle(), 1)),
                of("psa_map_invec", "FFM-API-92", (psa, m) -> psa.mapInvec(m.handle(), 0)),
                of("psa_unmap_invec", "FFM-API-93", (psa, m) -> psa.unmapInvec(m.handle(), 0)),
                of("psa_map_outvec", "FFM-API-94", (psa, m) -> psa.mapOutvec(m.handle(), 0)),
                of("psa_unmap_outvec", "FFM-API-95", (psa, m) -> psa.unmapOutvec(m.handle(), 0, 0)));
    }

    private static PsaMessage as(int handle) {
        PsaMessage m = new PsaMessage();
        m.set(0, handle, 0, 0, 0);
        return m;
    }

    /** The handle of a message is worth nothing when it is answered. */
    @Test
    @Shows("FFM-API-56")
    void aMessageThatIsAnswered() throws Exception {
        AtomicInteger before = new AtomicInteger();
        server.on(STATELESS, (psa, m) -> {
            if (before.get() != 0) {
                psa.read(before.get(), 0, psa.scratch(), 4);
                cameBack.set(true);
            }
            before.set(m.handle());
            return 0;
        });
        serve();
        byte[][] inputs = {counted(4)};
        assertThat(client.call(STATELESS_HANDLE, 0, inputs, Outputs.NONE)).isZero();
        assertThat(client.call(STATELESS_HANDLE, 0, inputs, Outputs.NONE)).isEqualTo(COMMUNICATION_FAILURE);
        assertEnded("FFM-API-56");
    }
}
