package org.partita.it.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;

/** One run of a seed on a platform that has just been booted with it. */
final class SeededPlay {
    private static final int LAST = 40;

    private final BundleContext framework;
    private final Path folder;
    private final long seed;
    private final SplittableRandom random;
    private final List<String> lines = new ArrayList<>();
    private @Nullable Platform platform;

    SeededPlay(BundleContext framework, Path folder, long seed) {
        this.framework = framework;
        this.folder = folder;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** What happened, line by line: what the actors noted in the order of their turns, then every crossing. */
    List<String> of(Workload workload) throws Exception {
        Map<String, Object> keys = new HashMap<>(workload.configuration());
        keys.put("mode", "deterministic");
        keys.put("seed", seed);
        Platform booted = new Running(framework).restarted(keys);
        platform = booted;
        try (TestPartitions partitions = new TestPartitions(framework, booted)) {
            workload.load(partitions);
            booted.trace().start("");
            try {
                workload.act(this);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(last(booted), e);
            }
            booted.trace().show(Integer.MAX_VALUE).forEach(c -> lines.add(line(c)));
            booted.trace().stop();
            assertThat(booted.status().problems()).allMatch(workload::expects);
        }
        return List.copyOf(lines);
    }

    /** The last that happened, and how things are now. */
    private String last(Platform booted) {
        List<Crossing> crossings = booted.trace().show(LAST);
        StringBuilder words =
                new StringBuilder("the last ").append(crossings.size()).append(" crossings");
        crossings.forEach(c -> words.append(System.lineSeparator()).append(line(c)));
        words.append(System.lineSeparator()).append("contexts");
        booted.partitions()
                .forEach(p -> booted.partition(p.id())
                        .contexts()
                        .forEach(c -> words.append(" %x.%d %s on %d,".formatted(p.id(), c.vcpu(), c.state(), c.pe()))));
        words.append(System.lineSeparator()).append(booted.interrupts().interrupts());
        return words.append(booted.status().problems()).toString();
    }

    BundleContext framework() {
        return framework;
    }

    Path folder() {
        return folder;
    }

    long seed() {
        return seed;
    }

    /** Where everything is drawn from, in the order in which it is set up. */
    SplittableRandom random() {
        return random;
    }

    Platform platform() {
        if (platform == null) {
            throw new IllegalStateException("not booted");
        }
        return platform;
    }

    /** An actor notes something, at its turn. */
    void note(String line) {
        lines.add(line);
    }

    private static String line(Crossing c) {
        return "%d %d %s -> %s %s %s %s %s %s"
                .formatted(
                        c.time(),
                        c.pe(),
                        c.from(),
                        c.to(),
                        c.conduit(),
                        c.instance(),
                        c.function(),
                        c.registers(),
                        c.rule());
    }
}
