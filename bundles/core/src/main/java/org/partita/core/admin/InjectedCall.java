package org.partita.core.admin;

import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.CallResult;
import org.partita.api.admin.PartitaException;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.core.execution.Context;
import org.partita.core.execution.Signal;
import org.partita.core.execution.WriterLock;

/** A call that an administrator made and that has not ended: whoever made it may have given up waiting by now. */
final class InjectedCall {
    private static final double NANOS = 1e9;

    private final CallRequest request;
    private final Context context;
    private final LongSupplier clock;
    private final long begun;
    private final Signal done = new Signal();
    private final WriterLock lock = new WriterLock();
    private volatile @Nullable CallResult result;
    private volatile @Nullable Throwable failure;
    private final LongSupplier steps;
    private boolean ended;
    private volatile boolean late;

    /**
     * @param clock the platform's time, in nanoseconds
     * @param steps that have been taken in deterministic mode, where somebody else calls {@link #giveUp} at its time; else always the same
     */
    InjectedCall(CallRequest request, Context context, LongSupplier clock, LongSupplier steps) {
        this.request = request;
        this.clock = clock;
        this.begun = clock.getAsLong();
        this.context = context;
        this.steps = steps;
    }

    boolean isOf(Context c) {
        return context == c;
    }

    /** The call has ended, and its context still has its PE; true if nobody waits for that any more. */
    boolean end(@Nullable CallResult completion, @Nullable Throwable thrown) {
        return lock.get(() -> {
            result = completion;
            failure = thrown;
            ended = true;
            return late;
        });
    }

    /** The context is as it was before the call. */
    void over() {
        done.raise();
    }

    /**
     * Waits for the end.
     *
     * @return null if it has not come within the call's timeout
     * @throws PartitaException if the call could not be made or was cut off
     */
    @Nullable
    CallResult await() {
        long patience = request.timeout().toNanos();
        long seen = steps.getAsLong();
        boolean over = done.awaitThrough(patience);
        // in deterministic mode real time decides only if nobody takes a step any more
        while (!over && seen != steps.getAsLong()) {
            seen = steps.getAsLong();
            over = done.awaitThrough(patience);
        }
        giveUp();
        if (late) {
            return null;
        }
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown != null) {
            throw new PartitaException(this + " was cut off: " + thrown.getMessage());
        }
        return result;
    }

    /** Nobody waits any more. */
    void giveUp() {
        lock.run(() -> late = late || !ended);
        done.raise();
    }

    /** The end of a call for which nobody waits any more, for the log. */
    String lateEnd() {
        CallResult r = result;
        String how = r == null ? "failed: " + failure : "ended: " + registers(r.registers());
        return "late, after " + seconds() + ": " + this + " " + how;
    }

    private static String registers(List<Long> values) {
        FunctionId function = FunctionId.of(values.get(0).intValue());
        StringBuilder text = new StringBuilder(function == null ? "no FF-A function" : function.name());
        for (int i = 0; i < values.size(); i++) {
            text.append(" x").append(i).append("=0x").append(Long.toHexString(values.get(i)));
        }
        return text.toString();
    }

    /** What is waited for, and since when. */
    String status() {
        return this + ", for " + seconds();
    }

    private String seconds() {
        double seconds = (clock.getAsLong() - begun) / NANOS;
        return String.format(Locale.ROOT, seconds < 1 ? "%.3f s" : "%.1f s", seconds);
    }

    @Override
    public String toString() {
        List<Long> x = request.registers();
        int w0 = x.get(0).intValue();
        FunctionId function = FunctionId.of(w0);
        String name = function == null ? "call 0x" + Integer.toHexString(w0) : function.name();
        boolean direct = function == FunctionId.FFA_MSG_SEND_DIRECT_REQ && x.size() > 1;
        String to = direct ? " to " + EndpointId.format(x.get(1).intValue() & 0xFFFF) : "";
        return name + " of " + context + to;
    }
}
