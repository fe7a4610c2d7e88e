package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.partita.api.admin.PartitaException;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.testkit.paxexam.PlatformTest;

/** The same on the IPC backend, and partitions of the IPC model, whose thread waits meanwhile. */
@PlatformTest(FfmTestPlatform.class)
class IpcPlayedClientIT extends PlayedClientContract {
    private static final int FIRST = 0x10;
    private static final int WORK_HANDLE = 0x40000104;
    private static final int SLOW_HANDLE = 0x40000105;

    @Override
    String backend() {
        return "ipc";
    }

    /** What comes for it while its context is lent, its thread sees afterwards. */
    @Test
    void anIpcPartitionThatWaitsForSignalsIsIdle() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        ffm.ipc(ManifestText.of("WORKER").stateless("WORK", 0x4000, 5).dependsOn("SLOW"), psa -> {
            for (; ; ) {
                PsaMessage m = IpcContract.next(psa, FIRST);
                seen.add("message of " + m.clientId());
                psa.reply(m.handle(), 3);
            }
        });
        ffm.ipc(ManifestText.of("SERVER").stateless("SLOW", 0x4001, 6).stateless("GO", 0x4002, 7), psa -> {
            PsaMessage slow = IpcContract.next(psa, FIRST);
            PsaMessage go = IpcContract.next(psa, 0x20);
            seen.add("answer to " + slow.clientId());
            psa.reply(slow.handle(), 8);
            psa.reply(go.handle(), 9);
            IpcContract.serve(psa, FIRST, 8);
        });
        boot();
        int worker = id("WORKER");
        try (Calls calls = new Calls(platform)) {
            Future<Integer> played = calls.begin(() -> play(worker, c -> call(c, SLOW_HANDLE)));
            calls.await(worker, "taken");
            Future<Integer> waits = calls.begin(-1, c -> call(c, WORK_HANDLE));
            calls.await(-1, "queued");
            assertThat(calls.begin(-2, c -> call(c, 0x40000106)).get()).isEqualTo(9);
            assertThat(Calls.result(played)).isEqualTo(8);
            assertThat(Calls.result(waits)).isEqualTo(3);
        }
        assertThat(seen).containsExactly("answer to " + worker, "message of -1");
    }

    @Test
    void anIpcPartitionThatWaitsForAnAnswerIsNotIdle() throws Exception {
        ffm.ipc(ManifestText.of("WORKER").stateless("WORK", 0x4000, 5).dependsOn("SLOW"), psa -> {
            PsaMessage m = IpcContract.next(psa, FIRST);
            psa.reply(m.handle(), psa.call(SLOW_HANDLE, 0, 0, 0));
            IpcContract.serve(psa, FIRST, 1);
        });
        ffm.ipc(ManifestText.of("SERVER").stateless("SLOW", 0x4001, 6).stateless("GO", 0x4002, 7), psa -> {
            PsaMessage slow = IpcContract.next(psa, FIRST);
            PsaMessage go = IpcContract.next(psa, 0x20);
            psa.reply(slow.handle(), 8);
            psa.reply(go.handle(), 9);
            IpcContract.serve(psa, FIRST, 8);
        });
        boot();
        int worker = id("WORKER");
        try (Calls calls = new Calls(platform)) {
            Future<Integer> first = calls.begin(-1, c -> call(c, WORK_HANDLE));
            calls.await(worker, "taken");
            assertThatThrownBy(() -> play(worker, c -> call(c, SLOW_HANDLE)))
                    .isInstanceOf(PartitaException.class)
                    .hasMessageContaining("partition WORKER is waiting for an answer of SLOW, not idle");
            assertThat(call(client(-2), 0x40000106)).isEqualTo(9);
            assertThat(Calls.result(first)).isEqualTo(8);
        }
        assertThat(play(worker, c -> call(c, SLOW_HANDLE))).isEqualTo(8);
    }

    /** Its code leaves while a call in its name waits. */
    @Test
    void aPartitionEndsWhileItIsPlayed() throws Exception {
        ffm.ipc(
                ManifestText.of("WORKER").stateless("WORK", 0x4000, 5).dependsOn("SLOW"),
                psa -> IpcContract.serve(psa, FIRST, 1));
        ffm.ipc(ManifestText.of("SERVER").stateless("SLOW", 0x4001, 6).stateless("GO", 0x4002, 7), psa -> {
            PsaMessage go = IpcContract.next(psa, 0x20);
            psa.reply(go.handle(), 9);
            IpcContract.serve(psa, FIRST, 8);
        });
        boot();
        int worker = id("WORKER");
        try (Calls calls = new Calls(platform)) {
            Future<Integer> played = calls.begin(() -> play(worker, c -> call(c, SLOW_HANDLE)));
            calls.await(worker, "queued");
            ffm.leave("WORKER");
            assertThatThrownBy(() -> Calls.result(played))
                    .hasRootCauseInstanceOf(PartitaException.class)
                    .hasMessageContaining("partition WORKER ended while it made the call");
        }
        assertThat(stateOf("WORKER")).isEqualTo("ended");
        assertThat(call(client(-2), 0x40000106)).isEqualTo(9);
        assertThat(connections()).isZero();
    }
}
