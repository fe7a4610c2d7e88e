package org.partita.core.execution;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The watchdog of deterministic mode: names an actor that has the run token and takes no step for a while. It decides
 * nothing, for what real time decides can't be repeated; the run can be ended by a person.
 */
public final class Standstill {
    private final RunToken token;
    private final Execution execution;
    private final Faults faults;
    private final long limit;
    private final BooleanSupplier wanted;
    private long steps = -1;
    private long since;
    private boolean told;

    /**
     * @param limit real time without a step after which the run is said to stand still, in nanoseconds
     * @param wanted whether to look now: boot waits for bundles in real time
     */
    public Standstill(RunToken token, Execution execution, Faults faults, long limit, BooleanSupplier wanted) {
        this.token = token;
        this.execution = execution;
        this.faults = faults;
        this.limit = limit;
        this.wanted = wanted;
    }

    /** Begins to look. */
    public void start() {
        execution.every(Math.max(1, limit / 4), this::look);
    }

    private void look() {
        RunToken.@Nullable Turn turn = token.turn();
        long now = Execution.realNanos();
        if (turn == null || turn.step() != steps || !wanted.getAsBoolean()) {
            steps = turn == null ? -1 : turn.step();
            since = now;
            told = false;
        } else if (!told && now - since > limit) {
            told = true;
            faults.standsStill(turn.actor(), Execution.stackOf(turn.thread()));
        }
    }
}
