package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

/** psa_wait, psa_get and psa_reply: messages that wait, are taken once, and are answered in any order. */
@PlatformTest(FfmTestPlatform.class)
class IpcMessagesIT extends IpcContract {
    private static final int WORK = 0x4000;
    private static final int GO = 0x4001;
    private static final int LINK = 0x4002;
    private static final int WORK_HANDLE = 0x40000100;
    private static final int GO_HANDLE = 0x40000101;

    /** Numbers that the partition has found, in order. */
    private final List<Integer> found = new CopyOnWriteArrayList<>();

    private void partition(IpcPartition code) throws Exception {
        ffm.ipc(
                ManifestText.of("SERVER")
                        .stateless("WORK", WORK, 1)
                        .stateless("GO", GO, 2)
                        .connected("LINK", LINK),
                code);
        boot();
    }

    private static int work(PsaSession client, int type) {
        return client.call(WORK_HANDLE, type, NO_INPUTS, Outputs.NONE);
    }

    private static int go(PsaSession client) {
        return client.call(GO_HANDLE, 0, NO_INPUTS, Outputs.NONE);
    }

    /** Begins a request of a client, and waits until it waits for the service. */
    private Future<Integer> queued(int client, int type) {
        Future<Integer> answer = calls.begin(client, session -> work(session, type));
        calls.await(client, "queued");
        return answer;
    }

    // ---- psa_wait

    @Test
    @Shows({"FFM-API-43", "FFM-API-45", "FFM-IPC-20"})
    void aWaitEndsWhenASignalOfTheMaskIsAssertedAndTellsOnlyThose() throws Exception {
        partition(psa -> {
            found.add(psa.await(FIRST | SECOND | THIRD, BLOCK));
            found.add(psa.await(SECOND | THIRD, BLOCK));
            found.add(psa.await(0xFFFF_FFFF, BLOCK));
            psa.reply(take(psa, FIRST).handle(), 1);
            psa.reply(take(psa, SECOND).handle(), 2);
            serve(psa, FIRST, 3);
        });
        Future<Integer> first = queued(-1, 0);
        assertThat(go(client(-2))).isEqualTo(2);
        assertThat(Calls.result(first)).isEqualTo(1);
        assertThat(found).containsExactly(FIRST, SECOND, FIRST | SECOND);
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = {"0", "1", "7fffffff"})
    @Shows({"FFM-API-42", "FFM-API-44", "FFM-API-45"})
    void aPollTellsWhatIsAssertedNow(String timeout) throws Exception {
        int poll = Integer.parseUnsignedInt(timeout, 16);
        partition(psa -> {
            found.add(psa.await(FIRST | SECOND | DOORBELL, poll));
            PsaMessage m = next(psa, SECOND);
            psa.notify(psa.id());
            found.add(psa.await(DOORBELL, poll));
            found.add(psa.await(DOORBELL, poll));
            found.add(psa.await(FIRST, poll));
            found.add(psa.await(0xFFFF_FFFF, poll));
            psa.reply(m.handle(), 0);
            serve(psa, FIRST, 0);
        });
        assertThat(go(client(-1))).isZero();
        assertThat(found).containsExactly(0, DOORBELL, DOORBELL, 0, DOORBELL);
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = {"80000000", "80000001", "ffffffff"})
    @Shows({"FFM-API-43", "FFM-API-44"})
    void onlyTheHighestBitOfTheTimeOutCounts(String timeout) throws Exception {
        partition(psa -> {
            found.add(psa.await(FIRST, Integer.parseUnsignedInt(timeout, 16)));
            serve(psa, FIRST, 6);
        });
        assertThat(work(client(-1), 0)).isEqualTo(6);
        assertThat(found).containsExactly(FIRST);
    }

    // ---- psa_get

