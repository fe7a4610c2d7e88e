package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.testkit.Shows;

/** Partitions of the SFN model: how their functions are called, and when they are initialized. */
abstract class FunctionsContract extends OwnPlatformContract {
    private static final int A = 0x3001;
    private static final int B = 0x3002;
    private static final int C = 0x3003;
    private static final int D = 0x3004;
    private static final int A_HANDLE = 0x40000100;
    private static final int B_HANDLE = 0x40000101;
    private static final int C_HANDLE = 0x40000102;
    private static final int D_HANDLE = 0x40000103;

    /** What has happened, in order. */
    final List<String> log = new CopyOnWriteArrayList<>();

    /** The threads that have called functions, by who was called. */
    final List<Thread> threads = new CopyOnWriteArrayList<>();

    private static int call(SfnPsa psa, int handle) {
        return psa.call(handle, 0, 0, 0);
    }

    private ManifestText manifest(String name, int sid, int number, String... dependencies) {
        ManifestText manifest = ManifestText.of(name).stateless(name, sid, number);
        for (String d : dependencies) {
            manifest.dependsOn(d);
        }
        return manifest;
    }

    private int idOf(String partition) {
        return platform.partitions().stream()
                .filter(p -> p.name().equals(partition))
                .mapToInt(PartitionStatus::id)
                .findFirst()
                .orElseThrow();
    }

    /** Three partitions deep, and a fourth that each of them asks afterwards who it is. */
    @Test
    @Shows({"FFM-SFN-10", "FFM-SFN-15", "FFM-SFN-16", "FFM-API-38"})
    void whoeverIsAnsweredGoesOnAsItself() throws Exception {
        List<Integer> clients = new CopyOnWriteArrayList<>();
        Scripted d = new Scripted().on(D, (psa, m) -> {
            clients.add(m.clientId());
            return 0;
        });
        Scripted c = new Scripted().on(C, (psa, m) -> call(psa, D_HANDLE) + psa.id());
        Scripted b = new Scripted().on(B, (psa, m) -> {
            int inner = call(psa, C_HANDLE);
            call(psa, D_HANDLE);
            return inner == idOf("C") ? psa.id() : -1;
        });
        Scripted a = new Scripted().on(A, (psa, m) -> {
            int inner = call(psa, B_HANDLE);
            call(psa, D_HANDLE);
            return inner == idOf("B") ? psa.id() : -1;
        });
        ffm.sfn(manifest("A", A, 1, "B", "D"), a)
                .sfn(manifest("B", B, 2, "C", "D"), b)
                .sfn(manifest("C", C, 3, "D"), c)
                .sfn(manifest("D", D, 4), d);
        boot();
        PsaSession client = client(-3);
        assertThat(client.call(A_HANDLE, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(idOf("A"));
        client.call(D_HANDLE, 0, NO_INPUTS, Outputs.NONE);
        assertThat(clients).containsExactly(idOf("C"), idOf("B"), idOf("A"), -3);
        assertThat(clients.subList(0, 3)).allMatch(id -> id >= 0);
    }

    /** Each has its own message while the others process theirs. */
    @Test
    @Shows({"FFM-SFN-9", "FFM-SFN-10", "FFM-SFN-16"})
    void eachPartitionReadsAndWritesTheMessageThatItProcesses() throws Exception {
        Scripted b = new Scripted().on(B, (psa, m) -> {
            byte[] two = new byte[2];
            assertThat(psa.read(m.handle(), 0, two)).isEqualTo(2);
            psa.write(m.handle(), 0, new byte[] {two[1], two[0]});
            return two[0];
        });
        Scripted a = new Scripted().on(A, (psa, m) -> {
            byte[] first = new byte[1];
            byte[] rest = new byte[2];
            psa.read(m.handle(), 0, first);
            Outputs swapped = new Outputs(2);
            int inner = psa.call(B_HANDLE, 0, new byte[][] {{8, 9}}, swapped);
            psa.read(m.handle(), 0, rest);
            psa.write(m.handle(), 0, new byte[] {first[0], rest[0], rest[1], swapped.bytes(0)[0], swapped.bytes(0)[1]});
            return inner;
        });
        ffm.sfn(manifest("A", A, 1, "B"), a).sfn(manifest("B", B, 2), b);
        boot();
        Outputs outputs = new Outputs(8);
        assertThat(client(-1).call(A_HANDLE, 0, new byte[][] {{1, 2, 3}}, outputs))
                .isEqualTo(8);
        assertThat(outputs.bytes(0)).containsExactly(1, 2, 3, 9, 8);
    }

    @Test
    @Shows("FFM-SFN-31")
    void aNonSecureClientComesBackFromEachOfTheFiveFunctions() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Scripted code = new Scripted().on(A, (psa, m) -> m.type() < 0 ? 0 : requests.incrementAndGet());
        ffm.sfn(ManifestText.of("A").connected("A", A), code);
        boot();
        PsaSession client = client(-1);
        for (int round = 1; round <= 3; round++) {
            assertThat(client.frameworkVersion()).isEqualTo(0x0101);
            assertThat(client.version(A)).isEqualTo(1);
            int handle = client.connect(A, 1);
            assertThat(handle).isPositive();
            assertThat(client.call(handle, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(round);
            client.close(handle);
            assertThat(connections()).isZero();
        }
        assertThat(code.types()).containsExactly(-1, 0, -2, -1, 0, -2, -1, 0, -2);
    }

    @Test
    @Shows("FFM-SFN-18")
    void aCallThatTheSpmRefusesReachesNoFunction() throws Exception {
        Scripted code = new Scripted();
        ffm.sfn(manifest("A", A, 1), code);
        boot();
        PsaSession client = client(-1);
        assertThat(client.call(0, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(PROGRAMMER_ERROR);
        assertThat(client.call(0x1234567, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(PROGRAMMER_ERROR);
        assertThat(client.call(A_HANDLE + 5, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(PROGRAMMER_ERROR);
        assertThat(client.call(A_HANDLE + 0x100, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(PROGRAMMER_ERROR);
        assertThat(code.received()).isEmpty();
        assertThat(client.call(A_HANDLE, 0, NO_INPUTS, Outputs.NONE)).isZero();
    }

    // ---- initialization

    private Scripted noting(String name) {
        return new Scripted(psa -> {
            log.add(name + " " + psa.id());
            return 0;
        });
    }

    @Test
    @Shows({"FFM-SFN-21", "FFM-SFN-12"})
    void partitionsAreInitializedInTheOrderOfTheListEachOnce() throws Exception {
        ffm.sfn(manifest("C", C, 3), noting("C"))
                .sfn(manifest("A", A, 1), noting("A"))
                .sfn(manifest("B", B, 2), noting("B"));
        boot();
        List<String> order = List.of("C " + idOf("C"), "A " + idOf("A"), "B " + idOf("B"));
        assertThat(log).isEqualTo(order);
        PsaSession client = client(-1);
        for (int handle = A_HANDLE; handle <= C_HANDLE; handle++) {
            assertThat(client.call(handle, 0, NO_INPUTS, Outputs.NONE)).isZero();
            assertThat(client.call(handle, 0, NO_INPUTS, Outputs.NONE)).isZero();
        }
        assertThat(log).isEqualTo(order);
    }

    void assertBootFails(String partition, String why) throws Exception {
        var status = ffm.bootOf();
        assertThat(status.state()).isEqualTo("failed");
        assertThat(String.join("\n", status.problems())).contains("partition " + partition, why);
    }
}
