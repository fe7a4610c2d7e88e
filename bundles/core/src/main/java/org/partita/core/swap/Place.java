package org.partita.core.swap;

import org.jspecify.annotations.Nullable;
import org.partita.core.wiring.Bound;

/** What swap control's book says about one role; touched under the writer lock only. */
final class Place {
    /** The role lost its provider. */
    record Vacancy(long bundleId, String name, long since, boolean departed) {}

    @Nullable
    Bound chosen;

    @Nullable
    Vacancy vacancy;

    /** State of the last provider, until a successor has taken it. */
    @Nullable
    Record kept;

    /** The last provider's state could not be exported: no empty successor without an explicit command. */
    boolean quarantined;

    /** The optional role is gone for good, until a provider comes. */
    boolean withdrawn;

    /** Whether the platform can't run without it. */
    boolean mandatory;

    /** Symbolic name, or name:version, of the provider that a person or the configuration chose; it beats rankings. */
    String sticky = "";

    /** Why it is vacant. */
    String reason = "";
}
