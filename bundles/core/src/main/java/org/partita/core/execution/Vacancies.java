package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.Rule;
import org.partita.core.wiring.Wiring;

/** Who decides what becomes of a call that needs a vacant role; swap control does. */
public interface Vacancies {
    /**
     * Holds a call before any effect.
     *
     * @param context whose call it is
     * @param seen the wiring in which the roles are vacant
     * @param missing bits of the roles that the call needs
     * @param access whether it is an access to memory by the context's code: it can't be told to retry
     * @param superseded raised when {@code seen} is no longer current
     * @return null to try again with the wiring that is current then, or the rule with which to answer
     */
    @Nullable
    Rule hold(Context context, Wiring seen, long missing, boolean access, Signal superseded);
}
