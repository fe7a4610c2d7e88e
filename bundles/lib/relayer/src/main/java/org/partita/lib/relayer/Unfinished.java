package org.partita.lib.relayer;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.memory.MemoryOperation;

/** Memory management functions of a caller that take several invocations (FF-A 12.2). */
public final class Unfinished {
    public static final Rule NO_ROOM = new Rule(
            "PARTITA-operations",
            Status.NO_MEMORY,
            "FF-A 12.2",
            "Endpoint ID",
            "the manager keeps a few unfinished memory management functions for each endpoint: finish one first");

    public static final Rule GONE = new Rule(
            "FFA-12.2.3.3-14",
            Status.ABORTED,
            "FF-A 12.2.3.3 item 4, 12.2.2.3 item 8",
            "Handle",
            "the owner of the region was terminated: the operation is undone");

    private Unfinished() {}

    /** The one that the call goes on with, or that begins with it; null for {@link #NO_ROOM}. */
    public static @Nullable MemoryOperation of(Call call) {
        MemoryOperation of = call.operation();
        if (of == null) {
            of = call.state().operations().begin(Caller.kind(call), Caller.origin(call), call.registers);
            if (of != null) {
                call.operation(of);
            }
        }
        return of;
    }

    /** The one of the caller's that a Handle identifies, or null. */
    public static @Nullable MemoryOperation find(Call call, long handle) {
        return call.state().operations().find(Caller.kind(call), Caller.origin(call), handle);
    }

    /** The same; what is only kept for a Receiver that asks for the last fragment once more makes room. */
    public static @Nullable MemoryOperation unanswered(Call call, long handle) {
        MemoryOperation of = find(call, handle);
        if (of != null
                && of.stage() == MemoryOperation.Stage.SENT
                && call.state().operations().take(of)) {
            call.state().operations().end(of);
            return null;
        }
        return of;
    }
}
