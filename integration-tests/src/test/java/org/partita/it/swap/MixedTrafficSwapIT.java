package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.api.provider.Roles;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * Everything at once on four PEs: direct and indirect messages, interrupts, yields and timers of eight VMs and eight SPs, while the
 * bundles below it are updated in turn. Each message is processed and answered once, each interrupt handled once.
 */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
@LeavesNothingBehind
class MixedTrafficSwapIT {
    private static final List<String> ROLES = List.of(
            Roles.HARDWARE_GIC,
            Roles.HARDWARE_TIMER,
            Roles.INTERFACE_CYCLES,
            Roles.SCHEDULER,
            Roles.INTERFACE_INDIRECT_MESSAGING);
    private static final boolean LONG = Integer.getInteger("partita.scale", 1) > 1;
    private static final int UPDATES = LONG ? 100 : 5;
    /** Limits that a busy machine keeps: what is refused because a role stays vacant is the matter of other tests. */
    private static final long MILLIS = 20_000;

    private static BundleContext framework;
    private static Platform platform;

    @BeforeAll
    static void boot(@Inject BundleContext context) throws Exception {
        framework = context;
        platform = new Running(framework)
                .restarted(Map.of(
                        "drain.deadline",
                        MILLIS,
                        "vacancy.grace",
                        MILLIS,
                        "hold.deadline",
                        MILLIS,
                        "watchdog",
                        MILLIS));
    }

    @Test
    void eachMessageIsAnsweredOnceAndEachInterruptHandledOnce() throws Exception {
        Path folder = Files.createTempDirectory("partita-mixed-traffic");
        int timersRan = 0;
        try (MixedTraffic traffic = new MixedTraffic(framework, platform)) {
            traffic.start();
            traffic.awaitMore(1, 1);
            for (int i = 0; i < UPDATES; i++) {
                for (String role : ROLES) {
                    timersRan += role.equals(Roles.HARDWARE_TIMER) && traffic.timersRun() ? 1 : 0;
                    update(role, folder);
                    traffic.awaitMore(1, 1);
                }
            }
            traffic.stop();
            System.out.println("mixed traffic, " + UPDATES + " updates of each: " + traffic.counts());
            traffic.judge();
            new Circumstances(platform).awaitQuiet();
        }
        assertThat(timersRan * 2).as("updates of the timers while one ran").isGreaterThanOrEqualTo(UPDATES);
        assertThat(platform.interrupts().unhandled()).isEmpty();
        assertThat(platform.status().health())
                .as("%s", platform.status().problems())
                .isEqualTo("ok");
        Files.delete(folder);
    }

    private static void update(String role, Path folder) throws Exception {
        RoleStatus before = status(role);
        Bundle bundle = framework.getBundle(before.bundleId());
        Exchange.UPDATE.make(platform, before, bundle, Copies.of(bundle), folder);
        RoleStatus after = status(role);
        assertThat(after.state()).as(after.reason()).isEqualTo("serving");
        assertThat(after.since()).isGreaterThan(before.since());
        assertThat(after.version()).isNotEqualTo(before.version());
    }

    private static RoleStatus status(String role) {
        return platform.wiring().stream()
                .filter(r -> r.role().equals(role))
                .findFirst()
                .orElseThrow();
    }
}
