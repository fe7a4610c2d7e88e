package org.partita.it.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.provider.Provider;
import org.partita.it.platform.StandIn;

/** Puts a wrong provider in the place of the real one, and has the check look at both. */
final class Saboteur {
    private final BundleContext framework;
    private final Platform platform;

    Saboteur(BundleContext framework, Platform platform) {
        this.framework = framework;
        this.platform = platform;
    }

    /** The check passes with the real provider, and fails by an assertion with the wrong one. */
    void requireRed(Sabotage<?> sabotage) throws Exception {
        try (Checks checks = new Checks()) {
            assertThat(checks.run(sabotage.check()))
                    .as("with the real provider")
                    .isNotEmpty()
                    .noneMatch(Checks.Ended::failed);
            List<Checks.Ended> ended = sabotaged(sabotage, checks);
            assertThat(ended)
                    .as("%s, looked at by %s", sabotage, sabotage.check())
                    .anyMatch(Checks.Ended::caught);
            System.out.printf(
                    "%-28s %-50s caught by %s%n",
                    sabotage.role(),
                    sabotage.what(),
                    ended.stream().filter(Checks.Ended::caught).findFirst().orElseThrow());
        }
    }

    private <P extends Provider> List<Checks.Ended> sabotaged(Sabotage<P> sabotage, Checks checks) throws Exception {
        try (StandIn<P> _ =
                new StandIn<>(framework, platform, sabotage.role(), sabotage.contract(), sabotage.wrong())) {
            return checks.run(sabotage.check());
        }
    }
}
