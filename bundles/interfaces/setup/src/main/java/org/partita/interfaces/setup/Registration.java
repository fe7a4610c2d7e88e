package org.partita.interfaces.setup;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.PhysicalMemory;

/**
 * A pair that is about to be registered.
 *
 * @param call the FFA_RXTX_MAP
 * @param owner 16-bit ID of the component that allocated the pair
 * @param secure whether it is Secure memory
 * @param rx physical ranges of RX; empty if they are not the owner's to give
 * @param tx physical ranges of TX; empty if they are not the owner's to give
 */
record Registration(Call call, int owner, boolean secure, List<ConstituentRange> rx, List<ConstituentRange> tx) {
    static final Rule REGISTERED_ONCE = new Rule(
            "FFA-8.4-23",
            Status.DENIED,
            "FF-A Table 8.18",
            "ID",
            "a pair is registered for this component already: use FFA_RXTX_UNMAP first");

    static final Rule EXCLUSIVELY_OWNED = new Rule(
            "FFA-8.4-6",
            Status.DENIED,
            "FF-A 8.4, 4.2.2.3",
            "w1/x1, w2/x2",
            "the buffers have to be normal memory of the caller's Security state that the caller alone can access");

    /** PROCEED if the pair is registered now. */
    Outcome register(RxTxPair pair) {
        if (rx.isEmpty() || tx.isEmpty() || !ExclusiveAccess.to(this)) {
            return call.refuse(EXCLUSIVELY_OWNED, owner);
        }
        if (!pair.map(rx, tx, secure)) {
            return call.refuse(REGISTERED_ONCE, owner);
        }
        // once more: the caller may have sent a page away on another PE
        if (!isMemory(pair) || ExclusiveAccess.granted(this)) {
            pair.unmap();
            return call.refuse(EXCLUSIVELY_OWNED, owner);
        }
        return Outcome.PROCEED;
    }

    /** Touches each page: a physical address may name nothing, or memory of the other Security state. */
    private static boolean isMemory(RxTxPair pair) {
        MemorySegment one = MemorySegment.ofArray(new byte[1]);
        try {
            for (long offset = 0; offset < pair.size(); offset += PhysicalMemory.PAGE_SIZE) {
                pair.readRx(offset, one);
                pair.readTx(offset, one);
            }
            return true;
        } catch (MemoryFault fault) {
            return false;
        }
    }
}
