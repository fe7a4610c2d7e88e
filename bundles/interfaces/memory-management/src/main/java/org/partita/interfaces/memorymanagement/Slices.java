package org.partita.interfaces.memorymanagement;

import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.memory.MemoryOperation;
import org.partita.lib.relayer.Caller;
import org.partita.lib.relayer.Unfinished;

/** Functions that go on after this invocation, in time slices or fragments (FF-A 12.2.2, 12.2.3). */
final class Slices {
    static final Rule PAUSED = SendRules.denied(
            "PARTITA-paused",
            "12.2.3.3",
            "Handle",
            "an operation on the region is paused, or its descriptor is being sent: resume or finish it first");

    private Slices() {}

    /**
     * Whether a call is to be done in time slices.
     *
     * @param flag what the caller asks for
     * @param rule what is broken if it can't be had: there is no such bundle, or the caller runs at S-EL0 (12.2.3.3)
     * @param offset of the flags in the descriptor, or -1
     */
    static boolean wanted(Call call, boolean flag, Rule rule, long found, long offset) {
        requirePossible(call, flag, rule, found, offset);
        return flag;
    }

    static void requirePossible(Call call, boolean flag, Rule rule, long found, long offset) {
        Endpoint caller = call.context().endpoint();
        boolean possible = call.serves(MemoryFeature.TIME_SLICING)
                && (caller == null || caller.component().level().number() > 0);
        Broken.unless(!flag || possible, rule, found, offset);
    }

    /** What is known of the function from now on. */
    static MemoryOperation operation(Call call) {
        return Broken.known(Unfinished.of(call), Unfinished.NO_ROOM, Caller.origin(call));
    }

    /** The same, identified by the Handle of a transaction. */
    static MemoryOperation identified(Call call, long handle, Rule inUse) {
        MemoryOperation of = operation(call);
        if (of.handle() != handle) {
            MemoryOperation other = Unfinished.unanswered(call, handle);
            Broken.unless(other == null, inUse, handle);
            of.identify(handle);
        }
        return of;
    }

    /** Applies a change in slices: the call is completed without results. */
    static Outcome begin(Call call, Grant grant, MemoryChange change) {
        try {
            identified(call, grant.handle(), PAUSED).change(change);
        } catch (Broken e) {
            change.undo();
            throw e;
        }
        return call.handOver(MemoryFeature.TIME_SLICING);
    }

    /** A change without results is applied. */
    static Outcome goOn(Call call, MemoryOperation of) {
        MemoryChange change = of.change();
        if (change == null) {
            throw new IllegalStateException("nothing is changed");
        }
        of.change(null);
        change.commit();
        return call.succeed();
    }
}
