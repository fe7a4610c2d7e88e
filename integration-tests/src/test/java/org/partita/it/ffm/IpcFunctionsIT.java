package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** Partitions of the SFN model on the IPC backend, which runs a common loop for each of them. */
@PlatformTest(FfmTestPlatform.class)
class IpcFunctionsIT extends FunctionsContract {
    @Override
    String backend() {
        return "ipc";
    }

    @Test
    @Shows({"FFM-BACKEND-4", "FFM-BACKEND-5", "FFM-IPC-10"})
    void eachPartitionHasAThreadOfItsOwn() throws Exception {
        Scripted inner = new Scripted().on(0x3002, (psa, m) -> {
            threads.add(Thread.currentThread());
            return 0;
        });
        Scripted outer = new Scripted().on(0x3001, (psa, m) -> {
            threads.add(Thread.currentThread());
            return psa.call(0x40000101, 0, 0, 0);
        });
        ffm.sfn(ManifestText.of("OUTER").stateless("OUTER", 0x3001, 1).dependsOn("INNER"), outer)
                .sfn(ManifestText.of("INNER").stateless("INNER", 0x3002, 2), inner);
        boot();
        PsaSession client = client(-1);
        client.call(0x40000100, 0, NO_INPUTS, Outputs.NONE);
        client.call(0x40000100, 0, NO_INPUTS, Outputs.NONE);
        assertThat(threads).hasSize(4);
        assertThat(Set.copyOf(threads)).hasSize(2).doesNotContain(Thread.currentThread());
        assertThat(threads.subList(2, 4)).isEqualTo(threads.subList(0, 2));
    }

    /** Each has its memory, and nobody's overlaps another's. */
    @Test
    @Shows("FFM-IPC-1")
    void eachPartitionHasAStackOfItsOwn() throws Exception {
        List<long[]> areas = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 4; i++) {
            ffm.sfn(ManifestText.of("P" + i).stateless("S" + i, 0x3001 + i, 1 + i), new Scripted(psa -> {
                areas.add(new long[] {psa.scratch(), psa.scratch() + psa.scratchSize()});
                return 0;
            }));
        }
        boot();
        areas.sort((a, b) -> Long.compare(a[0], b[0]));
        assertThat(areas).hasSize(4).allMatch(a -> a[1] - a[0] >= 0x4000);
        for (int i = 1; i < areas.size(); i++) {
            assertThat(areas.get(i)[0]).isGreaterThanOrEqualTo(areas.get(i - 1)[1]);
        }
    }

    /** The IPC backend's rule; the SFN backend's is another (reading E2). */
    @Test
    @Shows("FFM-API-76")
    void anInitializationHasToReturnSuccess() throws Exception {
        ffm.sfn(ManifestText.of("A").stateless("A", 0x3001, 1), new Scripted(psa -> 1));
        assertBootFails("A", "did not initialize");
    }
}
