package org.partita.interfaces.psaclient;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.SpmService;

/** psa_version. */
final class Version {
    /** PSA_VERSION_NONE. */
    private static final int NONE = 0;

    private Version() {}

    static Outcome handle(PsaCall call) {
        SpmService service = call.state().service(call.registers.w(1));
        if (service == null || Access.denied(call, service) != null) {
            return call.complete(NONE);
        }
        return call.completeUnsigned(service.manifest().version());
    }
}
