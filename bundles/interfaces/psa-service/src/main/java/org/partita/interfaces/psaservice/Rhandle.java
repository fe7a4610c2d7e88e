package org.partita.interfaces.psaservice;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmConnection;

/** psa_set_rhandle: what a service keeps with a connection. */
final class Rhandle {
    static final PsaRule HANDLE = rule(Misuse.NO_MESSAGE);
    static final PsaRule CONNECTION =
            rule("a stateless service has no connection to keep anything with: make it connection based");

    private Rhandle() {}

    static Outcome set(PsaCall call) {
        SpmConnection message = Caller.message(call);
        if (message == null) {
            return call.panic(HANDLE, Caller.unsigned(call, 1));
        }
        if (!message.service().manifest().connectionBased()) {
            return call.panic(CONNECTION, Caller.unsigned(call, 1));
        }
        message.rhandle(Caller.unsigned(call, 2));
        return call.complete(PsaStatus.PSA_SUCCESS.code());
    }

    private static PsaRule rule(String text) {
        return Misuse.of("FFM-API-52", PsaFunction.PSA_SET_RHANDLE, "msg_handle", text);
    }
}