    @Test
    @Shows({"FFM-API-46", "FFM-IPC-32", "FFM-IPC-2", "FFM-API-45"})
    void theOldestMessageOfASignalComesFirstAndTheLastOneClearsIt() throws Exception {
        partition(psa -> {
            PsaMessage go = next(psa, SECOND);
            while (psa.await(FIRST, POLL) != 0) {
                PsaMessage m = take(psa, FIRST);
                found.add(m.type());
                assertThat(m.sid()).isEqualTo(WORK);
                psa.reply(m.handle(), 100 + m.type());
            }
            psa.reply(go.handle(), 0);
            serve(psa, SECOND, 0);
        });
        List<Future<Integer>> answers = List.of(queued(-1, 11), queued(-2, 22), queued(-3, 33));
        assertThat(go(client(-4))).isZero();
        assertThat(found).containsExactly(11, 22, 33);
        assertThat(Calls.result(answers.get(0))).isEqualTo(111);
        assertThat(Calls.result(answers.get(1))).isEqualTo(122);
        assertThat(Calls.result(answers.get(2))).isEqualTo(133);
    }

    @Test
    @Shows({"FFM-IPC-32", "FFM-API-46"})
    void aSignalStaysAssertedWhileAMessageOfItWaits() throws Exception {
        partition(psa -> {
            PsaMessage go = next(psa, SECOND);
            found.add(psa.await(FIRST, POLL));
            PsaMessage x = take(psa, FIRST);
            found.add(psa.await(FIRST, POLL));
            PsaMessage y = take(psa, FIRST);
            found.add(psa.await(FIRST, POLL));
            psa.reply(x.handle(), x.clientId());
            psa.reply(y.handle(), y.clientId());
            psa.reply(go.handle(), 0);
            serve(psa, SECOND, 0);
        });
        Future<Integer> x = queued(-1, 0);
        Future<Integer> y = queued(-2, 0);
        assertThat(go(client(-3))).isZero();
        assertThat(found).containsExactly(FIRST, FIRST, 0);
        assertThat(Calls.result(x)).isEqualTo(-1);
        assertThat(Calls.result(y)).isEqualTo(-2);
    }

    /** Messages of one partition's services wait apart from one another. */
    @Test
    @Shows({"FFM-IPC-2", "FFM-IPC-32"})
    void aSignalGivesTheMessagesOfItsServiceOnly() throws Exception {
        partition(psa -> {
            PsaMessage link = next(psa, THIRD);
            PsaMessage go = take(psa, SECOND);
            PsaMessage work = take(psa, FIRST);
            found.addAll(List.of(link.sid(), go.sid(), work.sid()));
            psa.reply(work.handle(), 1);
            psa.reply(go.handle(), 2);
            psa.reply(link.handle(), -131);
            serve(psa, FIRST, 0);
        });
        Future<Integer> work = queued(-1, 0);
        Future<Integer> go = calls.begin(-2, IpcMessagesIT::go);
        calls.await(-2, "queued");
        assertThat(client(-3).connect(LINK, 1)).isEqualTo(-131);
        assertThat(Calls.result(work)).isEqualTo(1);
        assertThat(Calls.result(go)).isEqualTo(2);
        assertThat(found).containsExactly(LINK, GO, WORK);
    }

