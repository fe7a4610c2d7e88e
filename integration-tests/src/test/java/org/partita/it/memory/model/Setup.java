package org.partita.it.memory.model;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.FunctionId;

/** What happened to A's page before a row of a state table applies. */
enum Setup {
    FRESH(null, "", ""),
    DONATED_TO_C(FunctionId.FFA_MEM_DONATE, "C", ""),
    LENT_BUT_NOT_RETRIEVED(FunctionId.FFA_MEM_LEND, "B", ""),
    LENT_TO_C(FunctionId.FFA_MEM_LEND, "C", "C"),
    LENT_TO_B(FunctionId.FFA_MEM_LEND, "B", "B"),
    LENT_TO_BOTH_FOR_C(FunctionId.FFA_MEM_LEND, "BC", "C"),
    LENT_TO_BOTH(FunctionId.FFA_MEM_LEND, "BC", "BC"),
    SHARED_BUT_NOT_RETRIEVED(FunctionId.FFA_MEM_SHARE, "B", ""),
    SHARED_WITH_C(FunctionId.FFA_MEM_SHARE, "C", "C"),
    SHARED_WITH_B(FunctionId.FFA_MEM_SHARE, "B", "B"),
    SHARED_WITH_BOTH_FOR_C(FunctionId.FFA_MEM_SHARE, "CB", "C"),
    SHARED_WITH_BOTH(FunctionId.FFA_MEM_SHARE, "CB", "BC");

    private final @Nullable FunctionId function;
    private final String receivers;
    private final String having;

    Setup(@Nullable FunctionId function, String receivers, String having) {
        this.function = function;
        this.receivers = receivers;
        this.having = having;
    }

    /** Whether it needs a third endpoint. */
    boolean three() {
        return receivers.contains("C");
    }

    /** Brings the page there; the Handle, or 0. */
    long establish(Trio trio) {
        if (function == null) {
            return 0;
        }
        trio.send(function, ids(trio, receivers));
        long handle = trio.a().handle();
        for (int id : ids(trio, having)) {
            trio.retrieve(id, handle);
        }
        return handle;
    }

    /** Takes the page back from there. */
    void undo(Trio trio, long handle) {
        if (function != null) {
            for (int id : ids(trio, having)) {
                trio.at(id).relinquish(handle).success();
            }
            trio.a().reclaim(handle).success();
        }
    }

    private static int[] ids(Trio trio, String letters) {
        return letters.chars().map(l -> l == 'B' ? trio.b : trio.c).toArray();
    }
}
