package org.partita.interfaces.psaclient;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.SpmConnection;

/** psa_close. */
final class Close {
    private Close() {}

    static Outcome handle(PsaCall call) {
        int handle = call.registers.w(1);
        if (handle == Signals.NULL_HANDLE) {
            return call.complete(PsaStatus.PSA_SUCCESS.code());
        }
        if (Handles.stateless(handle)) {
            return call.refuse(ClientRules.CLOSE_STATELESS, handle);
        }
        SpmConnection connection = Handles.idle(call, handle, ClientRules.NOTHING_TO_CLOSE);
        return connection == null ? Outcome.COMPLETE : Messages.send(call, connection, Signals.DISCONNECT);
    }
}
