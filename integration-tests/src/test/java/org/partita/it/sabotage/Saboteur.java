package org.partita.it.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.api.provider.Provider;
import org.partita.api.provider.Roles;

/** Puts a wrong provider in the place of the real one, and has the check look at both. */
final class Saboteur {
    private static final long PATIENCE = 20_000_000_000L;

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
        String right = provider(sabotage.role());
        ServiceReference<P> real = real(sabotage, right);
        ServiceRegistration<P> wrong = framework.registerService(
                sabotage.contract(),
                sabotage.wrong().apply(framework.getService(real)),
                FrameworkUtil.asDictionary(properties(sabotage, 1000)));
        String mine = framework.getBundle().getSymbolicName();
        try {
            serve(sabotage.role(), mine);
            return checks.run(sabotage.check());
        } finally {
            wrong.setProperties(FrameworkUtil.asDictionary(properties(sabotage, -1000)));
            serve(sabotage.role(), right);
            wrong.unregister();
            framework.ungetService(real);
        }
    }

    private static Map<String, Object> properties(Sabotage<?> sabotage, int ranking) {
        return Map.of(Roles.PROPERTY, sabotage.role(), Constants.SERVICE_RANKING, ranking);
    }

    private <P extends Provider> ServiceReference<P> real(Sabotage<P> sabotage, String provider)
            throws InvalidSyntaxException {
        return framework
                .getServiceReferences(sabotage.contract(), "(" + Roles.PROPERTY + "=" + sabotage.role() + ")")
                .stream()
                .filter(r -> r.getBundle().getSymbolicName().equals(provider))
                .findFirst()
                .orElseThrow();
    }

    private String provider(String role) {
        return platform.wiring().stream()
                .filter(r -> r.role().equals(role))
                .map(RoleStatus::provider)
                .findFirst()
                .orElseThrow();
    }

    /** Whoever has the better ranking serves soon; one that the configuration chose stays, whatever the ranking. */
    private void serve(String role, String provider) {
        if (role.equals(Roles.SCHEDULER)) {
            platform.swap(role, provider, false);
        }
        for (long end = System.nanoTime() + PATIENCE; !provider(role).equals(provider); Thread.onSpinWait()) {
            assertThat(System.nanoTime() - end)
                    .as("%s fills %s, %s should", provider(role), role, provider)
                    .isNegative();
        }
    }
}
