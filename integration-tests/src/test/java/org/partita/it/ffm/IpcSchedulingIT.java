package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaProvider;
import org.partita.api.ffm.partition.IpcPartition;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.provider.Roles;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** Who runs when: partitions by their priorities, Non-secure clients last; and which functions let others run. */
@PlatformTest(FfmTestPlatform.class)
class IpcSchedulingIT extends IpcContract {
    private static final int START_HANDLE = 0x40000100;
    private static final int SECOND_HANDLE = 0x40000101;
    private static final int SERVED = 0x4010;
    private static final int SERVED_HANDLE = 0x4000011F;

    /** Logs its name whenever its doorbell rings. */
    private void addBell(String name, String priority, int number) {
        ffm.ipc(
                ManifestText.of(name).word("priority", priority).stateless(name + "_UNUSED", 0x5000 + number, number),
                psa -> {
                    for (; ; ) {
                        psa.await(DOORBELL, BLOCK);
                        psa.clear();
                        log.add(name);
                    }
                });
    }

    private void addMain(String priority, IpcPartition code, String... dependencies) {
        ManifestText manifest = ManifestText.of("MAIN")
                .word("priority", priority)
                .stateless("START", 0x4000, 1)
                .stateless("SECOND", 0x4001, 2)
                .connected("LINK", 0x4002);
        List.of(dependencies).forEach(manifest::dependsOn);
        ffm.ipc(manifest, code);
    }

    private int idOf(String partition) {
        return platform.partitions().stream()
                .filter(p -> p.name().equals(partition))
                .mapToInt(PartitionStatus::id)
                .findFirst()
                .orElseThrow();
    }

    private void start() {
        assertThat(client(-1).call(START_HANDLE, 0, NO_INPUTS, Outputs.NONE)).isZero();
    }

    /** Whoever is told and more urgent than who tells runs at once, the others by their priorities when it waits. */
    @ParameterizedTest(name = "{0} tells {1}")
    @CsvSource({
        "HIGH,   LOWER NORMALER,  'LOWER told, NORMALER told, NORMALER, LOWER'",
        "HIGH,   NORMALER LOWER,  'NORMALER told, LOWER told, NORMALER, LOWER'",
        "NORMAL, LOWER HIGHER,    'LOWER told, HIGHER, HIGHER told, LOWER'",
        "NORMAL, HIGHER LOWER,    'HIGHER, HIGHER told, LOWER told, LOWER'",
        "LOW,    NORMALER HIGHER, 'NORMALER, NORMALER told, HIGHER, HIGHER told'",
    })
    @Shows({"FFM-IPC-11", "FFM-IPC-29"})
    void theHighestPriorityRunsFirst(String priority, String told, String order) throws Exception {
        addBell("LOWER", "LOW", 30);
        addBell("NORMALER", "NORMAL", 31);
        addMain(priority, psa -> {
            PsaMessage m = next(psa, FIRST);
            for (String other : told.split(" ")) {
                psa.notify(idOf(other));
                log.add(other + " told");
            }
            psa.reply(m.handle(), 0);
            serve(psa, FIRST, 0);
        });
        addBell("HIGHER", "HIGH", 32);
        boot();
        start();
        assertThat(log).containsExactly(order.split(", "));
    }

    /**
     * A real interface that notes when it leaves the SPM again: whoever is told runs only then, though the one that tells it is of lower
     * priority.
     */
    @Test
    @Shows("FFM-IPC-4")
    void thePeIsHandedOverWhenTheSpmIsLeft() throws Exception {
        PsaProvider real = installed(Roles.INTERFACE_PSA_SERVICE);
        ffm.psa(Roles.INTERFACE_PSA_SERVICE, new PsaProvider() {
            @Override
            public Set<PsaFunction> functions() {
                return real.functions();
            }

            @Override
            public Outcome handle(PsaCall call) {
                Outcome outcome = real.handle(call);
                if (call.function() == PsaFunction.PSA_NOTIFY) {
                    log.add("SPM: " + call.function() + " by "
                            + Thread.currentThread().getName());
                }
                return outcome;
            }
        });
        addBell("HIGHER", "HIGH", 32);
        addMain("LOW", psa -> {
            PsaMessage m = next(psa, FIRST);
            for (int i = 0; i < 3; i++) {
                psa.notify(idOf("HIGHER"));
                log.add("MAIN goes on");
            }
            psa.reply(m.handle(), 0);
            serve(psa, FIRST, 0);
        });
        boot();
        start();
        List<String> round = List.of("SPM: PSA_NOTIFY by partita-MAIN", "HIGHER", "MAIN goes on");
        assertThat(log)
                .isEqualTo(Stream.of(round, round, round).flatMap(List::stream).toList());
    }

