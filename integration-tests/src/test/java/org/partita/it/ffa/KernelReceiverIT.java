package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ManifestFolder;
import org.partita.it.platform.NoHypervisorPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * An OS kernel that takes direct requests of SPs (FF-A Table 4.9 configuration 4 without a Hypervisor). An SP runs only on
 * a PE that the kernel's context there lent it, and that context is the one which the request is for.
 */
@PlatformTest(value = NoHypervisorPlatform.class, fresh = true)
class KernelReceiverIT {
    private static final int KERNEL = 0;
    private static final int SP = 0x8011;

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private ManifestFolder manifests;
    private Platform platform;
    private final List<String> results = new CopyOnWriteArrayList<>();

    @BeforeEach
    void boot() throws Exception {
        manifests = new ManifestFolder(framework, folder);
        manifests
                .threaded(Dts.vm("kernel", 1).cells("execution-ctx-count", 4).without("id"), KernelReceiverIT::answer)
                .callback(Dts.application("asking", SP), this::ask);
        platform = new Running(framework).restarted(manifests.key());
    }

    @AfterEach
    void close() {
        manifests.close();
    }

    private static void answer(PartitionContext context) {
        Ffa ffa = new Ffa(context);
        for (FunctionId woken = ffa.msgWait(); woken == FunctionId.FFA_MSG_SEND_DIRECT_REQ; ) {
            woken = ffa.respond(context.registers().x3 + 1, 0, 0, 0, 0);
        }
    }

    private void ask(DirectRequest request) {
        Ffa ffa = new Ffa(request.context());
        results.add(ffa.sendDirect((int) request.x(4), request.x(3), 0, 0, 0, 0).name());
        request.respond(3, request.context().registers().x3);
    }

    @Test
    @Shows({"FFA-4.4-17", "FFA-10.2.1.3.2-2", "FFA-4.1-7"})
    void anIdleKernelAnswersAnSp() {
        for (int round = 0; round < 2; round++) {
            try (Abi sp = new Abi(platform, SP)) {
                sp.direct(KERNEL, 5);
                assertThat(sp.words()).as(sp.rule()).containsExactly(0x84000070L, 0x00008011L, 0L, 6L, 0L, 0L, 0L, 0L);
            }
        }
    }

    @Test
    @Shows("FFA-4.2.2.2-3")
    void theSpmAllocatesNoBuffersForTheNormalWorld() throws Exception {
        manifests.write(
                "kernel.dts",
                Dts.vm("kernel", 1)
                        .cells("execution-ctx-count", 4)
                        .without("id")
                        .memory("rx", 0x81010000L, 1, 9)
                        .memory("tx", 0x81011000L, 1, 11)
                        .buffers()
                        .text());
        PlatformStatus status = new Running(framework).bootOf(manifests.key());
        assertThat(status.state()).isEqualTo("failed");
        assertThat(status.problems()).anyMatch(p -> p.contains("kernel.dts /rx_tx-info") && p.contains("FFA_RXTX_MAP"));
    }

    @Test
    @Shows({"FFA-10.2-16", "FFA-4.1.2-1"})
    void theKernelContextThatLendsItsPeIsBusyForTheSp() {
        try (Abi kernel = new Abi(platform, KERNEL)) {
            kernel.direct(SP, 5, KERNEL);
            assertThat(kernel.registers().function()).isEqualTo(0x84000070);
        }
        assertThat(results).containsExactly("BUSY");
        assertThat(platform.partition(KERNEL).contexts())
                .allMatch(c -> c.state().equals("idle"));
    }
}
