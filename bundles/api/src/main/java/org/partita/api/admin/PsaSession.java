package org.partita.api.admin;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.partition.PsaClient;

/**
 * A client of the FF-M SPM that an administrator has: a Non-secure one, behind the veneers of TrustZone, or a partition. Its connections outlive
 * it.
 */
@ProviderType
public interface PsaSession extends PsaClient, AutoCloseable {
    /** What it was taken by ({@link Ffm#client}). */
    int clientId();

    /** The rule that the last call has broken, or null. */
    @Nullable
    PsaRule rule();

    /** What was found where {@link #rule()} expects something else. */
    long found();

    /**
     * Whether the partition whose calls these are has ended because of the last one: {@link #rule()} says why, and no more calls can be made.
     * Never so for a Non-secure client, which gets a status instead.
     */
    boolean ended();

    /** Calls of this client that were held because a role was vacant. */
    Client.Holds holds();

    @Override
    void close();
}
