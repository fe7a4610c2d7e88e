package org.partita.core.wiring;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.FunctionId;

/** Makes snapshots, each with the next epoch. One writer at a time. */
public final class WiringFactory {
    private final int pes;
    private long epoch;

    /** @param pes number of PEs that count what providers serve */
    public WiringFactory(int pes) {
        this.pes = pes;
    }

    /** The snapshot before any provider has come. */
    public Wiring empty(int roles) {
        int[] none = new int[FunctionId.INDEX_LIMIT];
        Arrays.fill(none, -1);
        return make(-1L, 0, false, new @Nullable Bound[roles], none, new long[FunctionId.INDEX_LIMIT]);
    }

    /**
     * @param vacant bits of roles whose callers are held
     * @param withdrawn bits of optional roles that are gone
     * @param tracing whether crossings are recorded
     * @param chosen provider by role
     * @param interfaceRole role by function
     * @param properties FFA_FEATURES properties by function
     */
    public Wiring make(
            long vacant,
            long withdrawn,
            boolean tracing,
            @Nullable Bound[] chosen,
            int[] interfaceRole,
            long[] properties) {
        return new Wiring(++epoch, vacant, withdrawn, tracing, chosen, interfaceRole, properties, new Tally(pes));
    }
}
