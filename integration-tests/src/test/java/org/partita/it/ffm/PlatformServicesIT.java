package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffm.partition.Outputs;
import org.partita.testkit.paxexam.PlatformTest;

/** The platform partition in both of its forms, with a Secure client. */
@PlatformTest(FfmTestPlatform.class)
class PlatformServicesIT extends OwnPlatformContract {
    private static final Path CONFIGURATIONS = Path.of(System.getProperty("partita.root"), "configurations");

    private String backend = "auto";

    @Override
    String backend() {
        return backend;
    }

    /** The partition with the manifest of a shipped platform, and the Secure client. */
    private void boot(String configuration, String by) throws Exception {
        backend = by;
        ffm.key("ffm.backend", by);
        ffm.installed("TFM_SP_PLATFORM", manifest(configuration));
        ffm.sfn(caller("TFM_PLATFORM_SERVICE"), caller);
        boot();
    }

    private static String manifest(String configuration) throws IOException {
        return Files.readString(CONFIGURATIONS.resolve(configuration).resolve("manifests/platform.yaml"));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource({"tfm-sfn-l1, sfn", "tfm-sfn-l1, ipc", "tfm-ipc-l1, ipc"})
    void aSecureClientHasCountersOfItsOwn(String configuration, String by) throws Exception {
        boot(configuration, by);
        PlatformServices nonSecure = new PlatformServices(client(-1));
        nonSecure.increment(1);

        int status = secure((psa, m) -> {
            PlatformServices services = new PlatformServices(psa);
            services.increment(1);
            services.increment(1);
            services.increment(2);
            return 100 * services.counter(0) + 10 * services.counter(1) + services.counter(2);
        });
        assertThat(status).isEqualTo(21);
        assertThat(nonSecure.counter(1)).isEqualTo(1);
        assertThat(nonSecure.counter(2)).isZero();
    }

    /** Its first-level function runs while another partition is in the middle of something. */
    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource({"tfm-sfn-l1, sfn", "tfm-sfn-l1, ipc", "tfm-ipc-l1, ipc"})
    void ticksAreCountedWhileAnotherPartitionRuns(String configuration, String by) throws Exception {
        boot(configuration, by);

        int status = secure((psa, m) -> {
            for (int tick = 0; tick < PlatformServices.PERIOD; tick++) {
                platform.interrupts().pulse(PlatformServices.TICKER, 0);
                psa.preemptionPoint();
            }
            PlatformServices.Statistics now = new PlatformServices(psa).statistics();
            return 10 * now.ticks() + now.periods();
        });
        assertThat(status).isEqualTo(10 * PlatformServices.PERIOD + 1);
    }

    /** What begins anew has nothing of before: memory is all that is behind a counter. */
    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource({"tfm-sfn-l1, sfn", "tfm-ipc-l1, ipc"})
    void countersBeginAgainWithThePlatform(String configuration, String by) throws Exception {
        boot(configuration, by);
        PlatformServices before = new PlatformServices(client(-1));
        before.increment(0);
        assertThat(before.counter(0)).isEqualTo(1);
        giveClientsBack();

        platform = ffm.boot();
        assertThat(new PlatformServices(client(-1)).counter(0)).isZero();
        assertThat(client(-2).call(PlatformServices.HANDLE, 1012, NO_INPUTS, Outputs.NONE))
                .as("and nothing but that resets it")
                .isEqualTo(-134);
    }
}
