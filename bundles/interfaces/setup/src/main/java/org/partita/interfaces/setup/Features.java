package org.partita.interfaces.setup;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.lib.relayer.Caller;

/** FFA_FEATURES (FF-A 8.2): what is implemented is what the wiring of this pass serves, for this caller. */
final class Features {
    static final Rule IMPLEMENTED = new Rule(
            "FFA-8.2-4",
            Status.NOT_SUPPORTED,
            "FF-A 8.2",
            "w1",
            "no interface with this function ID is implemented at the caller's instance");

    static final Rule FOR_THIS_ENDPOINT = new Rule(
            "FFA-8.1.1-3",
            Status.NOT_SUPPORTED,
            "FF-A 8.1.1",
            "w1",
            "the interface is not available to this endpoint: its manifest does not list the messaging method");

    private Features() {}

    static Outcome answer(Call call) {
        int asked = call.registers.w(1);
        FunctionId function = FunctionId.of(asked);
        if (function == null || !call.serves(function) || !Invocable.atCallersInstance(call, function)) {
            return call.refuse(IMPLEMENTED, Integer.toUnsignedLong(asked));
        }
        if (!availableTo(call.context().endpoint(), function)) {
            return call.refuse(FOR_THIS_ENDPOINT, Integer.toUnsignedLong(asked));
        }
        long properties = function == FunctionId.FFA_RXTX_MAP
                ? granuleCode(call.state().granuleShift(Caller.id(call)))
                : call.featureProperties(function);
        int w0 = FunctionId.FFA_SUCCESS.id32();
        call.registers.set(w0, 0, properties & 0xFFFFFFFFL, properties >>> 32, 0, 0, 0, 0);
        return Outcome.COMPLETE;
    }

    /** An endpoint that may not send or respond would be refused with NOT_SUPPORTED, so it is told (FF-A 10.2.1.2.1). */
    private static boolean availableTo(@Nullable Endpoint endpoint, FunctionId function) {
        if (endpoint == null) {
            return true;
        }
        if (function == FunctionId.FFA_MSG_SEND_DIRECT_REQ) {
            return endpoint.sendsDirect();
        }
        boolean response = function == FunctionId.FFA_MSG_SEND_DIRECT_RESP;
        return !response || endpoint.receivesDirect() || endpoint.sendsDirect();
    }

    /** FF-A Table 8.10, w2[1:0] for FFA_RXTX_MAP: 64K comes before 16K there. */
    private static long granuleCode(int shift) {
        return switch (shift) {
            case 12 -> 0;
            case 16 -> 1;
            case 14 -> 2;
            default -> throw new IllegalStateException("no granule of 2^" + shift + " bytes");
        };
    }
}
