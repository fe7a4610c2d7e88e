package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** An SP that asks for managed exits and does not make them: the Normal world gets its PE back all the same. */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
class MissedExitIT {
    private static final int CLIENT = 0x52;
    private static final int SP = 0x8051;
    private static final int INTID = 60;
    private static final int REQUEST = 0xC400006F;
    private static final long INTERRUPT = 0x84000062L;
    private static final long RESPONSE = 0xC4000070L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        partitions.close();
    }

    @Test
    void itIsPreemptedWhenTheWatchdogsTimeIsOver() {
        Interruptible owner = new Interruptible(x3 -> x3);
        partitions.threaded(
                Dts.vm("owner", 0x53).device("button", 0x1c014000L, 1, 11, "interrupts = <60 0x8a0>;"), owner);
        partitions.callback(Dts.vm("client", CLIENT).cells("messaging-method", Dts.SENDS), request -> {});
        Interruptible stubborn = new Interruptible((context, x3) -> {
            platform.interrupts().pulse(INTID, context.pe());
            while (owner.handled() == 0) {
                context.preemptionPoint();
            }
            return x3 + 1;
        });
        partitions.threaded(Dts.sp("stubborn", SP).cells("ns-interrupts-action", 1), stubborn);
        try (Abi client = Vm.take(platform, CLIENT)) {
            client.raw(REQUEST, Abi.ids(CLIENT, SP), 0, 41);
            assertThat(client.words()).startsWith(INTERRUPT);
            assertThat(stubborn.handled()).as("it was asked").isEqualTo(1);
            Vm.await("the interrupt is handled", () -> owner.handled() == 1);
            client.raw(Vm.RUN, (long) SP << 16);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, 42L);
        }
        assertThat(platform.status().problems())
                .anyMatch(p -> p.contains("stubborn") && p.contains("managed exit") && p.contains("watchdog"));
    }
}
