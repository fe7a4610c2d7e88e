package org.partita.lib.ledger;

import java.util.List;
import java.util.function.UnaryOperator;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;

/** The stage of an endpoint's translation that its manager keeps (FF-A 5.3). Each change is atomic. */
public interface Stage {
    /** The mappings in order of address. */
    List<Mapping> mappings();

    /**
     * Exchanges what is mapped to physical pages, wherever it is mapped, in one update: an access meets what was mapped or
     * what is mapped instead, never a page without either.
     *
     * @param sorted physical ranges, in order of address, none of which overlap
     * @param instead of what was mapped: at addresses that are free without it; may be asked again, has no effects
     * @return what was mapped
     */
    List<Mapping> exchange(List<ConstituentRange> sorted, UnaryOperator<List<Mapping>> instead);

    /** Takes away what is mapped to physical pages, wherever it is mapped; gives what was. */
    default List<Mapping> unmap(List<ConstituentRange> sorted) {
        return exchange(sorted, was -> List.of());
    }

    /** Adds mappings at addresses that are free. */
    void map(List<Mapping> more);
}
