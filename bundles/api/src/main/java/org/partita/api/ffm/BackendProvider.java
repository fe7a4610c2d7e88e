package org.partita.api.ffm;

import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.call.Outcome;
import org.partita.api.call.ReadySet;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.api.provider.Provider;

/**
 * Fills backend: how messages come to partitions, who waits, and who runs next. It decides, and keeps nothing: contexts, queues and
 * connections are core's.
 */
@ConsumerType
public interface BackendProvider extends Provider {
    /** Which of the two kinds it is; constant. */
    SpmBackend kind();

    /**
     * A message is to be processed, or still to be: {@link PsaCall#message()}.
     *
     * @return {@link PsaCall#enter}, {@link PsaCall#queue}, or COMPLETE
     */
    Outcome messaging(PsaCall call);

    /**
     * A message is answered.
     *
     * @return {@link PsaCall#answered}
     */
    Outcome replying(PsaCall call);

    /**
     * None of the signals that the caller waits for is asserted.
     *
     * @return {@link PsaCall#block}, or COMPLETE
     */
    Outcome waiting(PsaCall call);

    /**
     * Chooses who runs next on the PE. A pure function.
     *
     * @param ready those that can go on; whoever runs now is among them if it can
     * @return a position in {@code ready}, or -1
     */
    int next(ReadySet ready);

    /**
     * Whether an initialization of an SFN partition that has returned this value has succeeded.
     *
     * @param value what its initialization function has returned
     */
    boolean initialized(int value);
}
