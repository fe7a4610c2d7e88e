package org.partita.interfaces.setup;

import org.partita.api.call.Call;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;

/** Where functions may be invoked at all, for FFA_FEATURES. */
final class Invocable {
    private Invocable() {}

    /**
     * Whether the 'instances and conduits' table of the function has a conduit for the caller's instance. All but the
     * ones named here have one at each instance (FF-A Tables 9.6, 9.15, 10.2, 10.14).
     */
    static boolean atCallersInstance(Call call, FunctionId function) {
        FfaInstance instance = callersInstance(call);
        return switch (function) {
            case FFA_MSG_SEND, FFA_MSG_POLL, FFA_YIELD -> instance == FfaInstance.NONSECURE_VIRTUAL;
            case FFA_NORMAL_WORLD_RESUME -> instance == FfaInstance.SECURE_PHYSICAL;
            default -> true;
        };
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
