package org.partita.api.ffm;

import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.call.Outcome;
import org.partita.api.provider.Provider;

/**
 * Fills agent/ns-agent-tz: the Secure side of the Non-secure callable region of TrustZone. Every call of a Non-secure client comes through it,
 * before it takes the conduit to the SPM; calls of partitions do not. There are none until all partitions are initialized.
 */
@ConsumerType
public interface NsAgent extends Provider {
    /**
     * A Non-secure client has branched to the veneer of the function in x0, if there is one.
     *
     * @param call {@link PsaCall#thread()} says who calls; it has no client id yet
     * @return {@link PsaCall#admit}, with the vectors of psa_call marked as Non-secure ({@link ControlParameter#nonSecure}); or COMPLETE
     */
    Outcome veneer(PsaCall call);
}
