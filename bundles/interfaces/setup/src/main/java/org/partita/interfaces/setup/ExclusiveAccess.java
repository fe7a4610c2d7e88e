package org.partita.interfaces.setup;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.PlatformState;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.TranslationRegime;
import org.partita.lib.relayer.Caller;
import org.partita.lib.relayer.SortedRanges;

/** Whether the owner alone can access the pages of its buffers (FF-A 8.4: Owner-EA). */
final class ExclusiveAccess {
    private ExclusiveAccess() {}

    static boolean to(Registration buffers) {
        SortedRanges pages = new SortedRanges(buffers.rx(), buffers.tx());
        return !new SortedRanges(buffers.rx(), List.of()).overlap(buffers.tx())
                && !granted(buffers)
                && !mappedElsewhere(buffers, pages)
                && (buffers.owner() == Caller.NORMAL_WORLD
                        || !usedBy(Caller.normalWorldPair(buffers.call()), buffers, pages));
    }

    /** Also what nobody has retrieved yet, what its owner can't access, and its buffers of FF-A 12.2.1. */
    static boolean granted(Registration buffers) {
        return granted(buffers.call().state(), buffers.rx())
                || granted(buffers.call().state(), buffers.tx());
    }

    private static boolean granted(PlatformState state, List<ConstituentRange> physical) {
        return state.ledger().granted(physical) || state.operations().mapped(physical);
    }

    private static boolean mappedElsewhere(Registration buffers, SortedRanges pages) {
        PlatformState state = buffers.call().state();
        for (int i = 0; i < state.endpointCount(); i++) {
            int id = state.endpointAt(i).id();
            TranslationRegime regime = id == buffers.owner() ? null : state.regime(id);
            if (regime != null && mappedIn(regime, buffers.secure(), pages)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mappedIn(TranslationRegime regime, boolean secure, SortedRanges pages) {
        for (Mapping m : regime.mappings()) {
            if (m.secure() == secure && pages.overlap(m.physical(), m.size())) {
                return true;
            }
        }
        return false;
    }

    private static boolean usedBy(@Nullable RxTxPair pair, Registration buffers, SortedRanges pages) {
        return pair != null
                && pair.mapped()
                && !buffers.secure()
                && (pages.overlap(pair.rx()) || pages.overlap(pair.tx()));
    }
}
