package org.partita.interfaces.psaclient;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.ControlParameter;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.SpmConnection;

/** psa_call. */
final class Request {
    private Request() {}

    static Outcome handle(PsaCall call) {
        int handle = call.registers.w(1);
        if (handle == Signals.NULL_HANDLE) {
            return call.refuse(ClientRules.NULL_HANDLE, handle);
        }
        boolean stateless = Handles.stateless(handle);
        SpmConnection connection =
                stateless ? Stateless.connection(call, handle) : Handles.idle(call, handle, ClientRules.NO_SUCH_HANDLE);
        if (connection == null) {
            return Outcome.COMPLETE;
        }
        if (takes(call, connection)) {
            return call.send(connection);
        }
        if (stateless) {
            call.state().free(connection);
        }
        return Outcome.COMPLETE;
    }

    /** Makes the request the connection's message. False if the call was refused. */
    private static boolean takes(PsaCall call, SpmConnection connection) {
        int control = call.registers.w(2);
        int type = ControlParameter.type(control);
        if (type < 0) {
            call.refuse(ClientRules.NEGATIVE_TYPE, type);
            return false;
        }
        int vectors = ControlParameter.inputs(control) + ControlParameter.outputs(control);
        if (vectors > ControlParameter.MAX_IOVEC) {
            call.refuse(ClientRules.TOO_MANY_VECTORS, vectors);
            return false;
        }
        Messages.begin(connection, type);
        return vectors == 0 || Vectors.take(call, control, connection);
    }
}
