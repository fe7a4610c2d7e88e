package org.partita.it.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Dictionary;
import java.util.Map;
import java.util.function.UnaryOperator;
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

/** A provider of the test's that fills a role in the place of the real one until it is closed. */
public final class StandIn<P extends Provider> implements AutoCloseable {
    private static final long PATIENCE = 20_000_000_000L;
    private static final int ABOVE_ALL = 1000;

    private final BundleContext framework;
    private final Platform platform;
    private final String role;
    private final String right;
    private final ServiceReference<P> real;
    private final ServiceRegistration<P> registration;

    /** @param made makes the provider of the real one */
    public StandIn(BundleContext framework, Platform platform, String role, Class<P> contract, UnaryOperator<P> made) {
        this.framework = framework;
        this.platform = platform;
        this.role = role;
        right = provider();
        real = real(contract);
        registration = framework.registerService(contract, made.apply(framework.getService(real)), ranked(ABOVE_ALL));
        try {
            serve(framework.getBundle().getSymbolicName());
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private Dictionary<String, Object> ranked(int ranking) {
        return FrameworkUtil.asDictionary(Map.of(Roles.PROPERTY, role, Constants.SERVICE_RANKING, ranking));
    }

    private ServiceReference<P> real(Class<P> contract) {
        try {
            return framework.getServiceReferences(contract, "(" + Roles.PROPERTY + "=" + role + ")").stream()
                    .filter(r -> r.getBundle().getSymbolicName().equals(right))
                    .findFirst()
                    .orElseThrow();
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(role, e);
        }
    }

    private String provider() {
        return platform.wiring().stream()
                .filter(r -> r.role().equals(role))
                .map(RoleStatus::provider)
                .findFirst()
                .orElseThrow();
    }

    /** Whoever has the better ranking serves soon; a scheduler that the configuration chose stays, whatever the ranking. */
    private void serve(String provider) {
        if (role.equals(Roles.SCHEDULER)) {
            platform.swap(role, provider, false);
        }
        for (long end = System.nanoTime() + PATIENCE; !provider().equals(provider); Thread.onSpinWait()) {
            assertThat(System.nanoTime() - end)
                    .as("%s fills %s, %s should", provider(), role, provider)
                    .isNegative();
        }
    }

    /** The real one serves again. */
    @Override
    public void close() {
        registration.setProperties(ranked(-ABOVE_ALL));
        serve(right);
        registration.unregister();
        framework.ungetService(real);
    }
}
