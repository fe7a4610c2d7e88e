package org.partita.it.swap;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleContext;
import org.partita.api.provider.Roles;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** As {@link InterruptSwapIT}, with the primary scheduler in the Hypervisor. */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
@LeavesNothingBehind
class RoundRobinSwapIT {
    private static final List<String> ROLES = List.of(Roles.SCHEDULER);

    private static InterruptTraffic traffic;

    @BeforeAll
    static void load(@Inject BundleContext framework) throws Exception {
        traffic = InterruptTraffic.ofVms(framework, new Running(framework).restarted(Map.of("choose", new String[] {
                    "scheduler=" + SchedulingPlatform.HYPERVISOR
                })));
    }

    @AfterAll
    static void unload() {
        traffic.close();
    }

    private static Stream<Arguments> exchanges() {
        return InterruptTraffic.exchanges(ROLES);
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void requestsAreAnsweredOnceInterruptsHandledOnceAndTimersExpireOnce(String role, Exchange way) throws Exception {
        traffic.exchange(role, way);
    }
}
