package org.partita.interfaces.psaclient;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.SpmConnection;

/** Messages before they are sent. */
final class Messages {
    private Messages() {}

    /** Begins a message that has no vectors yet: nothing is left of the connection's last one but its rhandle. */
    static void begin(SpmConnection connection, int type) {
        connection.type(type);
        connection.noVectors();
        connection.outputs(0, 0);
    }

    /** Sends a message without vectors. */
    static Outcome send(PsaCall call, SpmConnection connection, int type) {
        begin(connection, type);
        return call.send(connection);
    }
}
