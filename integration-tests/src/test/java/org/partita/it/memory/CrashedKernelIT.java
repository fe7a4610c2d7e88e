package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Holding;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ManifestFolder;
import org.partita.it.platform.NoHypervisorPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** An OS kernel that a fatal error has ended (FF-A 5.4.1 rule 10). */
@PlatformTest(value = NoHypervisorPlatform.class, fresh = true)
class CrashedKernelIT {
    private static final int KERNEL = 0;
    private static final int SP = 0x8011;
    private static final int SPM = 0x8000;

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private static void crash(PartitionContext context) {
        if (new Ffa(context).msgWait() == FunctionId.FFA_MSG_SEND_DIRECT_REQ) {
            throw new IllegalStateException("a fatal error");
        }
    }

    @Test
    @Shows({"FFA-5.4.1-10", "FFA-5.4-5"})
    void theSpmOwnsTheNormalWorldsMemory() throws Exception {
        try (ManifestFolder manifests = new ManifestFolder(framework, folder)) {
            manifests
                    .threaded(
                            Dts.vm("kernel", 1)
                                    .cells("execution-ctx-count", 4)
                                    .memory("ram", 0x8100_0000L, 16, 11)
                                    .without("id"),
                            CrashedKernelIT::crash)
                    .callback(
                            Dts.application("asking", SP), r -> new Ffa(r.context()).sendDirect(KERNEL, 0, 0, 0, 0, 0));
            Platform platform = new Running(framework).restarted(manifests.key());
            assertThat(platform.holdings().stream().filter(h -> !h.secure()))
                    .allMatch(h -> h.state(KERNEL) == AccessState.OWNER_EXCLUSIVE);

            try (Abi sp = new Abi(platform, SP)) {
                sp.direct(KERNEL, 1).failed(Status.ABORTED);
            }

            assertThat(platform.holdings().stream().filter(h -> !h.secure()))
                    .isNotEmpty()
                    .allMatch(h -> h.owner() == SPM && h.state(SPM) == AccessState.OWNER_EXCLUSIVE);
            assertThat(platform.holdings()).extracting(Holding::owner).doesNotContain(KERNEL);
            assertThat(platform.partition(KERNEL).regions()).isEmpty();
        }
    }
}
