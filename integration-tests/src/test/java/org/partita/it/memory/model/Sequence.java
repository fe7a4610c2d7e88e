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

/** Calls in a row on a platform that just booted, each one compared with the model. */
final class Sequence {
    private static final int PAGES_OF_EACH = 16;
    private static final int SWEEP = 100;
    private static final int SHOWN = 15;

    private final Platform platform;
    private final Model model = new Model(PAGES_OF_EACH);
    private final Mix mix;
    private final Pairs pairs;
    private final List<String> log = new ArrayList<>();

    Sequence(Platform platform, Mix mix, Pairs pairs) {
        this.platform = platform;
        this.pairs = pairs;
        this.mix = mix;
    }

    /** One seed for each step. */
    static List<Long> steps(long seed, int count) {
        return new SplittableRandom(seed).longs(count).boxed().toList();
    }

    /** What went wrong, or null: the error has the last calls in its message. */
    @Nullable
    Failure run(List<Long> steps) {
        try (Endpoints endpoints = new Endpoints(platform)) {
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
        }
        return null;
    }

    private void step(Endpoints endpoints, Comparison comparison, long seed) {
        Operation operation = new Generator(model, seed).next();
        Set<Status> refusals = Refusals.of(model, operation);
        log.add(operation + " -> " + (refusals.isEmpty() ? "success" : refusals));
        List<Page> touched = touched(operation);
        Abi completion = endpoints.perform(operation);
        mix.count(operation, completion);
        String rule = completion.rule();
        log.add("  " + completion.registers() + (rule.isEmpty() ? "" : " by " + rule));
        if (refusals.isEmpty()) {
            succeed(endpoints, operation, completion);
        } else {
            assertThat(completion.error()).as("error of %s", operation).isIn(refusals);
            completion.failed(Objects.requireNonNull(completion.error()));
        }
        comparison.states();
        comparison.all(touched);
        comparison.sample(new SplittableRandom(~seed), 8);
    }

    private void succeed(Endpoints endpoints, Operation operation, Abi completion) {
        Effects effects = new Effects(model);
        switch (operation) {
            case Operation.Send s -> {
                assertThat(completion.succeeded()).as("success of %s", s).isTrue();
                long handle = endpoints.at(s.caller()).handle();
                completion.success(handle & 0xFFFF_FFFFL, handle >>> 32);
                effects.sent(s, handle);
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
        }
    }

    /** The pages that a call names. */
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
            case Operation.Release s -> List.of();
        };
    }

    private List<Page> pages(long handle) {
        Transaction t = model.transactions().get(handle);
        return t == null ? List.of() : t.pages();
    }

    private List<String> last() {
        return log.subList(Math.max(0, log.size() - 2 * SHOWN), log.size());
    }

    /** The step that failed, from 1, and the calls up to it. */
    record Failure(int step, List<String> calls, Throwable cause) {}
}
