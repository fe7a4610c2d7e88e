package org.partita.lib.ledger;

import java.util.List;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;

/** The stage of an endpoint's translation that its manager keeps (FF-A 5.3). Each change is atomic. */
public interface Stage {
    /** The mappings in order of address. */
    List<Mapping> mappings();

    /**
     * Takes away what is mapped to physical pages, wherever it is mapped.
     *
     * @param sorted physical ranges, in order of address, none of which overlap
     * @return what was mapped
     */
    List<Mapping> unmap(List<ConstituentRange> sorted);

    /** Adds mappings at addresses that are free. */
    void map(List<Mapping> more);
}
