package org.partita.interfaces.psaclient;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.SpmService;

/** The connection that a request to a stateless service has for as long as it lasts. */
final class Stateless {
    private Stateless() {}

    /** Takes a connection from the pool. Null if the call was refused. */
    static @Nullable SpmConnection connection(PsaCall call, int handle) {
        SpmService service = service(call, handle);
        if (service == null) {
            return null;
        }
        SpmConnection connection = call.state().connect(service, call.clientId());
        if (connection == null) {
            call.error(ClientRules.NO_CONNECTION_FOR_REQUEST, handle);
        }
        return connection;
    }

    /** The service, if there is one and the caller may use it. Null if the call was refused. */
    private static @Nullable SpmService service(PsaCall call, int handle) {
        if (Handles.reserved(handle)) {
            call.refuse(ClientRules.RESERVED_BITS, handle);
            return null;
        }
        SpmService service = call.state().stateless(Handles.index(handle));
        if (service == null) {
            call.refuse(ClientRules.NO_STATELESS_SERVICE, handle);
            return null;
        }
        PsaRule broken = Access.denied(call, service);
        if (broken == null && !service.manifest().accepts(Handles.version(handle))) {
            broken = ClientRules.VERSION_OF_STATELESS;
        }
        if (broken != null) {
            call.refuse(broken, handle);
            return null;
        }
        return service;
    }
}
