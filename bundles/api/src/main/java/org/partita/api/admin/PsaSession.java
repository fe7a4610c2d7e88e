package org.partita.api.admin;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.partition.PsaClient;

/** A Non-secure client of the FF-M SPM, behind the veneers of TrustZone. Its connections outlive it. */
@ProviderType
public interface PsaSession extends PsaClient, AutoCloseable {
    /** What it was taken by ({@link Ffm#client}). */
    int clientId();

    /** The rule that the last call has broken, or null. */
    @Nullable
    PsaRule rule();

    /** What was found where {@link #rule()} expects something else. */
    long found();

    /** Calls of this client that were held because a role was vacant. */
    Client.Holds holds();

    @Override
    void close();
}
