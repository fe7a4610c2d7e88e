package org.partita.interfaces.psaclient;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.SpmConnection;

/** What handles stand for. */
final class Handles {
    private static final int INDEX = 0x1F;
    private static final int VERSION_SHIFT = 8;
    private static final int VERSION = 0xFF;
    private static final int RESERVED = ~(Signals.STATELESS | VERSION << VERSION_SHIFT | INDEX);

    private Handles() {}

    /** Whether a handle is a stateless service's. Negative ones are none: statuses of psa_connect have bit 30, too. */
    static boolean stateless(int handle) {
        return handle > 0 && (handle & Signals.STATELESS) != 0;
    }

    /** Whether bits of a stateless handle are set that have no meaning. */
    static boolean reserved(int handle) {
        return (handle & RESERVED) != 0;
    }

    /** Which stateless service a handle stands for, 0 to 31. */
    static int index(int handle) {
        return handle & INDEX;
    }

    /** The version that a stateless handle asks for. */
    static int version(int handle) {
        return handle >>> VERSION_SHIFT & VERSION;
    }

    /**
     * The caller's connection with this handle, which can take a message. The one that a stateless service's message has is
     * nobody's to use.
     *
     * @param unknown the rule that is broken if there is no such connection
     * @return null if the call was refused
     */
    static @Nullable SpmConnection idle(PsaCall call, int handle, PsaRule unknown) {
        SpmConnection connection = call.state().connection(handle);
        PsaRule broken = null;
        if (connection == null || !connection.service().manifest().connectionBased()) {
            broken = unknown;
        } else if (connection.clientId() != call.clientId()) {
            broken = ClientRules.FOREIGN_HANDLE;
        } else if (connection.state() != SpmConnection.State.IDLE) {
            broken = ClientRules.MESSAGE_UNDER_WAY;
        }
        if (broken == null) {
            return connection;
        }
        call.refuse(broken, Integer.toUnsignedLong(handle));
        return null;
    }
}
