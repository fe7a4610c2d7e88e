package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.gic.InterruptStatus;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ManifestFolder;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Managed exit of a Trusted OS whose SPMC is in S-EL1 with it, beside an OS kernel (FF-A Figure 4.12). */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
class ResidentExitIT {
    private static final int KERNEL = 0;
    private static final int RESIDENT = 0x8051;
    private static final int NON_SECURE = 60;
    private static final int REQUEST = 0xC400006F;
    private static final long RESPONSE = 0xC4000070L;

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private ManifestFolder manifests;
    private Platform platform;
    private final Interruptible kernel = new Interruptible(x3 -> x3);
    private final AtomicReference<@Nullable InterruptStatus> seen = new AtomicReference<>();

    @BeforeEach
    void boot() throws Exception {
        manifests = new ManifestFolder(framework, folder);
        manifests
                .threaded(
                        Dts.spmc(
                                "spmc",
                                "exec_state = <0>",
                                "partita,sp-id = <0x8051>",
                                "partita,managed-exit",
                                "description = \"resident\"",
                                "load_address = <0x0 0x6400000>; binary_size = <0x20000>"),
                        new Interruptible(this::work))
                .threaded(
                        Dts.vm("kernel", 1)
                                .cells("execution-ctx-count", 4)
                                .without("id")
                                .flag("has-primary-scheduler")
                                .device("button", 0x1c014000L, 1, 11, "interrupts = <60 0x8a0>;"),
                        kernel);
        Map<String, Object> keys = new HashMap<>(manifests.key());
        keys.put("hypervisor", false);
        keys.put("spmc.level", "S-EL1");
        keys.put("required", new String[] {"scheduler", "hardware/gic"});
        platform = new Running(framework).restarted(keys);
    }

    @AfterEach
    void close() {
        platform.trace().stop();
        manifests.close();
    }

    /** Saves its state when the interrupt comes, and says how much is left. */
    private long work(PartitionContext context, long x3) {
        platform.interrupts().pulse(NON_SECURE, context.pe());
        Interrupts interrupts = context.interrupts();
        interrupts.mask(true);
        for (long left = x3; left > 0; left--) {
            context.preemptionPoint();
            int id = interrupts.acknowledge();
            if (id == Interrupts.MANAGED_EXIT) {
                seen.set(status());
                interrupts.end(id);
                return left;
            }
        }
        return 0;
    }

    private InterruptStatus status() {
        return platform.interrupts().interrupts().stream()
                .filter(i -> i.line().intid() == NON_SECURE)
                .findFirst()
                .orElseThrow();
    }

    private List<String> crossings() {
        platform.trace().stop();
        return platform.trace().show(100).stream()
                .map(c -> c.from() + " " + (c.instance() == null ? "privately" : c.conduit()) + " " + c.to() + " "
                        + c.function())
                .toList();
    }

    @Shows({"FFA-4.5.4-1", "FFA-4.5.4-2", "FFA-4.5.4-3", "FFA-4.5.4-6", "FFA-4.5.4-9"})
    @Test
    void theSpmcGivesControlBackWithTheResponseAndTheKernelHandlesTheInterrupt() {
        try (Abi client = Vm.take(platform, KERNEL, 0)) {
            platform.trace().clear();
            platform.trace().start("");
            client.raw(REQUEST, Abi.ids(KERNEL, RESIDENT), 0, 5);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(RESIDENT, KERNEL), 0L);
            assertThat(client.words().get(3)).isBetween(1L, 5L);
            assertThat(crossings())
                    .containsExactly(
                            "kernel.0 SMC SPMD FFA_MSG_SEND_DIRECT_REQ",
                            "SPMD ERET SPMC FFA_MSG_SEND_DIRECT_REQ",
                            "SPMC privately resident.0 FFA_MSG_SEND_DIRECT_REQ",
                            "resident.0 privately SPMC FFA_MSG_SEND_DIRECT_RESP",
                            "SPMC SMC SPMD FFA_MSG_SEND_DIRECT_RESP",
                            "SPMD ERET kernel.0 FFA_MSG_SEND_DIRECT_RESP");
            InterruptStatus during = seen.get();
            assertThat(during).isNotNull();
            assertThat(during.pending())
                    .as("pending until the exit has completed")
                    .isTrue();
            assertThat(during.active()).isFalse();
            assertThat(platform.partition(RESIDENT).contexts().getFirst().state())
                    .isEqualTo("idle");
        }
        Vm.await("the kernel handles it", () -> kernel.handled() == 1);
    }
}
