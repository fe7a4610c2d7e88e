package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.it.ffa.Abi;
import org.partita.it.memory.model.Parties.Party;

/** Calls in a row of endpoints that were just loaded, each one compared with the model. */
final class Sequence {
    private static final int SWEEP = 100;
    private static final int SAMPLE = 8;
    private static final int SHOWN = 15;

    private final Platform platform;
    private final Mortals mortals;
    private final Model model;
    private final Effects effects;
    private final Mix mix;
    private final Pairs pairs;
    private final List<Done> log = new ArrayList<>();

    /** A call, what was expected of it, and how it ended. */
    private record Done(Operation operation, Set<Status> refusals, List<Long> completion, String rule) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(operation + " -> " + (refusals.isEmpty() ? "success" : refusals));
            completion.forEach(x -> text.append(' ').append(Long.toHexString(x)));
            return text + (rule.isEmpty() ? "" : " by " + rule);
        }
    }

    /** The step that failed, from 1, and the calls up to it. */
    record Failure(int step, List<String> calls, Throwable cause) {
        @Override
        public String toString() {
            return "step %d, last calls:%n%s%n%s".formatted(step, String.join("\n", calls), cause);
        }
    }

    /**
     * @param model of endpoints that the platform does not have yet
     * @param effects what calls do to the model
     */
    Sequence(Platform platform, Mortals mortals, Model model, Effects effects, Mix mix, Pairs pairs) {
        this.platform = platform;
        this.mortals = mortals;
        this.model = model;
        this.effects = effects;
        this.pairs = pairs;
        this.mix = mix;
    }

    /** One seed for each step. */
    static List<Long> steps(long seed, int count) {
        return new SplittableRandom(seed).longs(count).boxed().toList();
    }

    /** What went wrong, or null: then the platform is as it was. */
    @Nullable
    Failure run(List<Long> steps) {
        for (Party p : model.parties().all()) {
            mortals.load(
                    p,
                    model.pages().stream()
                            .filter(page -> page.home == p.id())
                            .map(page -> page.physical)
                            .toList());
        }
        try (Endpoints endpoints = new Endpoints(
                platform,
                model.endpoints(),
                id -> Mortals.ownBuffer(model.parties().at(id)))) {
            Failure failure = run(endpoints, steps);
            mix.add(endpoints.counts());
            if (failure != null) {
                return failure;
            }
        }
        model.endpoints().forEach(mortals::unload);
        return null;
    }

    private @Nullable Failure run(Endpoints endpoints, List<Long> steps) {
        model.outstanding = endpoints.outstanding();
        Comparison comparison = new Comparison(platform, endpoints, model, pairs);
        model.pages().forEach(p -> {
            p.content = model.freshContent();
            endpoints.at(p.owner).write(p.physical, p.content);
        });
        int number = 0;
        for (long seed : steps) {
            number++;
            try {
                step(endpoints, comparison, seed);
                if (number % SWEEP == 0 || number == steps.size()) {
                    comparison.all(model.pages());
                }
            } catch (AssertionError | RuntimeException e) {
                return new Failure(number, last(), e);
            }
        }
        endpoints.releaseAll(model.rxFull());
        endpoints.act(new Operation.Act(Operation.Act.Kind.RESTS, 0));
        for (Transaction t : model.transactions().values()) {
            Borrower device = t.borrower(Model.INDEPENDENT);
            if (device != null && device.retrieved()) {
                endpoints.act(new Operation.Act(Operation.Act.Kind.GIVES_BACK, t.handle()));
            }
        }
        return null;
    }

    private void step(Endpoints endpoints, Comparison comparison, long seed) {
        Operation operation = new Generator(model, seed).next();
        List<Page> touched = touched(operation);
        if (operation instanceof Operation.Reload s) {
            log.add(new Done(s, Set.of(), List.of(), ""));
            reload(endpoints, s.caller());
            mix.succeeded(s);
        } else if (operation instanceof Operation.Act s) {
            log.add(new Done(s, Set.of(), List.of(), ""));
            endpoints.act(s);
            effects.acted(s);
            mix.succeeded(s);
        } else if (operation instanceof Operation.Lengthy s) {
            log.add(new Done(s, Set.of(), List.of(), ""));
            Lengthy.run(endpoints, model, s);
            mix.succeeded(s);
        } else {
            hindered(endpoints, operation, seed);
        }
        comparison.states();
        comparison.regimes();
        comparison.all(touched);
        comparison.sample(new SplittableRandom(~seed), SAMPLE);
    }

    private void hindered(Endpoints endpoints, Operation operation, long seed) {
        Hindrances hindrances = new Hindrances(endpoints, model, effects, mix);
        switch (operation) {
            case Operation.Unmapped s -> {
                logged(s);
                hindrances.unmapped(s);
            }
            case Operation.Crowded s -> {
                logged(s);
                hindrances.crowded(s);
            }
            case Operation.Orphaned s -> {
                logged(s);
                if (!hindrances.orphaned(s)) {
                    Abi completion = endpoints.at(s.caller()).abi();
                    mix.count(s.call(), completion);
                    succeed(endpoints, s.call(), completion);
                }
            }
            default -> call(endpoints, operation, Way.of(model, operation, seed));
        }
    }

    private void logged(Operation operation) {
        log.add(new Done(operation, Refusals.of(model, operation), List.of(), ""));
    }

    private void call(Endpoints endpoints, Operation operation, Way way) {
        if (operation instanceof Operation.Crash s) {
            endpoints.close(s.victim());
        }
        Set<Status> refusals = Refusals.of(model, operation);
        Abi completion = endpoints.perform(operation, way, mix);
        log.add(new Done(operation, refusals, completion.words(), completion.rule()));
        if (operation instanceof Operation.Crash s) {
            mix.succeeded(s);
            completion.failed(Status.ABORTED);
            effects.crashed(s.victim());
            return;
        }
        mix.count(operation, completion);
        new Rarities(model, mix).count(operation, completion);
        if (refusals.isEmpty()) {
            succeed(endpoints, operation, completion);
        } else {
            Status error = completion.error();
            if (error == null || !refusals.contains(error)) {
                throw new AssertionError("error of %s is to be one of %s".formatted(operation, refusals));
            }
            completion.failed(error);
        }
    }

    /** What it had before, as far as nobody else has it now, is its own again, zeroed. */
    private void reload(Endpoints endpoints, int id) {
        List<Page> pages = effects.unloaded(id);
        endpoints.without(() -> {
            mortals.unload(id);
            mortals.load(
                    model.parties().at(id), pages.stream().map(p -> p.physical).toList());
        });
        effects.loaded(id, pages);
        endpoints.open(id);
    }

    private void succeed(Endpoints endpoints, Operation operation, Abi completion) {
        mix.way("for devices", operation.endpoints().stream().anyMatch(Model.DEVICES::contains));
        switch (operation) {
            case Operation.Send s -> {
                assertThat(completion.succeeded()).as("success of %s", s).isTrue();
                long handle = endpoints.at(s.caller()).handle();
                completion.success(handle & 0xFFFF_FFFFL, handle >>> 32);
                effects.sent(s, handle);
                if (s.receivers().stream().anyMatch(r -> r.endpoint() == Model.INDEPENDENT)) {
                    effects.described(handle, endpoints.described(handle));
                }
            }
            case Operation.Retrieve s -> {
                assertThat(completion.registers().function())
                        .as("function that completes %s", s)
                        .isEqualTo(FunctionId.FFA_MEM_RETRIEVE_RESP.id32());
                effects.retrieved(s, endpoints.response(s));
            }
            case Operation.Relinquish s -> {
                completion.success();
                effects.relinquished(s);
            }
            case Operation.Reclaim s -> {
                completion.success();
                effects.reclaimed(s);
            }
            case Operation.Release s -> {
                completion.success();
                model.rxFull().remove(s.caller());
            }
            case Operation.Crash s -> throw new IllegalArgumentException("no success: " + s);
            case Operation.Unmapped s -> throw new IllegalArgumentException("no success: " + s);
            case Operation.Crowded s -> throw new IllegalArgumentException("no success: " + s);
            case Operation.Orphaned s -> throw new IllegalArgumentException("no success: " + s);
            case Operation.Lengthy s -> throw new IllegalArgumentException("several calls: " + s);
            case Operation.Act s -> throw new IllegalArgumentException("no call: " + s);
            case Operation.Reload s -> throw new IllegalArgumentException("no call: " + s);
        }
    }

    /** The pages that a call names, or that change hands. */
    private List<Page> touched(Operation operation) {
        return switch (operation) {
            case Operation.Send s ->
                Model.addresses(s.ranges()).stream()
                        .map(a -> model.at(s.caller(), a))
                        .filter(Objects::nonNull)
                        .toList();
            case Operation.Retrieve s -> pages(s.handle());
            case Operation.Relinquish s -> pages(s.handle());
            case Operation.Reclaim s -> pages(s.handle());
            case Operation.Crash s -> model.pages();
            case Operation.Reload s -> model.pages();
            case Operation.Unmapped s -> touched(s.call());
            case Operation.Crowded s -> touched(s.call());
            case Operation.Orphaned s -> model.pages();
            case Operation.Act s -> pages(s.handle());
            case Operation.Release s -> List.of();
            case Operation.Lengthy s -> List.of();
        };
    }

    private List<Page> pages(long handle) {
        Transaction t = model.transactions().get(handle);
        return t == null ? List.of() : t.pages();
    }

    private List<String> last() {
        return log.subList(Math.max(0, log.size() - SHOWN), log.size()).stream()
                .map(Done::toString)
                .toList();
    }
}
