package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.PsaSession;
import org.partita.it.platform.TfmSfnPlatform;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(TfmSfnPlatform.class)
class SfnSamplesIT extends SamplesContract {
    @Override
    String backend() {
        return "sfn";
    }

    @Override
    int isolationLevel() {
        return 1;
    }

    @Shows({"FFM-BACKEND-5", "FFM-SFN-1"})
    @Test
    void theirAnswersAreTheSameOnBothBackends() {
        answers();
        countsInterrupts();
        assertThat(platform.ffm().backend("ipc").to()).startsWith("org.partita.backend.ipc");
        answers();
        countsInterrupts();
        assertThat(platform.ffm().backend("auto").to()).startsWith("org.partita.backend.sfn");
        answers();
        countsInterrupts();
    }

    /** A partition without a thread handles it when it is called, whichever backend serves then. */
    @ParameterizedTest
    @CsvSource({"sfn, ipc", "ipc, sfn"})
    void anInterruptThatWaitsToBeHandledOutlivesABackend(String from, String to) {
        platform.ffm().backend(from);
        try (PsaSession client = platform.ffm().client(-1)) {
            PlatformServices services = new PlatformServices(client);
            int warnings = services.statistics().warnings();
            raise(PlatformServices.WATCHDOG);
            Calls.await("it is a signal", () -> !enabled(PlatformServices.WATCHDOG));

            platform.ffm().backend(to);
            assertThat(enabled(PlatformServices.WATCHDOG)).isFalse();
            assertThat(services.statistics().warnings()).isEqualTo(warnings + 1);
            assertThat(enabled(PlatformServices.WATCHDOG)).isTrue();
        } finally {
            platform.ffm().backend("auto");
        }
    }

    private boolean enabled(int intid) {
        return platform.interrupts().interrupts().stream()
                .anyMatch(i -> i.line().intid() == intid && i.line().enabled());
    }

    @Test
    void aPartitionIsShownAndIsNoEndpointOfFfa() {
        assertThat(platform.partitions()).isNotEmpty().allSatisfy(p -> {
            Ffm.Detail d = platform.ffm().partition(p.id());
            assertThat(d.manifest().name()).isEqualTo(p.name());
            assertThat(d.services()).allSatisfy(s -> assertThat(s.partition()).isEqualTo(p.id()));
            assertThat(d.services()).hasSameSizeAs(d.manifest().services());
            assertThatThrownBy(() -> platform.partition(p.id()))
                    .isInstanceOf(PartitaException.class)
                    .hasMessageStartingWith("this platform follows FF-M:");
        });
        assertThatThrownBy(() -> platform.holdings()).hasMessageStartingWith("this platform follows FF-M:");
        assertThatThrownBy(() -> platform.client(0x101, 0)).hasMessageStartingWith("this platform follows FF-M:");
    }

    @Test
    void aBackendThatIsNoneIsRefused() {
        assertThatThrownBy(() -> platform.ffm().backend("rpc"))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("auto, sfn and ipc");
    }
}
