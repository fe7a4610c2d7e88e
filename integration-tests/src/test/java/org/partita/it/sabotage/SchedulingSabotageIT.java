package org.partita.it.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.scheduling.Vm;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** As {@link SabotageIT}, for scheduling and interrupts; each wrong provider has a platform of its own. */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
@Timeout(120)
class SchedulingSabotageIT {
    /** Enough for what happens, and not long where it does not. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Inject
    BundleContext framework;

    private Platform platform;
    private Duration before;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).restarted(Map.of());
        before = Vm.patience(PATIENCE);
    }

    @AfterEach
    void waitAsBefore() {
        Vm.patience(before);
    }

    static List<Sabotage<?>> sabotages() {
        return SchedulingSabotage.ALL;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sabotages")
    void theCheckTurnsRed(Sabotage<?> sabotage) throws Exception {
        new Saboteur(framework, platform).requireRed(sabotage);
    }

    /** Those that the reference platform has too are sabotaged there. */
    @Test
    void everyComponentOfThePlatformIsSabotaged() {
        Set<String> sabotaged = Stream.concat(Sabotage.ALL.stream(), SchedulingSabotage.ALL.stream())
                .map(Sabotage::role)
                .collect(Collectors.toSet());
        List<String> filled = platform.wiring().stream()
                .filter(r -> r.state().equals("serving"))
                .map(RoleStatus::role)
                .toList();
        assertThat(sabotaged).containsAll(filled);
    }
}
