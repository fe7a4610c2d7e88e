package org.partita.interfaces.setup;

import org.partita.api.call.Call;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;
import org.partita.lib.crossing.CrossingTable;

/** Where functions may be invoked at all, for FFA_FEATURES. */
final class Invocable {
    private static final CrossingTable TABLE = CrossingTable.of(false);

    private Invocable() {}

    /**
     * Whether the 'instances and conduits' table of the function has a conduit that leads up from the caller's instance:
     * FFA_FEATURES tells what the component above implements (FF-A 8.2, reading A06).
     */
    static boolean atCallersInstance(Call call, FunctionId function) {
        FfaInstance instance = callersInstance(call);
        int index = function.index();
        return TABLE.admits(index, instance, Conduit.SMC)
                || TABLE.admits(index, instance, Conduit.HVC)
                || TABLE.admits(index, instance, Conduit.SVC);
    }

    /**
     * A call that the SPMD has forwarded was made at the Non-secure physical instance. An SP that shares the SPMC's
     * exception level counts as being at the Secure virtual one.
     */
    private static FfaInstance callersInstance(Call call) {
        if (call.fromAbove()) {
            return FfaInstance.NONSECURE_PHYSICAL;
        }
        FfaInstance here = call.boundary().instance();
        return here == null ? FfaInstance.SECURE_VIRTUAL : here;
    }
}
