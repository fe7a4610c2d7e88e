package org.partita.core.swap;

import org.jspecify.annotations.Nullable;
import org.partita.core.execution.Execution;
import org.partita.core.wiring.Bound;
import org.partita.core.wiring.Declared;

/** What swap control's book says about one role; touched under the writer lock only. */
final class Place {
    /** The role lost its provider; what that one declared holds until somebody else comes or the role is withdrawn. */
    record Vacancy(long bundleId, String name, Declared declared, long since, boolean departed) {
        Vacancy(Bound left) {
            this(left.bundleId(), left.name(), left.declared(), Execution.realNanos(), false);
        }

        Vacancy uninstalled() {
            return new Vacancy(bundleId, name, declared, since, true);
        }
    }

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

    /** Somebody could serve, or would rather than who does, but for what is required. */
    boolean waits;

    /** Why it is vacant. */
    String reason = "";
}
