package org.partita.lib.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ConstituentRange;

/** What the ledger changes besides itself. */
public interface Host {
    /** The translation of an endpoint, or null if no relayer manages it: an OS kernel's. */
    @Nullable
    Stage stage(int endpoint);

    /** Fills physical pages with zeroes. */
    void zero(List<ConstituentRange> physical, boolean secure);
}
