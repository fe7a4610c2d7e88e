package org.partita.interfaces.setup;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.MemoryFault;

/** Puts results into an RX buffer; it is the consumer's from then on. An error leaves RX with the producer. */
final class RxWriter {
    private RxWriter() {}

    /** The rule that stands against it, or null if the results are handed over. */
    static @Nullable Rule deliver(RxTxPair pair, byte[] results) {
        if (!pair.takeRx()) {
            return PartitionInfoGet.RX_FREE;
        }
        if (results.length > pair.size()) {
            pair.dropRx();
            return PartitionInfoGet.FITS;
        }
        try {
            pair.writeRx(0, MemorySegment.ofArray(results));
        } catch (RuntimeException | Error e) {
            // else RX would be neither the consumer's nor the producer's for ever
            pair.dropRx();
            if (e instanceof MemoryFault fault && fault.kind() == MemoryFault.Cause.TRANSLATION) {
                // unmapped by another context of its owner meanwhile
                return PartitionInfoGet.PAIR_MAPPED;
            }
            throw e;
        }
        pair.handOverRx();
        return null;
    }
}
