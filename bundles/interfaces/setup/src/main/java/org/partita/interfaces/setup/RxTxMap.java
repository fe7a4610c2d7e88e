package org.partita.interfaces.setup;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.Outcome;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.TranslationRegime;
import org.partita.lib.relayer.BufferPages;
import org.partita.lib.relayer.Caller;

/**
 * FFA_RXTX_MAP (FF-A 8.4): of an SP with the SPM, of a VM with the Hypervisor and then with the SPM, of the Hypervisor
 * or OS kernel with the SPM.
 */
final class RxTxMap {
    private RxTxMap() {}

    static Outcome answer(Call call) {
        BufferRegisters buffers = BufferRegisters.of(call);
        if (DescribedMap.asks(call, buffers)) {
            return DescribedMap.answer(call);
        }
        int id = Caller.id(call);
        Outcome encoding = buffers.check(call, call.state().granuleShift(id));
        if (encoding != Outcome.PROCEED) {
            return encoding;
        }
        Endpoint endpoint = Caller.endpoint(call);
        RxTxPair pair = Caller.knownPair(call, Caller.kind(call), id);
        if (pair.mapped()) {
            return call.refuse(Registration.REGISTERED_ONCE, id);
        }
        boolean secure = endpoint != null && endpoint.secure();
        TranslationRegime regime = call.state().regime(id);
        List<ConstituentRange> rx = pages(regime, buffers.rx(), buffers.pages(), secure, false);
        List<ConstituentRange> tx = pages(regime, buffers.tx(), buffers.pages(), secure, true);
        Outcome registered = new Registration(call, id, secure, rx, tx).register(pair);
        if (registered != Outcome.PROCEED) {
            return registered;
        }
        return Caller.atHypervisor(call) && endpoint != null ? ForwardedMap.send(call, endpoint, pair) : call.succeed();
    }

    /** The caller's pages; the Hypervisor has no regime of ours, its addresses are physical (FF-A Table 8.17). */
    private static List<ConstituentRange> pages(
            @Nullable TranslationRegime regime, long address, int pages, boolean secure, boolean write) {
        return regime == null
                ? List.of(new ConstituentRange(address, pages))
                : BufferPages.accessible(regime, address, pages, secure, write);
    }
}
