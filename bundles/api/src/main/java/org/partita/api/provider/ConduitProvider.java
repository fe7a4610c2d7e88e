package org.partita.api.provider;

import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;

/** Fills a conduit role: the rules of crossing an exception level boundary that way (FF-A 2.4, 2.5). */
@ConsumerType
public interface ConduitProvider extends Provider {
    /** For {@link #cross(PsaCall)}. */
    PsaRule NO_PSA = new PsaRule(
            "FFM-IPC-3",
            PsaStatus.PSA_ERROR_NOT_SUPPORTED,
            "TF-M, psa_interface_redirect",
            "conduit",
            "the PSA API is reached by SVC or by a function call; choose one of these conduits");

    /**
     * Judges a crossing before it happens: who may use the conduit at which exception level, which register width,
     * and whose turn it is at the boundary. {@link Call#boundary()}, {@link Call#lower()} and {@link Call#conduit()}
     * are set.
     *
     * @return PROCEED, or COMPLETE after {@link Call#refuse}
     */
    Outcome cross(Call call);

    /**
     * Judges a call of the PSA API before it happens.
     *
     * @return PROCEED, or COMPLETE after {@link PsaCall#refuse}; the conduit is none of FF-M's unless a provider says so
     */
    default Outcome cross(PsaCall call) {
        return call.refuse(NO_PSA, call.conduit().ordinal());
    }
}
