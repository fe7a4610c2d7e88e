package org.partita.core.swap;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffm.PsaFunction;
import org.partita.core.execution.CallbackRunner;
import org.partita.core.execution.Context;
import org.partita.core.execution.CoreRules;
import org.partita.core.execution.Execution;
import org.partita.core.execution.Hub;
import org.partita.core.execution.RunToken;
import org.partita.core.execution.Signal;
import org.partita.core.execution.Trampoline;
import org.partita.core.execution.Vacancies;
import org.partita.core.wiring.Wiring;

/** Holds calls that need a vacant role, and decides what they get when it stays vacant. */
public final class Holding implements Vacancies {
    /** Functions whose error tables have BUSY: they can be told to retry (FF-A Tables 8.29, 9.12, 10.8, 10.12). */
    private static final Set<FunctionId> RETRIABLE = EnumSet.of(
            FunctionId.FFA_PARTITION_INFO_GET,
            FunctionId.FFA_RUN,
            FunctionId.FFA_MSG_SEND,
            FunctionId.FFA_MSG_SEND_DIRECT_REQ,
            FunctionId.FFA_MSG_SEND_DIRECT_RESP);

    private static final long BUSY_PAUSE = 1_000_000;

    private final Hub hub;
    private final SwapControl control;
    private final Deadlines deadlines;
    private final HoldCounter counter = new HoldCounter();

    Holding(Hub hub, SwapControl control, Deadlines deadlines) {
        this.hub = hub;
        this.control = control;
        this.deadlines = deadlines;
    }

    HoldCounter counter() {
        return counter;
    }

    @Override
    public @Nullable Rule hold(Context context, Wiring seen, long missing, boolean access, Signal superseded) {
        if (control.closed()) {
            // whoever closes has the writer lock and waits for calls to end: nothing here may ask for it
            return CoreRules.STOPS;
        }
        boolean retriable = !access && retriable(context);
        RunToken token = hub.token();
        if (token != null) {
            return holdWithToken(token, retriable, missing);
        }
        long start = Execution.realNanos();
        HoldCounter.Wait wait = new HoldCounter.Wait(start, missing);
        counter.begins(wait);
        try {
            return holdInRealTime(retriable, seen, missing, superseded, start);
        } finally {
            long end = Execution.realNanos();
            counter.ends(wait, end);
            Trampoline.held(context, end - start);
        }
    }

    private @Nullable Rule holdInRealTime(boolean retriable, Wiring seen, long missing, Signal superseded, long start) {
        if (hub.wiring() != seen) {
            return null;
        }
        long grace = control.graceEnds(missing);
        if (superseded.awaitThrough(Math.max(0, grace - Execution.realNanos())) || control.expire(missing)) {
            return null;
        }
        if (retriable) {
            // a caller that spins on BUSY would keep the framework from its work
            return superseded.awaitThrough(BUSY_PAUSE) ? null : busy(missing);
        }
        long left = start + deadlines.hold() - Execution.realNanos();
        if (left > 0 && superseded.awaitThrough(left)) {
            return null;
        }
        control.holdExpired(missing);
        return denied(missing);
    }

    /** No real-time limit decides: when nobody else can run, the vacancy is decided at once. */
    private @Nullable Rule holdWithToken(RunToken token, boolean retriable, long missing) {
        if (token.hold() || control.expire(missing)) {
            return null;
        }
        return retriable ? busy(missing) : denied(missing);
    }

    private Rule busy(long missing) {
        return CoreRules.vacantBusy(control.report().words(missing));
    }

    private Rule denied(long missing) {
        return CoreRules.vacantDenied(control.report().words(missing));
    }

    /** A callback partition answers by returning: it can't be told to retry. */
    private static boolean retriable(Context context) {
        PsaFunction psa = PsaFunction.of(Trampoline.registers(context).function());
        if (psa != null) {
            return psa == PsaFunction.PSA_CALL || psa == PsaFunction.PSA_CONNECT;
        }
        FunctionId f = FunctionId.of(Trampoline.registers(context).function());
        boolean lastWord = f == FunctionId.FFA_MSG_SEND_DIRECT_RESP && context.runner() instanceof CallbackRunner;
        return f != null && RETRIABLE.contains(f) && !lastWord;
    }
}
