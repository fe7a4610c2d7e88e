package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** With a backend that core has never seen. */
@PlatformTest(FfmTestPlatform.class)
@Shows("FFM-SFN-3")
class OwnBackendConnectIT extends ConnectContract {
    @Override
    String backend() {
        return "ipc";
    }

    @Override
    TestFfm platform(Path folder) {
        return super.platform(folder).backend(new OwnBackend());
    }

    @Test
    void itServes() {
        assertThat(platform.wiring())
                .filteredOn(r -> r.role().equals("backend"))
                .singleElement()
                .satisfies(r ->
                        assertThat(r.provider()).isEqualTo(framework.getBundle().getSymbolicName()));
    }
}
