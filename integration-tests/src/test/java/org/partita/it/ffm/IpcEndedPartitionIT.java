package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.IpcPartition;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** The same on the IPC backend, and what only partitions of the IPC model can be in the middle of. */
@PlatformTest(FfmTestPlatform.class)
class IpcEndedPartitionIT extends EndedPartitionContract {
    private static final int FIRST = 0x10;
    private static final int SECOND = 0x20;
    private static final int BLOCK = 0x8000_0000;
    private static final int WORK_HANDLE = 0x40000104;
    private static final int GO_HANDLE = 0x40000105;

    @Override
    String backend() {
        return "ipc";
    }

    private void addServer(IpcPartition code) {
        ffm.ipc(
                ManifestText.of("WORKER")
                        .stateless("WORK", 0x4000, 5)
                        .stateless("GO", 0x4001, 6)
                        .connected("LINK", 0x4002),
                code);
    }

    private static int call(PsaSession client, int handle) {
        return client.call(handle, 0, NO_INPUTS, Outputs.NONE);
    }

    /** Of three clients one has its answer, one's message is taken, one's waits. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"returns", "throws", "leaves"})
    void allWhoWaitForItHearOfIt(String how) throws Exception {
        addServer(psa -> {
            psa.reply(IpcContract.next(psa, FIRST).handle(), 1);
            IpcContract.next(psa, FIRST);
            IpcContract.next(psa, SECOND);
            if (how.equals("throws")) {
                throw new IllegalStateException("of the test");
            }
            if (how.equals("leaves")) {
                psa.await(SECOND, BLOCK);
            }
        });
        boot();
        assertThat(call(client(-1), WORK_HANDLE)).isEqualTo(1);
        try (Calls calls = new Calls(platform)) {
            Future<Integer> taken = calls.begin(-2, client -> call(client, WORK_HANDLE));
            calls.await(-2, "taken");
            Future<Integer> queued = calls.begin(-3, client -> call(client, WORK_HANDLE));
            calls.await(-3, "queued");
            Future<Integer> last = calls.begin(-4, client -> call(client, GO_HANDLE));
            if (how.equals("leaves")) {
                calls.await(-4, "taken");
                ffm.leave("WORKER");
            }
            assertThat(Calls.result(last)).isEqualTo(COMMUNICATION_FAILURE);
            assertThat(Calls.result(taken)).isEqualTo(COMMUNICATION_FAILURE);
            assertThat(Calls.result(queued)).isEqualTo(COMMUNICATION_FAILURE);
        }
        assertThat(stateOf("WORKER")).isEqualTo("ended");
        assertThat(platform.status().problems())
                .hasSize(how.equals("leaves") ? 0 : 1)
                .allSatisfy(p -> assertThat(p).contains("partition WORKER aborted"));
        assertThat(connections()).isZero();
    }

    /** The partition that is a client makes its call, and its code leaves as soon as the message of that has come so far. */
    private void theClientLeavesWhileItsMessageIs(String state) throws Exception {
        try (Calls calls = new Calls(platform)) {
            Future<Integer> begin = calls.begin(-1, client -> call(client, 0x40000106));
            Calls.await(
                    "the partition's message is " + state,
                    () -> platform.ffm().connections().stream()
                            .anyMatch(c -> c.client() >= 0
                                    && c.type() == 0
                                    && c.state().equals(state)));
            ffm.leave("CLIENT");
            assertThat(Calls.result(begin)).isEqualTo(COMMUNICATION_FAILURE);
        }
    }