    @Test
    @Shows({"FFM-IPC-8", "FFM-API-38", "FFM-API-46"})
    void aMessageSaysWhoWantsWhat() throws Exception {
        List<Scripted.Received> got = new CopyOnWriteArrayList<>();
        partition(psa -> {
            for (; ; ) {
                int signal = psa.await(0xFFFF_FFFF, BLOCK);
                PsaMessage m = take(psa, Integer.lowestOneBit(signal));
                got.add(Scripted.Received.of(m));
                if (m.type() == -1) {
                    psa.setRhandle(m.handle(), 0xCAFE);
                }
                psa.reply(m.handle(), 0);
            }
        });
        PsaSession client = client(-2);
        int handle = client.connect(LINK, 1);
        client.call(handle, 0x7FFF, new byte[][] {new byte[1], new byte[2]}, new Outputs(3, 4));
        client.call(WORK_HANDLE, 0, NO_INPUTS, new Outputs(0, 1, 0, 2));
        client.close(handle);
        List<Long> none = List.of(0L, 0L, 0L, 0L);
        assertThat(got).hasSize(4);
        int message = got.get(2).handle();
        assertThat(got)
                .containsExactly(
                        new Scripted.Received(LINK, -1, handle, -2, 0, none, none),
                        new Scripted.Received(
                                LINK, 0x7FFF, handle, -2, 0xCAFE, List.of(1L, 2L, 0L, 0L), List.of(3L, 4L, 0L, 0L)),
                        new Scripted.Received(WORK, 0, message, -2, 0, none, List.of(0L, 1L, 0L, 2L)),
                        new Scripted.Received(LINK, -2, handle, -2, 0xCAFE, none, none));
        assertThat(message).isPositive();
    }

    // ---- several messages

    @Test
    @Shows({"FFM-BACKEND-1", "FFM-SFN-27", "FFM-IPC-26"})
    void messagesAreAnsweredInAnotherOrder() throws Exception {
        partition(psa -> {
            PsaMessage a = next(psa, FIRST);
            PsaMessage b = next(psa, FIRST);
            PsaMessage c = next(psa, FIRST);
            psa.write(c.handle(), 0, new byte[] {3});
            psa.write(a.handle(), 0, new byte[] {1});
            psa.reply(b.handle(), -135);
            log.add("b is answered");
            psa.reply(c.handle(), 33);
            log.add("c is answered");
            psa.reply(a.handle(), 11);
            log.add("a is answered");
            serve(psa, FIRST, 0);
        });
        List<Future<byte[]>> answers = new ArrayList<>();
        for (int id = -1; id >= -3; id--) {
            answers.add(calls.begin(id, client -> {
                Outputs out = new Outputs(1);
                int status = client.call(WORK_HANDLE, 0, NO_INPUTS, out);
                return new byte[] {(byte) status, (byte) out.length(0), out.buffer(0)[0]};
            }));
            int client = id;
            Calls.await("the last one's answer or " + id + " taken", () -> log.size() == 3 || taken(client));
        }
        assertThat(Calls.result(answers.get(0))).containsExactly(11, 1, 1);
        assertThat(Calls.result(answers.get(1))).containsExactly(-135, 0, 0);
        assertThat(Calls.result(answers.get(2))).containsExactly(33, 1, 3);
        assertThat(log).containsExactly("b is answered", "c is answered", "a is answered");
    }

    private boolean taken(int client) {
        return platform.ffm().connections().stream()
                .anyMatch(c -> c.client() == client && c.state().equals("taken"));
    }

    /** Whoever waits is answered when the service pleases; meanwhile others are served. */
    @Test
    @Shows({"FFM-BACKEND-1", "FFM-IPC-18", "FFM-IPC-31"})
    void aDeferredAnswerKeepsNobodyElseWaiting() throws Exception {
        partition(psa -> {
            PsaMessage deferred = next(psa, FIRST);
            for (int i = 0; i < 5; i++) {
                psa.reply(next(psa, SECOND).handle(), i);
            }
            psa.reply(deferred.handle(), 77);
            serve(psa, FIRST, 0);
        });
        Future<Integer> deferred = calls.begin(-1, client -> work(client, 0));
        calls.await(-1, "taken");
        PsaSession other = client(-2);
        for (int i = 0; i < 5; i++) {
            assertThat(deferred.isDone()).isFalse();
            assertThat(go(other)).isEqualTo(i);
        }
        assertThat(Calls.result(deferred)).isEqualTo(77);
    }

