package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffm.partition.Outputs;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnFunctionsIT extends FunctionsContract {
    @Override
    String backend() {
        return "sfn";
    }

    @Test
    @Shows({"FFM-BACKEND-6", "FFM-SFN-5"})
    void everythingRunsOnTheThreadOfTheClient() throws Exception {
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
        assertThat(client(-1).call(0x40000100, 0, NO_INPUTS, Outputs.NONE)).isZero();
        assertThat(threads).hasSize(2);
        assertThat(Set.copyOf(threads)).containsExactly(Thread.currentThread());
    }

    /** The SFN backend's rule; the IPC backend's is another (reading E2). */
    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, Integer.MAX_VALUE})
    @Shows("FFM-SFN-13")
    void anInitializationThatReturnsNoErrorHasSucceeded(int value) throws Exception {
        ffm.sfn(ManifestText.of("A").stateless("A", 0x3001, 1), new Scripted(psa -> value));
        boot();
        assertThat(client(-1).call(0x40000100, 0, NO_INPUTS, Outputs.NONE)).isZero();
    }
}
