package org.partita.api.ffm;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.call.Outcome;
import org.partita.api.provider.Provider;

/** Fills interface/psa-client or interface/psa-service: a part of the PSA API. */
@ConsumerType
public interface PsaProvider extends Provider {
    /** The functions that it serves; constant. */
    Set<PsaFunction> functions();

    /**
     * Answers a call.
     *
     * @return COMPLETE, or HAND_OVER to the backend ({@link PsaCall#send}, {@link PsaCall#answer}, {@link PsaCall#await})
     */
    Outcome handle(PsaCall call);
}