    /** More messages at once than a partition has services, of more clients than wait: each keeps its vectors and its answer. */
    @Test
    @Shows({"FFM-BACKEND-1", "FFM-API-74", "FFM-API-53"})
    void eachOfManyMessagesKeepsItsPlace() throws Exception {
        int clients = 8;
        ffm.key("ffm.clients", clients + 1);
        partition(psa -> {
            Deque<PsaMessage> open = new ArrayDeque<>();
            while (open.size() < clients) {
                PsaMessage m = next(psa, FIRST);
                byte[] first = new byte[1];
                psa.read(m.handle(), 0, first);
                open.push(m);
            }
            for (PsaMessage m : open) {
                byte[] second = new byte[4];
                int length = psa.read(m.handle(), 0, second);
                psa.reply(m.handle(), 1000 * length + second[0]);
            }
            serve(psa, FIRST, 0);
        });
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 1; i <= clients; i++) {
            byte[][] inputs = {{0, (byte) i, 0}};
            answers.add(calls.begin(-i, client -> client.call(WORK_HANDLE, 0, inputs, Outputs.NONE)));
        }
        for (int i = 1; i <= clients; i++) {
            assertThat(Calls.result(answers.get(i - 1))).isEqualTo(2000 + i);
        }
        assertThat(connections()).isZero();
    }

    // ---- psa_reply

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, -135, Integer.MIN_VALUE, Integer.MAX_VALUE})
    @Shows({"FFM-API-73", "FFM-SFN-27"})
    void aRequestIsAnsweredWithAnyStatus(int status) throws Exception {
        partition(psa -> serve(psa, FIRST, status));
        PsaSession client = client(-1);
        assertThat(work(client, 0)).isEqualTo(status);
        assertThat(work(client, 0)).isEqualTo(status);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, -130, -131})
    @Shows({"FFM-API-71", "FFM-API-16", "FFM-SFN-4", "FFM-IPC-17"})
    void aConnectionIsMadeOrRefused(int status) throws Exception {
        partition(psa -> serve(psa, THIRD, status));
        PsaSession client = client(-1);
        int handle = client.connect(LINK, 1);
        if (status == 0) {
            assertThat(platform.ffm().connections())
                    .singleElement()
                    .satisfies(c -> assertThat(c.handle()).isEqualTo(handle));
            client.close(handle);
        } else {
            assertThat(handle).isEqualTo(status);
        }
        assertThat(connections()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, -135, -129, 5})
    @Shows({"FFM-API-72", "FFM-API-32", "FFM-IPC-19", "FFM-IPC-31"})
    void aDisconnectionCompletesWhateverTheStatus(int status) throws Exception {
        partition(psa -> {
            for (; ; ) {
                PsaMessage m = next(psa, THIRD);
                found.add(m.type());
                psa.reply(m.handle(), m.type() == -2 ? status : 0);
            }
        });
        PsaSession client = client(-1);
        int handle = client.connect(LINK, 1);
        client.call(handle, 4, NO_INPUTS, Outputs.NONE);
        client.close(handle);
        assertThat(found).containsExactly(-1, 4, -2);
        assertThat(connections()).isZero();
        assertThat(client.call(handle, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(PROGRAMMER_ERROR);
    }

    @Test
    @Shows({"FFM-API-51", "FFM-IPC-21"})
    void anIpcServiceKeepsSomethingWithEachConnection() throws Exception {
        partition(psa -> {
            for (; ; ) {
                PsaMessage m = next(psa, THIRD);
                if (m.type() == -1) {
                    psa.setRhandle(m.handle(), 0x1000 - m.clientId());
                }
                psa.reply(m.handle(), m.type() < 0 ? 0 : (int) m.rhandle());
            }
        });
        PsaSession one = client(-1);
        PsaSession two = client(-2);
        int first = one.connect(LINK, 1);
        int second = two.connect(LINK, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(two.call(second, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(0x1002);
            assertThat(one.call(first, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(0x1001);
        }
        one.close(first);
        two.close(second);
    }
}