    private PsaProvider installed(String role) throws Exception {
        return framework.getService(framework
                .getServiceReferences(PsaProvider.class, "(" + Roles.PROPERTY + "=" + role + ")")
                .iterator()
                .next());
    }

    /** Arguments, results, vectors and what it has worked out are a partition's own: others run with theirs meanwhile. */
    @Test
    @Shows("FFM-IPC-12")
    void whatAPartitionHasInHandIsThereWhenItGoesOn() throws Exception {
        int clients = 3;
        int rounds = 10;
        for (int i = 1; i <= clients; i++) {
            int self = i;
            ffm.ipc(
                    ManifestText.of("CLIENT" + i)
                            .stateless("RUN" + i, 0x4000 + i, i)
                            .dependsOn("SERVED"),
                    psa -> {
                        PsaMessage m = next(psa, FIRST);
                        int sum = 0;
                        for (int r = 0; r < rounds; r++) {
                            Outputs out = new Outputs(2);
                            int answer = psa.call(SERVED_HANDLE, self, new byte[][] {{(byte) self, (byte) r}}, out);
                            boolean own = out.bytes(0)[0] == r && out.bytes(0)[1] == self;
                            sum += own && answer == psa.id() * self ? answer : 0;
                        }
                        psa.reply(m.handle(), sum);
                        serve(psa, FIRST, 0);
                    });
        }
        // takes a message of each, so that all of them wait in the middle of a call, and answers the last one first
        ffm.ipc(ManifestText.of("SERVER").word("priority", "LOW").stateless("SERVED", SERVED, 32), psa -> {
            PsaMessage[] taken = new PsaMessage[clients];
            for (; ; ) {
                for (int i = 0; i < clients; i++) {
                    taken[i] = next(psa, FIRST);
                }
                for (int i = clients - 1; i >= 0; i--) {
                    byte[] got = new byte[2];
                    psa.read(taken[i].handle(), 0, got);
                    psa.write(taken[i].handle(), 0, new byte[] {got[1], got[0]});
                    psa.reply(taken[i].handle(), taken[i].clientId() * taken[i].type());
                }
            }
        });
        boot();
        List<Future<Integer>> sums = new ArrayList<>();
        for (int i = 1; i <= clients; i++) {
            int handle = START_HANDLE + i - 1;
            sums.add(calls.begin(-i, client -> client.call(handle, 0, NO_INPUTS, Outputs.NONE)));
        }
        for (int i = 1; i <= clients; i++) {
            assertThat(Calls.result(sums.get(i - 1))).isEqualTo(rounds * idOf("CLIENT" + i) * i);
        }
    }

    /** Non-secure clients run when no partition can. */
    @Test
    @Shows("FFM-IPC-11")
    void aClientGoesOnWhenAllPartitionsWait() throws Exception {
        addBell("LOWER", "LOW", 30);
        addMain("LOW", psa -> {
            for (; ; ) {
                PsaMessage m = next(psa, FIRST);
                psa.notify(idOf("LOWER"));
                psa.reply(m.handle(), 0);
                log.add("MAIN");
            }
        });
        boot();
        for (int i = 1; i <= 20; i++) {
            start();
            giveClientsBack();
            assertThat(log).hasSize(2 * i).endsWith("MAIN", "LOWER");
        }
    }

