package org.partita.interfaces.psaclient;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.SpmPartition;
import org.partita.api.ffm.SpmService;

/** Who may use which service. */
final class Access {
    private Access() {}

    /** The rule that keeps the caller from the service, or null if it may use it. */
    static @Nullable PsaRule denied(PsaCall call, SpmService service) {
        SpmPartition caller = call.partition();
        if (caller == null) {
            return service.manifest().nonSecureClients() ? null : ClientRules.NOT_FOR_NON_SECURE_CLIENTS;
        }
        return caller.dependsOn(service) ? null : ClientRules.NO_DEPENDENCY;
    }
}
