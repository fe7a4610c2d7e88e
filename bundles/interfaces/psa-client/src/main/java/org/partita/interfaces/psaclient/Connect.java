package org.partita.interfaces.psaclient;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.SpmService;

/** psa_connect. */
final class Connect {
    private Connect() {}

    static Outcome handle(PsaCall call) {
        int sid = call.registers.w(1);
        int version = call.registers.w(2);
        SpmService service = call.state().service(sid);
        if (service == null) {
            return call.refuse(ClientRules.NO_SUCH_SERVICE, Integer.toUnsignedLong(sid));
        }
        if (!service.manifest().connectionBased()) {
            return call.refuse(ClientRules.CONNECT_TO_STATELESS, Integer.toUnsignedLong(sid));
        }
        PsaRule denied = Access.denied(call, service);
        if (denied != null) {
            return call.refuse(denied, Integer.toUnsignedLong(sid));
        }
        if (!service.manifest().accepts(version)) {
            return call.refuse(ClientRules.VERSION_TO_CONNECT, Integer.toUnsignedLong(version));
        }
        SpmConnection connection = call.state().connect(service, call.clientId());
        if (connection == null) {
            return call.error(ClientRules.NO_CONNECTION, Integer.toUnsignedLong(sid));
        }
        return Messages.send(call, connection, Signals.CONNECT);
    }
}
