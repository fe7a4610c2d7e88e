package org.partita.core;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Endpoint;
import org.partita.core.boot.BootLog;
import org.partita.core.execution.Context;
import org.partita.core.execution.Faults;
import org.partita.core.state.Partition;
import org.partita.core.wiring.Bound;

/** Copies what went wrong to text: a Throwable of a provider or partition would keep its class loader alive. */
final class FaultLog implements Faults {
    private static final int FRAMES = 8;
    private final BootLog log;
    private final BooleanSupplier ending;
    private Consumer<Partition> heir = p -> {};

    /** @param ending whether the platform is shut down in order: partitions that end then are no problem */
    FaultLog(BootLog log, BooleanSupplier ending) {
        this.log = log;
        this.ending = ending;
    }

    /** Sets who takes what a partition that has crashed had; once, before anything runs. */
    void heir(Consumer<Partition> value) {
        heir = value;
    }

    @Override
    public void providerFailed(Context context, @Nullable Bound provider, Throwable cause) {
        String who = provider == null ? "" : ", " + provider.label() + ", bundle " + provider.bundleId();
        log.problem("a provider threw during a call of " + context + who + ": " + text(cause));
    }

    @Override
    public void crashed(Context context, String how, @Nullable Throwable cause) {
        Endpoint e = context.endpoint();
        if (e instanceof Partition p) {
            p.abort();
        }
        tell("partition " + context + " aborted: it " + how + (cause == null ? "" : ": " + text(cause)));
        if (e instanceof Partition p) {
            disinherit(p);
        }
    }

    private void disinherit(Partition p) {
        try {
            heir.accept(p);
        } catch (RuntimeException e) {
            // who waits for the partition is told in any case
            tell("partition " + p.component() + " keeps its memory, and what it borrowed, until it is unloaded: "
                    + e.getMessage());
        }
    }

    private void tell(String what) {
        if (ending.getAsBoolean()) {
            log.note(what);
        } else {
            log.problem(what);
        }
    }

    @Override
    public void initializationFailed(Context context, Throwable cause) {
        log.problem("partition " + context + " threw while it initialized: " + text(cause));
    }

    @Override
    public void looping(Context context, String stack, boolean abandoned) {
        log.problem("partition " + context + " loops without calls and preemption points"
                + (abandoned ? "; its thread is abandoned: " : "; it runs on its caller's stack and holds its PE: ")
                + stack);
    }

    @Override
    public void exitMissed(Context context) {
        log.problem(
                "partition " + context + " was asked for a managed exit and went on for longer than the configuration's"
                        + " watchdog: Non-secure interrupts preempt it now");
    }

    @Override
    public void standsStill(String actor, String stack) {
        log.problem("the deterministic run stands still: " + actor + " has the run token and takes no step; nobody else"
                + " gets on until it does: " + stack);
    }

    @Override
    public void invariantBroken(String what, long step, long nanos) {
        log.problem("an invariant is broken at step " + step + ", virtual time " + nanos + " ns: " + what
                + "; the same seed and events show it again");
    }

    private static String text(Throwable cause) {
        StringBuilder s = new StringBuilder(cause.toString());
        StackTraceElement[] frames = cause.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            s.append(System.lineSeparator()).append("    at ").append(frames[i]);
        }
        return s.toString();
    }
}
