package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.IpcPartition;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.Psa;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * What FF-M calls a programmer error of an IPC partition: it ends there, whoever waits for an answer of it hears
 * PSA_ERROR_COMMUNICATION_FAILURE, whether its message was taken or not, and all others go on.
 */
@PlatformTest(FfmTestPlatform.class)
class IpcMisuseIT extends IpcContract {
    private static final int WORK = 0x4000;
    private static final int GO = 0x4001;
    private static final int LINK = 0x4002;
    private static final int WORK_HANDLE = 0x40000100;
    private static final int GO_HANDLE = 0x40000101;
    private static final int OTHER_HANDLE = 0x40000102;
    private static final long NOWHERE = 0x1000_0000L;

    private final AtomicBoolean cameBack = new AtomicBoolean();

    /** What a partition does that it must not, with a message that it has taken; it does not come back. */
    @FunctionalInterface
    interface Misuse {
        void make(Psa psa, PsaMessage message);
    }

    private void partition(IpcPartition code) throws Exception {
        ffm.ipc(
                ManifestText.of("SERVER")
                        .stateless("WORK", WORK, 1)
                        .stateless("GO", GO, 2)
                        .connected("LINK", LINK),
                code);
        ffm.ipc(ManifestText.of("OTHER").stateless("OTHER", 0x4100, 3), psa -> serve(psa, FIRST, 9));
        boot();
    }

