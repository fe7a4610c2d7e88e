package org.partita.it.memory.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.it.memory.model.Sequence.Failure;
import org.partita.it.platform.Running;

/** Runs sequences on a platform with others, which can crash, in the place of its partitions. */
final class Trials implements AutoCloseable {
    private static final int PAGES = 64;
    /** Each endpoint that makes calls has one of its own. */
    private static final int PES = 8;

    private static final String DEVICE = "dma.dts";

    private final BundleContext framework;
    private final Path folder;
    private final Running running;
    private final Function<Model, Effects> effects;
    private final Mix mix = new Mix();
    private final Pairs pairs = new Pairs();
    private @Nullable Platform platform;
    private @Nullable Mortals mortals;
    private Parties parties = new Parties(List.of());

    /**
     * @param folder an empty folder
     * @param effects what calls do to the model
     */
    Trials(BundleContext framework, Path folder, Function<Model, Effects> effects) {
        this.folder = folder;
        this.framework = framework;
        // as short as they can be
        this.running = new Running(framework)
                .with("org.partita.memory.timeslicing", Map.of("operations", 1))
                .with("org.partita.interfaces.memorymanagement", Map.of("retrievals", 1));
        this.effects = effects;
    }

    Mix mix() {
        return mix;
    }

    Pairs pairs() {
        return pairs;
    }

    /** A platform that nothing has happened to. */
    void anew() {
        closeMortals();
        onlyDevices();
        if (parties.all().isEmpty()) {
            parties = Parties.of(restarted(Map.of()));
        }
        platform = restarted(Map.of("pes", PES, "manifests", folder.toString()));
        mortals = new Mortals(framework, platform, parties);
    }

    /** Of the manifests of the platform those of independent devices, which take part as they are. */
    private void onlyDevices() {
        try {
            Path manifest = running.folder().resolve("manifests").resolve(DEVICE);
            Files.copy(manifest, folder.resolve(DEVICE), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Platform restarted(Map<String, Object> keys) {
        try {
            return running.restarted(keys);
        } catch (Exception e) {
            throw new IllegalStateException("the platform does not start", e);
        }
    }

    /** What went wrong, or null; then {@link #anew} is needed. */
    @Nullable
    Failure run(List<Long> steps) {
        Model model = new Model(parties, PAGES);
        Failure failure = new Sequence(
                        Objects.requireNonNull(platform),
                        Objects.requireNonNull(mortals),
                        model,
                        effects.apply(model),
                        mix,
                        pairs)
                .run(steps);
        if (failure == null && model.pages().stream().anyMatch(p -> p.owner == Model.INDEPENDENT)) {
            // nobody gets it back from there
            anew();
        }
        return failure;
    }

    /** A sequence that fails on a platform that nothing has happened to, and of which no step can be left out. */
    List<Long> shrunk(List<Long> failing) {
        return Shrinker.minimal(failing, steps -> {
            anew();
            return run(steps) != null;
        });
    }

    /** An error that says how to see it again. */
    AssertionError error(Failure first, List<Long> minimal) {
        anew();
        Failure least = run(minimal);
        return new AssertionError(
                "%s%n%n%d steps suffice, %s%n%nto see it again: %s"
                        .formatted(first, minimal.size(), least, command(minimal)),
                first.cause());
    }

    static String command(List<Long> steps) {
        return "mvn verify -pl integration-tests -am -Dpartita.skipUnitTests -Dit.test=MemoryModelIT -D"
                + Replay.PROPERTY + "=" + steps.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private void closeMortals() {
        Mortals m = mortals;
        mortals = null;
        if (m != null) {
            m.close();
        }
    }

    @Override
    public void close() {
        closeMortals();
        restarted(Map.of());
    }
}
