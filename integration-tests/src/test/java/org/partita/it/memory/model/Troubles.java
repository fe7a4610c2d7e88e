package org.partita.it.memory.model;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Calls that would succeed, if something that has nothing to do with memory did not keep them from it. */
final class Troubles {
    private final Model model;
    private final SplittableRandom random;
    private final Generator generator;

    Troubles(Model model, SplittableRandom random, Generator generator) {
        this.model = model;
        this.random = random;
        this.generator = generator;
    }

    /** Null if there is no such call now. */
    @Nullable
    Operation next(Operation call) {
        int caller = call.caller();
        boolean possible = !(call instanceof Operation.Lengthy)
                && model.live().contains(caller)
                && !model.rxFull().contains(caller)
                && Refusals.of(model, call).isEmpty();
        if (!possible) {
            return null;
        }
        return switch (random.nextInt(3)) {
            case 0 -> withDescriptor(call) ? new Operation.Unmapped(call) : null;
            case 1 -> Model.secure(caller) ? new Operation.Crowded(Generator.sliced(call)) : null;
            default -> orphaned(call);
        };
    }

    private static boolean withDescriptor(Operation call) {
        return call instanceof Operation.Send || call instanceof Operation.Retrieve;
    }

    private @Nullable Operation orphaned(Operation call) {
        long handle;
        if (call instanceof Operation.Retrieve s && !s.keepsRx()) {
            handle = s.handle();
        } else if (call instanceof Operation.Relinquish s) {
            handle = s.handle();
        } else {
            return null;
        }
        int owner = Objects.requireNonNull(model.transactions().get(handle)).owner();
        List<Integer> others = model.live().stream()
                .filter(e -> e != owner && e != call.caller() && !Model.secure(e))
                .toList();
        boolean possible = owner != call.caller()
                && model.live().contains(owner)
                && !others.isEmpty()
                && model.live().size() > model.endpoints().size() - Generator.MOST_GONE;
        return possible
                ? new Operation.Orphaned(Generator.sliced(call), new Operation.Crash(generator.pick(others), owner))
                : null;
    }
}