    private void assertTheOthersGoOn() {
        assertThat(client(-4).call(OTHER_HANDLE, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(9);
    }

    private void assertEnded(String rule) {
        assertThat(cameBack).as("whether the function has come back").isFalse();
        assertPanicked("SERVER", rule);
        assertTheOthersGoOn();
        assertThat(connections()).isZero();
        PsaSession late = client(-3);
        assertThat(late.call(WORK_HANDLE, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(late.connect(LINK, 1)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(connections()).isZero();
    }

    /** The partition has taken one message, and another waits in its queue. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Shows({
        "FFM-API-41",
        "FFM-API-47",
        "FFM-API-48",
        "FFM-API-49",
        "FFM-API-50",
        "FFM-API-52",
        "FFM-API-56",
        "FFM-API-65",
        "FFM-API-74",
        "FFM-API-78",
        "FFM-API-80",
        "FFM-API-82",
        "FFM-IPC-30",
        "FFM-IPC-33"
    })
    void itEndsThere(String what, String rule, Misuse misuse) throws Exception {
        partition(psa -> {
            PsaMessage m = next(psa, SECOND);
            misuse.make(psa, m);
            cameBack.set(true);
        });
        Future<Integer> waits = calls.begin(-1, client -> client.call(WORK_HANDLE, 0, NO_INPUTS, Outputs.NONE));
        calls.await(-1, "queued");
        assertThat(client(-2).call(GO_HANDLE, 0, new byte[][] {new byte[4]}, new Outputs(4)))
                .isEqualTo(COMMUNICATION_FAILURE);
        assertThat(Calls.result(waits)).isEqualTo(COMMUNICATION_FAILURE);
        Calls.await("nothing of it is left", () -> connections() == 0);
        assertEnded(rule);
    }

    static Stream<Arguments> itEndsThere() {
        return Stream.of(
                of("psa_wait for a signal of nobody", "FFM-API-41", (psa, m) -> psa.await(0x80, BLOCK)),
                of("psa_wait for a reserved signal", "FFM-API-41", (psa, m) -> psa.await(0x7, POLL)),
                of("psa_wait for nothing", "FFM-API-41", (psa, m) -> psa.await(0, POLL)),
                of("psa_get of two signals", "FFM-API-47", (psa, m) -> psa.get(FIRST | SECOND, psa.scratch())),
                of("psa_get of no signal", "FFM-API-47", (psa, m) -> psa.get(0, psa.scratch())),
                of("psa_get of a signal of nobody", "FFM-API-48", (psa, m) -> psa.get(0x80, psa.scratch())),
                of("psa_get of the doorbell", "FFM-API-48", (psa, m) -> {
                    psa.notify(psa.id());
                    psa.get(DOORBELL, psa.scratch());
                }),
                of("psa_get of a signal that is not asserted", "FFM-API-49", (psa, m) -> psa.get(THIRD, psa.scratch())),
                of("psa_get of a message that was taken", "FFM-API-49", (psa, m) -> psa.get(SECOND, psa.scratch())),
                of("psa_get to nowhere", "FFM-API-50", (psa, m) -> psa.get(FIRST, NOWHERE)),
                of("psa_get to address 0", "FFM-API-50", (psa, m) -> psa.get(FIRST, 0)),
                of("psa_get beyond 32 bits", "FFM-API-50", (psa, m) -> psa.get(FIRST, 0xFFFF_FFF0L)),
                of("psa_set_rhandle of a stateless service", "FFM-API-52", (psa, m) -> psa.setRhandle(m.handle(), 1)),
                of("psa_read of a message that is answered", "FFM-API-56", (psa, m) -> {
                    PsaMessage first = take(psa, FIRST);
                    psa.reply(first.handle(), COMMUNICATION_FAILURE);
                    psa.read(first.handle(), 0, psa.scratch(), 0);
                }),
                of("psa_write of a message that is answered", "FFM-API-65", (psa, m) -> {
                    PsaMessage first = take(psa, FIRST);
                    psa.reply(first.handle(), COMMUNICATION_FAILURE);
                    psa.write(first.handle(), 0, psa.scratch(), 0);
                }),
                of("psa_reply to the null handle", "FFM-API-74", (psa, m) -> psa.reply(0, 0)),
                of("psa_reply to nobody", "FFM-API-74", (psa, m) -> psa.reply(m.handle() + 7, 0)),
                of("psa_reply to a stateless handle", "FFM-API-74", (psa, m) -> psa.reply(GO_HANDLE, 0)),
                of("psa_reply twice", "FFM-API-74", (psa, m) -> {
                    PsaMessage first = take(psa, FIRST);
                    psa.reply(first.handle(), COMMUNICATION_FAILURE);
                    psa.reply(first.handle(), 0);
                }),
                of("psa_notify of an unknown partition", "FFM-API-78", (psa, m) -> psa.notify(9999)),
                of("psa_notify of a Non-secure client", "FFM-API-78", (psa, m) -> psa.notify(-1)),
                of("psa_clear without a doorbell", "FFM-API-80", (psa, m) -> psa.clear()),
                of("psa_clear twice", "FFM-API-80", (psa, m) -> {
                    psa.notify(psa.id());
                    psa.clear();
                    psa.clear();
                }),
                of("psa_eoi of a service that is asserted", "FFM-API-82", (psa, m) -> psa.eoi(FIRST)),
                of("psa_panic", "FFM-IPC-33", (psa, m) -> psa.panic()));
    }

    private static Arguments of(String what, String rule, Misuse misuse) {
        return Arguments.of(what, rule, misuse);
    }

    /** A message that was not taken is nobody's yet, though its handle can be guessed. */
    @Test
    @Shows("FFM-API-74")
    void aMessageThatWasNotTakenIsNotAnswered() throws Exception {
        AtomicInteger waiting = new AtomicInteger();
        partition(psa -> {
            next(psa, SECOND);
            psa.reply(waiting.get(), 0);
            cameBack.set(true);
        });
        Future<Integer> waits = calls.begin(-1, client -> client.call(WORK_HANDLE, 0, NO_INPUTS, Outputs.NONE));
        calls.await(-1, "queued");
        waiting.set(platform.ffm().connections().getFirst().handle());
        assertThat(client(-2).call(GO_HANDLE, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(Calls.result(waits)).isEqualTo(COMMUNICATION_FAILURE);
        Calls.await("nothing of it is left", () -> connections() == 0);
        assertEnded("FFM-API-74");
    }

    /** Only who has taken a message answers it; its client goes on waiting, and is answered. */
    @Test
    @Shows("FFM-API-74")
    void aMessageOfAnotherPartitionIsNotAnswered() throws Exception {
        AtomicInteger others = new AtomicInteger();
        ffm.ipc(ManifestText.of("HOLDER").stateless("HOLD", 0x4200, 4).stateless("RELEASE", 0x4201, 5), psa -> {
            PsaMessage held = next(psa, FIRST);
            others.set(held.handle());
            PsaMessage release = next(psa, SECOND);
            psa.reply(held.handle(), 55);
            psa.reply(release.handle(), 66);
            serve(psa, FIRST, 0);
        });
        partition(psa -> {
            next(psa, SECOND);
            psa.reply(others.get(), 0);
            cameBack.set(true);
        });
        Future<Integer> held = calls.begin(-1, client -> client.call(0x40000103, 0, NO_INPUTS, Outputs.NONE));
        calls.await(-1, "taken");
        assertThat(client(-2).call(GO_HANDLE, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(held.isDone()).isFalse();
        assertThat(client(-3).call(0x40000104, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(66);
        assertThat(Calls.result(held)).isEqualTo(55);
        assertPanicked("SERVER", "FFM-API-74");
        assertTheOthersGoOn();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {5, 1, -129, -132, Integer.MIN_VALUE})
    @Shows("FFM-API-71")
    void aConnectionIsNotAnsweredSo(int status) throws Exception {
        partition(psa -> {
            psa.reply(next(psa, THIRD).handle(), status);
            cameBack.set(true);
        });
        assertThat(client(-1).connect(LINK, 1)).isEqualTo(COMMUNICATION_FAILURE);
        assertEnded("FFM-API-71");
    }

    /** The message that could not be written anywhere is still there until its partition has ended: nobody else is hurt. */
    @Test
    @Shows("FFM-API-49")
    void aMessageIsTakenOnce() throws Exception {
        partition(psa -> {
            psa.reply(next(psa, FIRST).handle(), 1);
            take(psa, FIRST);
            cameBack.set(true);
        });
        int status = client(-1).call(WORK_HANDLE, 0, NO_INPUTS, Outputs.NONE);
        assertThat(status).isEqualTo(1);
        Calls.await("it has ended", () -> stateOf("SERVER").equals("ended"));
        assertEnded("FFM-API-49");
    }
}
