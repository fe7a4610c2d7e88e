package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Registers;
import org.partita.api.partition.PartitionContext;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ManifestFolder;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Without a Hypervisor: the OS kernel has the primary scheduler (FF-A 2.11, 9.3.1), and the SPM saves the kernel's contexts (4.5.3). */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
class KernelCyclesIT {
    private static final int KERNEL = 0;
    private static final int SP = 0x8051;
    private static final int SENSOR = 0x8052;
    private static final int NON_SECURE = 60;
    private static final int SECURE = 61;
    private static final int REQUEST = 0xC400006F;
    private static final long INTERRUPT = 0x84000062L;
    private static final long RESPONSE = 0xC4000070L;
    private static final long SP_0 = 0x80510000L;

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private ManifestFolder manifests;
    private Platform platform;
    private final AtomicBoolean same = new AtomicBoolean();
    private final Interruptible sensor = new Interruptible(x3 -> x3);

    @BeforeEach
    void boot() throws Exception {
        manifests = new ManifestFolder(framework, folder);
        manifests
                .threaded(
                        Dts.vm("kernel", 1)
                                .cells("execution-ctx-count", 4)
                                .without("id")
                                .flag("has-primary-scheduler")
                                .device("button", 0x1c014000L, 1, 11, "interrupts = <60 0x8a0>;"),
                        new Interruptible(this::interruptedKernel))
                .threaded(Dts.sp("sp", SP), new Interruptible((context, x3) -> {
                    raise(context, NON_SECURE);
                    return x3 + 1;
                }))
                .threaded(
                        Dts.sp("sensor", SENSOR).device("sensor", 0x1c004000L, 1, 3, "interrupts = <61 0x940>;"),
                        sensor);
        Map<String, Object> keys = new HashMap<>(manifests.key());
        keys.put("hypervisor", false);
        keys.put("required", new String[] {"scheduler", "hardware/gic"});
        platform = new Running(framework).restarted(keys);
        platform.trace().clear();
        platform.trace().start("");
    }

    @AfterEach
    void close() {
        platform.trace().stop();
        manifests.close();
    }

    private void raise(PartitionContext context, int intid) {
        platform.interrupts().pulse(intid, context.pe());
        context.preemptionPoint();
    }

    private long interruptedKernel(PartitionContext context, long x3) {
        Registers r = context.registers();
        r.set(0x84000063, 1, 2, 3, 4, 5, 6, 7);
        raise(context, SECURE);
        same.set(r.function() == 0x84000063
                && r.x1 == 1
                && r.x2 == 2
                && r.x4 == 4
                && r.x7 == 7
                && sensor.handled() == 1);
        return x3 + 1;
    }

    private List<String> crossings() {
        platform.trace().stop();
        return platform.trace().show(100).stream()
                .map(c -> c.from() + " " + c.conduit() + " " + c.to() + " " + c.function())
                .toList();
    }

    @Shows({"FFA-2.11-6", "FFA-9.3.1-4", "FFA-9.3.1-5", "FFA-4.5.3-8"})
    @Test
    void anOsKernelRunsAnSpThatWasPreempted() {
        try (Abi kernel = Vm.take(platform, KERNEL, 0)) {
            kernel.raw(REQUEST, Abi.ids(KERNEL, SP), 0, 41);
            assertThat(kernel.words()).containsExactly(INTERRUPT, SP_0, 0L, 0L, 0L, 0L, 0L, 0L);
            kernel.raw(Vm.RUN, SP_0);
            assertThat(kernel.words()).startsWith(RESPONSE, Abi.ids(SP, KERNEL), 0L, 42L);
        }
        assertThat(crossings())
                .startsWith(
                        "kernel.0 SMC SPMD FFA_MSG_SEND_DIRECT_REQ",
                        "SPMD ERET SPMC FFA_MSG_SEND_DIRECT_REQ",
                        "SPMC ERET sp FFA_MSG_SEND_DIRECT_REQ",
                        "SPMC SMC SPMD FFA_INTERRUPT",
                        "SPMD ERET kernel.0 FFA_INTERRUPT",
                        "kernel.0 SMC SPMD FFA_RUN",
                        "SPMD ERET SPMC FFA_RUN",
                        "SPMC ERET sp FFA_RUN");
    }

    @Shows({"FFA-4.5.3-6", "FFA-9.4.1-2", "FFA-9.4-1"})
    @Test
    void anOsKernelThatASecureInterruptMetGoesOnAsItWas() {
        try (Abi sp = Vm.take(platform, SP, 0)) {
            sp.raw(REQUEST, Abi.ids(SP, KERNEL), 0, 41);
            assertThat(sp.words()).startsWith(RESPONSE, Abi.ids(KERNEL, SP), 0L, 42L);
        }
        assertThat(crossings())
                .containsSubsequence(
                        "SPMD ERET kernel.0 FFA_MSG_SEND_DIRECT_REQ",
                        "SPMD ERET SPMC FFA_INTERRUPT",
                        "SPMC ERET sensor FFA_INTERRUPT",
                        "sensor SMC SPMC FFA_MSG_WAIT",
                        "SPMC SMC SPMD FFA_NORMAL_WORLD_RESUME",
                        "kernel.0 SMC SPMD FFA_MSG_SEND_DIRECT_RESP");
        assertThat(same).isTrue();
    }
}
