package org.partita.it.determinism;

import java.util.List;
import java.util.SplittableRandom;
import org.osgi.framework.Bundle;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.it.swap.Copies;
import org.partita.it.swap.Exchange;

/** An event: an administrator exchanges a provider drawn from the seed, while nobody else has the run token. */
final class RandomExchange implements Runnable {
    private final SeededPlay play;
    private final SplittableRandom random;

    RandomExchange(SeededPlay play, SplittableRandom random) {
        this.play = play;
        this.random = random;
    }

    @Override
    public void run() {
        Platform platform = play.platform();
        List<RoleStatus> serving = platform.wiring().stream()
                .filter(r -> r.state().equals("serving"))
                .toList();
        RoleStatus role = serving.get(random.nextInt(serving.size()));
        Exchange way = Exchange.values()[random.nextInt(Exchange.values().length)];
        Bundle bundle = play.framework().getBundle(role.bundleId());
        play.note(way + " " + role.role());
        try {
            way.make(platform, role, bundle, Copies.of(bundle), play.folder());
        } catch (Exception e) {
            throw new IllegalStateException(way + " of " + role.role(), e);
        }
    }
}