    /** What was queued for a client that has ended is not delivered, though its signal was seen. */
    @Test
    @Shows("FFM-API-46")
    void aMessageOfAClientThatHasEndedIsNotDelivered() throws Exception {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        addServer(psa -> {
            PsaMessage go = IpcContract.next(psa, SECOND);
            seen.add(psa.await(FIRST, 0));
            seen.add(psa.get(FIRST, psa.scratch()));
            seen.add(psa.await(FIRST, 0));
            psa.reply(go.handle(), 7);
            IpcContract.serve(psa, FIRST, 8);
        });
        ffm.ipc(ManifestText.of("CLIENT").stateless("BEGIN", 0x4010, 7).dependsOn("WORK"), psa -> {
            IpcContract.next(psa, FIRST);
            psa.call(WORK_HANDLE, 0, 0, 0);
        });
        boot();
        theClientLeavesWhileItsMessageIs("queued");
        Calls.await("its message is gone", () -> connections() == 0);
        assertThat(call(client(-2), GO_HANDLE)).isEqualTo(7);
        assertThat(seen).containsExactly(FIRST, -140, 0);
        assertThat(call(client(-3), WORK_HANDLE)).isEqualTo(8);
    }

    /** The message is gone, and the service hears that the connection has, in its place. */
    @Test
    @Shows("FFM-API-46")
    void aConnectionWhoseMessageWaitsIsClosedWhenItsClientEnds() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        addServer(psa -> {
            PsaMessage link = IpcContract.next(psa, 0x40);
            psa.setRhandle(link.handle(), 3);
            psa.reply(link.handle(), 0);
            PsaMessage go = IpcContract.next(psa, SECOND);
            PsaMessage end = new PsaMessage();
            // the signal of the message that is gone may have been seen
            do {
                psa.await(0x40, BLOCK);
            } while (psa.get(0x40, end) != 0);
            seen.add("type " + end.type() + " rhandle " + end.rhandle());
            psa.reply(end.handle(), 0);
            psa.reply(go.handle(), 7);
            IpcContract.serve(psa, FIRST, 8);
        });
        ffm.ipc(ManifestText.of("CLIENT").stateless("BEGIN", 0x4010, 7).dependsOn("LINK"), psa -> {
            IpcContract.next(psa, FIRST);
            psa.call(psa.connect(0x4002, 1), 0, NO_INPUTS, Outputs.NONE);
        });
        boot();
        theClientLeavesWhileItsMessageIs("queued");
        assertThat(call(client(-2), GO_HANDLE)).isEqualTo(7);
        assertThat(seen).containsExactly("type -2 rhandle 3");
        Calls.await("nothing is left", () -> connections() == 0);
        assertThat(platform.status().problems()).isEmpty();
    }

    /** A message that was taken is processed to its end, for nobody; then the service hears that the connection has gone. */
    @Test
    @Shows("FFM-SFN-27")
    void aMessageThatWasTakenIsAnsweredThoughItsClientHasEnded() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        addServer(psa -> {
            PsaMessage link = IpcContract.next(psa, 0x40);
            psa.setRhandle(link.handle(), 3);
            psa.reply(link.handle(), 0);
            PsaMessage request = IpcContract.next(psa, 0x40);
            PsaMessage go = IpcContract.next(psa, SECOND);
            byte[] bytes = new byte[2];
            seen.add(psa.read(request.handle(), 0, bytes) + " " + bytes[0] + " " + bytes[1]);
            psa.reply(request.handle(), 0);
            PsaMessage end = IpcContract.next(psa, 0x40);
            seen.add("type " + end.type() + " rhandle " + end.rhandle() + " of the same "
                    + (end.clientId() == link.clientId()));
            psa.reply(end.handle(), 0);
            psa.reply(go.handle(), 7);
            IpcContract.serve(psa, FIRST, 8);
        });
        ffm.ipc(ManifestText.of("CLIENT").stateless("BEGIN", 0x4010, 7).dependsOn("LINK"), psa -> {
            IpcContract.next(psa, FIRST);
            psa.call(psa.connect(0x4002, 1), 0, new byte[][] {{5, 6}}, Outputs.NONE);
        });
        boot();
        theClientLeavesWhileItsMessageIs("taken");
        assertThat(call(client(-2), GO_HANDLE)).isEqualTo(7);
        assertThat(seen).containsExactly("2 5 6", "type -2 rhandle 3 of the same true");
        assertThat(connections()).isZero();
        assertThat(call(client(-3), WORK_HANDLE)).isEqualTo(8);
    }
}
