package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Platform;
import org.partita.api.provider.Roles;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Who serves when several providers of a role are installed; clients call all the time and notice nothing. */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
@LeavesNothingBehind
class StandbyIT {
    private static final String ROLE = Roles.INTERFACE_DIRECT_MESSAGING;
    private static final String STATEFUL = Roles.HARDWARE_MEMORY;
    private static final String OTHER = "org.partita.test.other";
    private static final String THIRD = "org.partita.test.third";
    private static final String COMPONENT = "org.partita.interfaces.directmessaging.DirectMessaging";

    /** Longer than a test takes: whatever happens has not waited for it. */
    private static final long NEVER = 600_000;

    @Inject
    BundleContext framework;

    @Inject
    ConfigurationAdmin configurations;

    private Workshop shop;
    private Platform platform;
    private Traffic traffic;

    @BeforeAll
    static void boot(@Inject BundleContext framework) throws Exception {
        new Running(framework).platform();
    }

    @BeforeEach
    void open() throws Exception {
        start(NEVER);
    }

    private void start(long standby) throws Exception {
        shop = new Workshop(
                framework,
                Map.of(
                        "vacancy.standby", standby,
                        "vacancy.grace", NEVER,
                        "hold.deadline", NEVER,
                        "drain.deadline", Traffic.DRAIN_MILLIS));
        platform = shop.platform();
        traffic = Traffic.ofVms(framework, platform, 2);
        traffic.start(Workload.DIRECT);
    }

    private void finish() throws Exception {
        traffic.awaitCalls();
        traffic.stop();
        traffic.assertNobodyNoticed();
    }

    @AfterEach
    void close() throws Exception {
        traffic.close();
        shop.close();
    }

    private Bundle installed(String name, int ranking) throws Exception {
        return shop.install(shop.build(ROLE).named(name).ranked(ranking));
    }

    private void assertServing(Bundle expected) {
        assertThat(shop.role(ROLE).state()).as(shop.role(ROLE).reason()).isEqualTo("serving");
        assertThat(shop.role(ROLE).provider()).isEqualTo(expected.getSymbolicName());
        assertThat(shop.role(ROLE).version()).isEqualTo(expected.getVersion().toString());
    }

    @Test
    void aStandbyTakesOverAtOnceOnUninstall() throws Exception {
        Bundle first = installed(THIRD, 9);
        assertServing(first);
        first.uninstall();
        assertServing(shop.original(ROLE));
        finish();
    }

    @Test
    void aStandbyTakesOverAfterItsDeadlineOnStop() throws Exception {
        close();
        start(300);
        Bundle other = installed(OTHER, -1);
        shop.change(ROLE).stop();
        Workshop.await("the standby serves", () -> shop.role(ROLE).state().equals("serving"));
        assertServing(other);
        finish();
    }

    @Test
    void beforeItsDeadlineAStandbyLeavesTheRoleToItsOwner() throws Exception {
        Bundle other = installed(OTHER, -1);
        shop.change(ROLE).stop();
        assertThat(shop.role(ROLE).state()).isEqualTo("vacant");
        assertThat(shop.role(ROLE).standbys()).containsExactly(OTHER + ":" + other.getVersion());
        shop.original(ROLE).start();
        assertServing(shop.original(ROLE));
        finish();
    }

    @Test
    void aNewcomerOfHigherRankingTakesOver() throws Exception {
        assertServing(installed(OTHER, 1));
        assertServing(installed(THIRD, 2));
        finish();
    }

    @ParameterizedTest(name = "ranking {0}")
    @ValueSource(ints = {0, -1})
    void aNewcomerOfNoHigherRankingStandsBy(int ranking) throws Exception {
        Bundle other = installed(OTHER, ranking);
        assertServing(shop.original(ROLE));
        assertThat(shop.role(ROLE).standbys()).containsExactly(OTHER + ":" + other.getVersion());
        finish();
    }

    @Test
    void aChoiceBySwapSurvivesANewcomerOfHigherRankingAndAnUpdate() throws Exception {
        Bundle chosen = installed(OTHER, -1);
        platform.swap(ROLE, OTHER, false);
        assertServing(chosen);
        installed(THIRD, 9);
        assertServing(chosen);
        chosen.update(new ByteArrayInputStream(
                shop.build(ROLE).named(OTHER).ranked(-1).bytes()));
        assertServing(chosen);
        assertThat(shop.role(ROLE).standbys()).hasSize(2);
        finish();
    }

