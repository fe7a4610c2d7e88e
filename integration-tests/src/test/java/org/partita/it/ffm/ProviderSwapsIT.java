package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.partita.api.admin.RoleStatus;
import org.partita.api.provider.Roles;
import org.partita.it.swap.Copies;
import org.partita.it.swap.Exchange;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** Every provider of an FF-M platform is exchanged in every way while Non-secure clients call: nobody notices. */
@PlatformTest(value = FfmTestPlatform.class, fresh = true)
class ProviderSwapsIT extends ExchangeContract {
    private static final List<String> ROLES = List.of(
            Roles.AGENT_NS_AGENT_TZ,
            Roles.BACKEND,
            Roles.CONDUIT_CALL,
            Roles.MANAGER_FFM_SPM,
            Roles.INTERFACE_PSA_CLIENT,
            Roles.INTERFACE_PSA_SERVICE,
            Roles.HARDWARE_MEMORY);

    /** Of the backends, in the long run as often as they are switched. */
    private static final int UPDATES = Integer.getInteger("partita.scale", 1) > 1 ? 200 : ROUNDS;

    @TestFactory
    Stream<DynamicTest> nobodyNotices() {
        return Stream.of("sfn", "ipc").flatMap(backend -> exchanges(backend, ROLES));
    }

    /** It comes back, and stands by: who serves has not changed twice. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sfn", "ipc"})
    @Shows({"FFM-BACKEND-5", "FFM-BACKEND-3"})
    void whenTheServingBackendStopsTheOtherOneTakesOver(String backend) throws Exception {
        boot(backend, 300);
        Bundle first = bundle(Roles.BACKEND);
        String other = backend.equals("sfn") ? "ipc" : "sfn";
        first.stop();
        Calls.await("the other one serves", () -> platform.ffm().backend().equals(other));
        load.awaitMore(ROUNDS_BETWEEN);
        assertThat(status(Roles.BACKEND).provider()).isEqualTo("org.partita.backend." + other);
        first.start();
        load.awaitMore(ROUNDS_BETWEEN);
        load.judge();
    }

    /** Updates between switches: no backend that has gone is kept by a partition's thread, or by what waits. */
    @Test
    @Shows("FFM-BACKEND-5")
    void backendsThatWereSwitchedAwayAreUpdated() throws Exception {
        boot("ipc", NEVER);
        for (int round = 0; round < UPDATES; round++) {
            RoleStatus before = status(Roles.BACKEND);
            Bundle serving = bundle(Roles.BACKEND);
            String to = platform.ffm().backend().equals("sfn") ? "ipc" : "sfn";
            platform.ffm().backend(to);
            load.awaitMore(ROUNDS_BETWEEN);
            Exchange.UPDATE.make(platform, before, serving, Copies.of(serving), folder);
            load.awaitMore(ROUNDS_BETWEEN);
            assertThat(platform.ffm().backend()).isEqualTo(to);
        }
        load.judge();
        Loaders.assertCollected(platform);
    }
}
