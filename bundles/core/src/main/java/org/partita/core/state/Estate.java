package org.partita.core.state;

import java.util.List;
import org.partita.api.call.Boundary;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;

/**
 * What becomes of the memory of a partition that is gone (FF-A 5.4.1 rules 8 to 10). To be used where memory may be
 * ({@link Memory#outside}).
 */
public final class Estate {
    private final Directory directory;
    private final Memory memory;

    public Estate(Directory directory, Memory memory) {
        this.directory = directory;
        this.memory = memory;
    }

    /** A fatal error has ended the partition: its manager gets the access to its memory, zeroed. */
    public void crashed(Partition p) {
        directory.operations().terminated(p.id());
        for (Device d : directory.devicesOf(p.id())) {
            clear(d);
            directory.ledger().terminated(d.sepid().id(), p.manager());
        }
        clear(p);
        directory.ledger().terminated(p.id(), p.manager());
        // devices, and for an OS kernel, whose translation is its own, what it shares
        p.regime().set(List.of());
    }

    /** An endpoint is forgotten, its memory included. */
    public void forgotten(Partition p) {
        directory.operations().terminated(p.id());
        for (Device d : directory.devicesOf(p.id())) {
            clear(d);
            directory.ledger().forget(d.sepid().id());
        }
        clear(p);
        directory.ledger().forget(p.id());
    }

    private void clear(Partition p) {
        clear(p.id(), p.regime(), !residesWithTheSpmc(p));
    }

    private void clear(Device d) {
        clear(d.sepid().id(), d.regime(), true);
    }

    /** Takes from an endpoint, and zeroes, what it alone can access; it has everything still if that fails. */
    private void clear(int id, Regime regime, boolean zeroed) {
        List<ConstituentRange> alone = directory.ledger().holdings().stream()
                .filter(h -> h.owner() == id && h.grant() == null)
                .map(h -> new ConstituentRange(h.base(), (int) h.pages()))
                .toList();
        List<Mapping> taken = regime.unmap(alone);
        try {
            for (Mapping m : taken) {
                if (zeroed) {
                    memory.zero(m.physical(), m.pages(), m.secure());
                }
            }
        } catch (RuntimeException e) {
            regime.map(taken);
            throw e;
        }
    }

    /** Its image is the SPMC's too, which goes on (FF-A 2.2.2.1). */
    private static boolean residesWithTheSpmc(Partition p) {
        Boundary up = p.component().up();
        return up != null && up.instance() == null;
    }
}
