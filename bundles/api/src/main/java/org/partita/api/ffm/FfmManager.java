package org.partita.api.ffm;

import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.call.Outcome;
import org.partita.api.provider.Provider;

/** Fills manager/ffm-spm: the SPM's frontend, which every call of the PSA API passes. */
@ConsumerType
public interface FfmManager extends Provider {
    /**
     * A call has arrived.
     *
     * @return PROCEED to let the interface of the function answer, or COMPLETE
     */
    Outcome receive(PsaCall call);
}
