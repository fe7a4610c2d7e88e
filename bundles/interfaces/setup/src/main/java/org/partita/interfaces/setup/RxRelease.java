package org.partita.interfaces.setup;

import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.lib.relayer.Caller;

/** FFA_RX_RELEASE (FF-A 8.3). */
final class RxRelease {
    static final Rule OWNS_RX = new Rule(
            "FFA-8.3-9",
            Status.DENIED,
            "FF-A Table 8.14, 4.2.2.4",
            "RX",
            "the caller has to own its RX buffer: only a full buffer can be released");

    private RxRelease() {}

    static Outcome answer(Call call) {
        RxTxPair pair = Caller.pair(call);
        return pair != null && pair.releaseRx() ? call.succeed() : call.refuse(OWNS_RX, Caller.id(call));
    }
}
