package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** psa_notify and psa_clear between IPC partitions. */
@PlatformTest(FfmTestPlatform.class)
class DoorbellIT extends IpcContract {
    private static final int RING_HANDLE = 0x40000100;
    private static final int LOOK_HANDLE = 0x40000101;

    private final AtomicInteger listener = new AtomicInteger();
    private final List<Integer> signals = new CopyOnWriteArrayList<>();

    /** Rings as often as the type of a request says. */
    private void addRinger() {
        ffm.ipc(ManifestText.of("RINGER").stateless("RING", 0x4000, 1), psa -> {
            for (; ; ) {
                PsaMessage m = next(psa, FIRST);
                for (int i = 0; i < m.type(); i++) {
                    psa.notify(listener.get());
                }
                psa.reply(m.handle(), 0);
            }
        });
    }

    private void ring(int times) {
        assertThat(client(-1).call(RING_HANDLE, times, NO_INPUTS, Outputs.NONE)).isZero();
        giveClientsBack();
    }

    private int idOf(String partition) {
        return platform.partitions().stream()
                .filter(p -> p.name().equals(partition))
                .mapToInt(PartitionStatus::id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Shows({"FFM-API-77", "FFM-IPC-29"})
    void aDoorbellWakesWhoeverWaitsForIt() throws Exception {
        addRinger();
        ffm.ipc(ManifestText.of("LISTENER").stateless("LOOK", 0x4001, 2), psa -> {
            for (; ; ) {
                signals.add(psa.await(DOORBELL, BLOCK));
                psa.clear();
            }
        });
        boot();
        listener.set(idOf("LISTENER"));
        ring(1);
        Calls.await("it was heard", () -> signals.equals(List.of(DOORBELL)));
        ring(1);
        Calls.await("it was heard again", () -> signals.equals(List.of(DOORBELL, DOORBELL)));
        assertThat(platform.status().problems()).isEmpty();
    }

    /** A doorbell counts nothing: however often it rings, one psa_clear ends it. */
    @Test
    @Shows({"FFM-API-77", "FFM-API-79", "FFM-API-45", "FFM-IPC-27"})
    void aDoorbellStaysAssertedUntilItIsClearedOnce() throws Exception {
        addRinger();
        ffm.ipc(ManifestText.of("LISTENER").stateless("LOOK", 0x4001, 2), psa -> {
            for (; ; ) {
                PsaMessage m = next(psa, FIRST);
                signals.add(psa.await(DOORBELL | FIRST, POLL));
                signals.add(psa.await(DOORBELL, BLOCK));
                psa.clear();
                signals.add(psa.await(DOORBELL, POLL));
                psa.reply(m.handle(), 0);
            }
        });
        boot();
        listener.set(idOf("LISTENER"));
        for (int times : new int[] {1, 3}) {
            ring(times);
            assertThat(client(-2).call(LOOK_HANDLE, 0, NO_INPUTS, Outputs.NONE)).isZero();
            giveClientsBack();
            assertThat(signals).containsExactly(DOORBELL, DOORBELL, 0);
            signals.clear();
        }
    }

    /** Neither messages nor psa_get clear a doorbell, and a doorbell is no message. */
    @Test
    @Shows({"FFM-API-79", "FFM-API-45"})
    void aDoorbellIsApartFromMessages() throws Exception {
        addRinger();
        ffm.ipc(ManifestText.of("LISTENER").stateless("LOOK", 0x4001, 2), psa -> {
            for (; ; ) {
                PsaMessage m = next(psa, FIRST);
                signals.add(psa.await(0xFFFF_FFFF, POLL));
                psa.reply(m.handle(), 0);
            }
        });
        boot();
        listener.set(idOf("LISTENER"));
        client(-2).call(LOOK_HANDLE, 0, NO_INPUTS, Outputs.NONE);
        ring(2);
        client(-2).call(LOOK_HANDLE, 0, NO_INPUTS, Outputs.NONE);
        client(-3).call(LOOK_HANDLE, 0, NO_INPUTS, Outputs.NONE);
        assertThat(signals).containsExactly(0, DOORBELL, DOORBELL);
    }

    /** Two partitions that wake each other in turn. */
    @Test
    @Shows({"FFM-API-77", "FFM-API-79", "FFM-API-43"})
    void twoPartitionsRingInTurn() throws Exception {
        int rounds = 200;
        AtomicInteger other = new AtomicInteger();
        AtomicInteger heard = new AtomicInteger();
        ffm.ipc(ManifestText.of("ONE").stateless("START", 0x4000, 1), psa -> {
            PsaMessage start = next(psa, FIRST);
            for (int i = 0; i < rounds; i++) {
                psa.notify(other.get());
                psa.await(DOORBELL, BLOCK);
                psa.clear();
            }
            psa.reply(start.handle(), heard.get());
            serve(psa, FIRST, 0);
        });
        ffm.ipc(ManifestText.of("TWO").stateless("UNUSED", 0x4001, 2), psa -> {
            for (; ; ) {
                psa.await(DOORBELL, BLOCK);
                psa.clear();
                heard.incrementAndGet();
                psa.notify(listener.get());
            }
        });
        boot();
        listener.set(idOf("ONE"));
        other.set(idOf("TWO"));
        assertThat(client(-1).call(RING_HANDLE, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(rounds);
    }
}
