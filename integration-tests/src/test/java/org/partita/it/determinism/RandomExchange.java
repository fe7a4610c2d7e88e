package org.partita.it.determinism;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.it.swap.Copies;
import org.partita.it.swap.Exchange;

/** An event: an administrator exchanges a provider drawn from the seed, while nobody else has the run token. */
final class RandomExchange implements Runnable {
    private final BundleContext framework;
    private final Platform platform;
    private final Path folder;
    private final SplittableRandom random;
    private final Consumer<String> log;

    RandomExchange(
            BundleContext framework, Platform platform, Path folder, SplittableRandom random, Consumer<String> log) {
        this.framework = framework;
        this.platform = platform;
        this.folder = folder;
        this.random = random;
        this.log = log;
    }

    @Override
    public void run() {
        List<RoleStatus> serving = platform.wiring().stream()
                .filter(r -> r.state().equals("serving"))
                .toList();
        RoleStatus role = serving.get(random.nextInt(serving.size()));
        Exchange way = Exchange.values()[random.nextInt(Exchange.values().length)];
        Bundle bundle = framework.getBundle(role.bundleId());
        log.accept(way + " " + role.role());
        try {
            way.make(platform, role, bundle, Copies.of(bundle), folder);
        } catch (Exception e) {
            throw new IllegalStateException(way + " of " + role.role(), e);
        }
    }
}
