package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.it.platform.Running;

/** Providers that a test breaks, stops and exchanges; put back at the end. */
final class Workshop implements AutoCloseable {
    private static final long PATIENCE = 20_000_000_000L;
    private static final long PAUSE = 200_000;

    private final BundleContext framework;
    private final Platform platform;
    private final Map<String, Bundle> originals = new LinkedHashMap<>();
    private final Set<Bundle> changed = new HashSet<>();
    private final List<Bundle> installed = new ArrayList<>();
    private final ServiceRegistration<?> registration;
    private final Path folder;
    private volatile Consumer<String> watch = step -> {};

    /** @param keys of core's configuration, with which the platform is started anew */
    @SuppressWarnings("rawtypes")
    Workshop(BundleContext framework, Map<String, Object> keys) throws Exception {
        this.framework = framework;
        platform = new Running(framework).restarted(keys);
        platform.wiring().stream()
                .filter(r -> r.bundleId() >= 0)
                .forEach(r -> originals.put(r.role(), framework.getBundle(r.bundleId())));
        for (Bundle b : originals.values()) {
            Copies.of(b);
        }
        Consumer<String> told = step -> watch.accept(step);
        registration = framework.registerService(
                Consumer.class, (Consumer) told, FrameworkUtil.asDictionary(Map.of("watch", "true")));
        folder = Files.createTempDirectory("partita-workshop");
    }

    Platform platform() {
        return platform;
    }

    /** What happens at each step of a watched provider: construct, attach, handle, handled, page, export, import, detach. */
    void watch(Consumer<String> steps) {
        watch = steps;
    }

    /** Nothing happens any more. */
    void watchNothing() {
        watch = step -> {};
    }

    RoleStatus role(String role) {
        return platform.wiring().stream()
                .filter(r -> r.role().equals(role))
                .findFirst()
                .orElseThrow();
    }

    /** The bundle that fills the role on the shipped platform. */
    Bundle original(String role) {
        return originals.get(role);
    }

    /** Stops or changes the bundle that fills the role on the shipped platform; put back at the end. */
    Bundle change(String role) {
        Bundle b = original(role);
        changed.add(b);
        return b;
    }

    /** A further build of what fills the role on the shipped platform. */
    Copies.Build build(String role) throws Exception {
        return Copies.of(original(role)).build();
    }

    /** Updates what fills the role. */
    void update(String role, Copies.Build build) throws Exception {
        change(role).update(new ByteArrayInputStream(build.bytes()));
    }

    /** Updates what fills the role to the version of the shipped platform, and starts it. */
    void putBack(String role) throws Exception {
        putBack(original(role));
    }

    private void putBack(Bundle b) throws IOException, BundleException {
        b.update(new ByteArrayInputStream(Copies.of(b).original()));
        b.start();
        changed.remove(b);
    }

    /** Installs and starts a further bundle; uninstalled at the end. */
    Bundle install(Copies.Build build) throws Exception {
        Bundle b = framework.installBundle("workshop:" + build.version(), new ByteArrayInputStream(build.bytes()));
        installed.add(b);
        b.start();
        return b;
    }

    /** A build as a URL for spm:swap, if that is refused: else what served before would be gone for good. */
    String url(String role, Copies.Build build) throws Exception {
        return Copies.of(original(role)).url(folder, build.bytes());
    }

    /** What an action throws, or null. */
    static RuntimeException thrownBy(Runnable action) {
        try {
            action.run();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** Waits, within reason, until something is the case. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("%s: not yet", what).isNegative();
            LockSupport.parkNanos(PAUSE);
        }
    }

    @Override
    public void close() throws IOException, BundleException {
        watchNothing();
        for (Bundle b : List.copyOf(changed)) {
            putBack(b);
        }
        for (Bundle b : installed) {
            uninstall(b);
        }
        registration.unregister();
        originals.keySet().forEach(role -> {
            if (role(role).state().equals("quarantined")) {
                platform.swap(role, original(role).getSymbolicName(), true);
            }
            await(
                    role + " serves again",
                    () -> role(role).bundleId() == original(role).getBundleId());
        });
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(f -> f.toFile().delete());
        }
        Files.delete(folder);
    }

    private static void uninstall(Bundle b) throws BundleException {
        if (b.getState() != Bundle.UNINSTALLED) {
            b.uninstall();
        }
    }
}
