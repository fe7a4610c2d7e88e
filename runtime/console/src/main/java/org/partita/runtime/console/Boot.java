package org.partita.runtime.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus;

/** Waits until the platform has booted, and says why when it has not. */
@Component(service = Boot.class)
public final class Boot {
    /** Components are activated while their bundles start; what is missing now will hardly come. */
    private static final Duration PLATFORM_LIMIT = Duration.ofSeconds(2);

    private final CompletableFuture<Platform> platform = new CompletableFuture<>();
    private final ServiceComponentRuntime components;

    /** What remains to be told after boot. */
    public sealed interface Result {
        /**
         * It runs.
         *
         * @param problems what is degraded, one sentence each
         */
        record Running(List<String> problems) implements Result {}

        /**
         * It did not boot.
         *
         * @param problems why, one sentence each
         */
        record Failed(List<String> problems) implements Result {}
    }

    @Activate
    public Boot(@Reference ServiceComponentRuntime components) {
        this.components = components;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bind(Platform service) {
        platform.complete(service);
    }

    void unbind(Platform service) {
        // the platform goes with the framework; a console that is still at work gets core's own errors
    }

    /**
     * Waits for the end of boot.
     *
     * @param limit how long to wait for core's verdict
     */
    Result await(Duration limit) throws InterruptedException {
        try {
            PlatformStatus status = platform.get(PLATFORM_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .awaitBoot(limit);
            return switch (status.state()) {
                case "running" -> new Result.Running(status.problems());
                case "booting" -> new Result.Failed(late(limit, status));
                default -> new Result.Failed(reasons(status));
            };
        } catch (TimeoutException e) {
            return new Result.Failed(new MissingComponents(components).ofCore());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> reasons(PlatformStatus status) {
        List<String> texts = new ArrayList<>(status.problems());
        if (texts.isEmpty()) {
            texts.add("its state is " + status.state());
        }
        texts.addAll(new MissingComponents(components).failures(texts));
        return texts;
    }

    private List<String> late(Duration limit, PlatformStatus status) {
        List<String> texts = new ArrayList<>(status.problems());
        texts.addAll(new MissingComponents(components).failures(texts));
        texts.add("still booting after " + limit.toSeconds() + " s; --set boot.deadline=MILLISECONDS gives it more");
        return texts;
    }
}
