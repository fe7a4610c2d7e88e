package org.partita.it.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
import org.partita.it.ffa.Abi;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * A test that can't turn red shows nothing. For each component there is a provider that is wrong in one way; it takes
 * over the role, and a test of the others' has to notice by one of its assertions.
 */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
@Timeout(120)
class SabotageIT {
    @Inject
    BundleContext framework;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
    }

    /** What a red test may have left to its endpoints. */
    @AfterEach
    void releaseBuffers() {
        for (int id : new int[] {1, 0x8002}) {
            try (Abi abi = new Abi(platform, id)) {
                abi.raw(0x84000065);
            }
        }
    }

    static List<Sabotage<?>> sabotages() {
        return Sabotage.ALL;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sabotages")
    void theCheckTurnsRed(Sabotage<?> sabotage) throws Exception {
        new Saboteur(framework, platform).requireRed(sabotage);
    }

    @Test
    void everyComponentOfThePlatformIsSabotaged() {
        Set<String> sabotaged = Sabotage.ALL.stream().map(Sabotage::role).collect(Collectors.toSet());
        Stream<String> filled = platform.wiring().stream()
                .filter(r -> r.state().equals("serving"))
                .map(RoleStatus::role);
        assertThat(sabotaged).containsExactlyInAnyOrderElementsOf(filled.toList());
    }
}
