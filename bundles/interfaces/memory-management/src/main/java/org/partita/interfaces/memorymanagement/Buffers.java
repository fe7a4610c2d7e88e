package org.partita.interfaces.memorymanagement;

import java.util.List;
import org.partita.api.call.Endpoint;
import org.partita.api.call.PlatformState;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.ConstituentRange;

/** RX/TX buffers are shared with a Relayer (FF-A 4.2.2): nobody has exclusive access to them. */
final class Buffers {
    private static final int PAGE_SHIFT = 12;

    private Buffers() {}

    static boolean overlap(PlatformState state, Endpoint sender, List<ConstituentRange> physical) {
        RxTxPair pair = state.pair(sender.manager(), sender.id());
        return pair != null && pair.mapped() && (overlap(pair.rx(), physical) || overlap(pair.tx(), physical));
    }

    private static boolean overlap(List<ConstituentRange> buffer, List<ConstituentRange> physical) {
        for (ConstituentRange b : buffer) {
            for (ConstituentRange p : physical) {
                if (b.address() < end(p) && p.address() < end(b)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long end(ConstituentRange r) {
        return r.address() + (Integer.toUnsignedLong(r.pages()) << PAGE_SHIFT);
    }
}