    /** A partition of lower priority can run all the time, and does so only when this one waits. */
    @Test
    @Shows({
        "FFM-IPC-15",
        "FFM-IPC-16",
        "FFM-IPC-20",
        "FFM-IPC-21",
        "FFM-IPC-22",
        "FFM-IPC-23",
        "FFM-IPC-24",
        "FFM-IPC-25",
        "FFM-IPC-26",
        "FFM-IPC-27",
        "FFM-IPC-29"
    })
    void theseFunctionsLetNobodyElseRun() throws Exception {
        addBell("LOWER", "LOW", 30);
        addMain("NORMAL", psa -> {
            PsaMessage start = next(psa, FIRST);
            psa.notify(idOf("LOWER"));
            log.add("psa_notify");
            psa.frameworkVersion();
            log.add("psa_framework_version");
            psa.version(0x4001);
            log.add("psa_version");
            psa.await(SECOND, POLL);
            psa.await(SECOND, BLOCK);
            log.add("psa_wait for what is there");
            PsaMessage second = take(psa, SECOND);
            PsaMessage link = take(psa, THIRD);
            log.add("psa_get");
            psa.setRhandle(link.handle(), 5);
            log.add("psa_set_rhandle");
            psa.read(second.handle(), 0, psa.scratch(), 4);
            log.add("psa_read");
            psa.skip(second.handle(), 0, 4);
            log.add("psa_skip");
            psa.write(second.handle(), 0, psa.scratch(), 4);
            log.add("psa_write");
            psa.notify(psa.id());
            psa.clear();
            log.add("psa_clear");
            psa.lifecycleState();
            log.add("psa_rot_lifecycle_state");
            psa.reply(second.handle(), 3);
            psa.reply(link.handle(), -131);
            psa.reply(start.handle(), 0);
            log.add("psa_reply");
            psa.await(FIRST, BLOCK);
        });
        boot();
        Future<Integer> second =
                calls.begin(-2, client -> client.call(SECOND_HANDLE, 0, new byte[][] {new byte[8]}, new Outputs(4)));
        Future<Integer> link = calls.begin(-3, client -> client.connect(0x4002, 1));
        calls.await(-2, "queued");
        calls.await(-3, "queued");
        start();
        assertThat(Calls.result(second)).isEqualTo(3);
        assertThat(Calls.result(link)).isEqualTo(-131);
        assertThat(log)
                .containsExactly(
                        "psa_notify",
                        "psa_framework_version",
                        "psa_version",
                        "psa_wait for what is there",
                        "psa_get",
                        "psa_set_rhandle",
                        "psa_read",
                        "psa_skip",
                        "psa_write",
                        "psa_clear",
                        "psa_rot_lifecycle_state",
                        "psa_reply",
                        "LOWER");
    }

    /** However urgent a client is, it waits for the answer; and goes on as soon as that is there. */
    @Test
    @Shows({"FFM-IPC-17", "FFM-IPC-18", "FFM-IPC-19", "FFM-IPC-26", "FFM-IPC-31", "FFM-IPC-11"})
    void aClientWaitsForItsAnswerAndOthersRun() throws Exception {
        addBell("BETWEEN", "NORMAL", 30);
        ffm.ipc(ManifestText.of("SERVER").word("priority", "LOW").connected("SERVED", SERVED), psa -> {
            for (; ; ) {
                PsaMessage m = next(psa, FIRST);
                log.add("message " + m.type());
                psa.reply(m.handle(), m.type() < 0 ? 0 : 42);
                log.add("replied");
            }
        });
        addMain(
                "HIGH",
                psa -> {
                    PsaMessage start = next(psa, FIRST);
                    psa.notify(idOf("BETWEEN"));
                    log.add("connects");
                    int handle = psa.connect(SERVED, 1);
                    log.add("connected");
                    log.add("answer " + psa.call(handle, 7, 0, 0));
                    psa.close(handle);
                    log.add("closed");
                    psa.reply(start.handle(), 0);
                    serve(psa, FIRST, 0);
                },
                "SERVED");
        boot();
        start();
        assertThat(log)
                .containsExactly(
                        "connects",
                        "BETWEEN",
                        "message -1",
                        "connected",
                        "replied",
                        "message 7",
                        "answer 42",
                        "replied",
                        "message -2",
                        "closed",
                        "replied");
    }
}