    @Test
    void aChoiceBySwapSurvivesAStopAndAStart() throws Exception {
        Bundle chosen = installed(OTHER, -1);
        platform.swap(ROLE, Long.toString(chosen.getBundleId()), false);
        chosen.stop();
        chosen.start();
        assertServing(chosen);
        finish();
    }

    @Test
    void aLoweredRankingIsASwapAndARaisedOneAnother() throws Exception {
        Bundle other = installed(OTHER, -1);
        // put back at the end: Declarative Services registers a service for a component that had a configuration
        Configuration configuration =
                configurations.getConfiguration(COMPONENT, shop.change(ROLE).getLocation());
        try {
            configuration.update(FrameworkUtil.asDictionary(Map.of("service.ranking", -7)));
            Workshop.await(
                    "the standby serves", () -> shop.role(ROLE).provider().equals(OTHER));
            assertServing(other);
            configuration.update(FrameworkUtil.asDictionary(Map.of("service.ranking", 7)));
            Workshop.await(
                    "the first serves again", () -> !shop.role(ROLE).provider().equals(OTHER));
            assertServing(shop.original(ROLE));
        } finally {
            configuration.delete();
        }
        finish();
    }

    private void assertRefused(String role, String provider, String... reasons) {
        Bundle before = framework.getBundle(shop.role(role).bundleId());
        int bundles = framework.getBundles().length;
        assertThatThrownBy(() -> platform.swap(role, provider, false))
                .isInstanceOf(PartitaException.class)
                .hasMessageContainingAll(reasons);
        assertThat(shop.role(role).bundleId()).isEqualTo(before.getBundleId());
        assertThat(shop.role(role).state()).isEqualTo("serving");
        assertThat(framework.getBundles()).hasSize(bundles);
        assertThat(platform.status().health()).isEqualTo("ok");
    }

    private void refuseState() {
        shop.watch(step -> {
            if (step.equals("import")) {
                throw new IllegalArgumentException("state of schema 9 is not understood");
            }
        });
    }

    @Test
    void aSwapToAProviderThatRefusesTheStateIsRolledBack() throws Exception {
        refuseState();
        shop.install(shop.build(STATEFUL).named(OTHER).ranked(-1).watched("WatchedMemory"));
        assertRefused(STATEFUL, OTHER, "rolled back", "org.partita.hardware.memory", "schema 9 is not understood");
        finish();
    }

    @Test
    void aSwapToAVersionThatRefusesTheStateIsRolledBackAndTheVersionIsUninstalled() throws Exception {
        refuseState();
        String url = shop.url(STATEFUL, shop.build(STATEFUL).watched("WatchedMemory"));
        assertRefused(STATEFUL, url, "everything is as before", "schema 9 is not understood");
        finish();
    }

    @Test
    void aNewcomerOfHigherRankingThatRefusesTheStateStandsBy() throws Exception {
        refuseState();
        Bundle before = shop.original(STATEFUL);
        shop.install(shop.build(STATEFUL).named(OTHER).ranked(9).watched("WatchedMemory"));
        assertThat(shop.role(STATEFUL).bundleId()).isEqualTo(before.getBundleId());
        finish();
    }

    @Test
    void aSwapToAProviderOfFunctionsThatAnotherRoleServesIsRolledBack() throws Exception {
        String role = "interface/test";
        Bundle sends = shop.install(
                shop.build(ROLE).named("org.partita.test.sends").filling(role).watched("SendsMessages"));
        assertThat(shop.role(role).bundleId()).isEqualTo(sends.getBundleId());
        shop.install(shop.build(ROLE).named(OTHER).filling(role).ranked(-1));
        assertRefused(role, OTHER, "rolled back", "is served by " + ROLE + " already");
        finish();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"org.partita.test.nobody", "999999", "org.partita.interfaces.directmessaging:9.9"})
    void aSwapToNobodyNamesWhoThereIs(String nobody) throws Exception {
        assertRefused(ROLE, nobody, nobody, "there are: org.partita.interfaces.directmessaging:");
        finish();
    }

    @Test
    void aSwapToWhoServesAlreadySaysSo() throws Exception {
        assertRefused(ROLE, "org.partita.interfaces.directmessaging", "serves " + ROLE + " already");
        finish();
    }

    @Test
    void aSwapToAnAddressWithoutABundleIsRefused() throws Exception {
        assertRefused(ROLE, "file:/nowhere/nothing.jar", "can't be read", "No such file");
        finish();
    }
}
