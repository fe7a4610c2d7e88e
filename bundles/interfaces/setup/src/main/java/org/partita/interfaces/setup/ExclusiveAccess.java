package org.partita.interfaces.setup;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.PlatformState;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.memory.TranslationRegime;
import org.partita.lib.relayer.Caller;

/** Whether the owner alone can access the pages of its buffers (FF-A 8.4: Owner-EA). */
final class ExclusiveAccess {
    private ExclusiveAccess() {}

    static boolean to(Registration buffers) {
        return !overlap(buffers.rx(), buffers.tx())
                && !granted(buffers)
                && !mappedElsewhere(buffers)
                && (buffers.owner() == Caller.NORMAL_WORLD || !usedBy(Caller.normalWorldPair(buffers.call()), buffers));
    }

    /** Also what nobody has retrieved yet, what its owner can't access, and its buffers of FF-A 12.2.1. */
    private static boolean granted(Registration buffers) {
        return granted(buffers.call().state(), buffers.rx())
                || granted(buffers.call().state(), buffers.tx());
    }

    private static boolean granted(PlatformState state, List<ConstituentRange> physical) {
        return state.ledger().granted(physical) || state.operations().mapped(physical);
    }

    private static boolean mappedElsewhere(Registration buffers) {
        PlatformState state = buffers.call().state();
        for (int i = 0; i < state.endpointCount(); i++) {
            int id = state.endpointAt(i).id();
            TranslationRegime regime = id == buffers.owner() ? null : state.regime(id);
            if (regime != null && mappedIn(regime, buffers)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mappedIn(TranslationRegime regime, Registration buffers) {
        for (Mapping m : regime.mappings()) {
            if (m.secure() == buffers.secure()
                    && (overlaps(buffers.rx(), m.physical(), m.size())
                            || overlaps(buffers.tx(), m.physical(), m.size()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean usedBy(@Nullable RxTxPair pair, Registration buffers) {
        return pair != null
                && pair.mapped()
                && !buffers.secure()
                && (overlap(pair.rx(), buffers.rx())
                        || overlap(pair.rx(), buffers.tx())
                        || overlap(pair.tx(), buffers.rx())
                        || overlap(pair.tx(), buffers.tx()));
    }

    private static boolean overlap(List<ConstituentRange> some, List<ConstituentRange> others) {
        for (ConstituentRange other : others) {
            if (overlaps(some, other.address(), size(other))) {
                return true;
            }
        }
        return false;
    }

    private static boolean overlaps(List<ConstituentRange> ranges, long address, long size) {
        for (ConstituentRange r : ranges) {
            if (r.address() < address + size && address < r.address() + size(r)) {
                return true;
            }
        }
        return false;
    }

    private static long size(ConstituentRange range) {
        return Integer.toUnsignedLong(range.pages()) * PhysicalMemory.PAGE_SIZE;
    }
}
