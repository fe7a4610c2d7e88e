package org.partita.core.execution;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.partition.PsaPartition;
import org.partita.api.memory.PhysicalMemory;
import org.partita.core.spm.Resident;
import org.partita.core.wiring.Wiring;

/**
 * Loads a partition that has ended once more, when other code has come for it and nothing of the old one runs any more: its memory is zeroes,
 * its connections are broken, nothing is left of its state. By whoever owns the PE.
 */
final class SpmRenewal {
    private final Hub hub;
    private final Faults faults;
    private final SpmMemory memory;
    private final Function<Resident, @Nullable PsaPartition> codes;

    /** Whether somebody could not be loaded because there was no memory. */
    private volatile boolean postponed;

    /** @param codes the code that is there for a partition; whoever sees it leave ends the partition afterwards */
    SpmRenewal(Hub hub, Faults faults, SpmMemory memory, Function<Resident, @Nullable PsaPartition> codes) {
        this.hub = hub;
        this.faults = faults;
        this.memory = memory;
        this.codes = codes;
    }

    /** Whether somebody can be loaded who could not before this wiring. */
    boolean resumes(Wiring w) {
        boolean now = postponed && w.memory != null;
        if (now) {
            postponed = false;
        }
        return now;
    }

    /** Loads the partition of a component; false if there is nothing to load, or its time has not come. */
    boolean load(SpmComponent p, SpmCycles cycles) {
        Resident r = SpmSociety.resident(p);
        SpmCode old = p.code;
        PsaPartition code = codes.apply(r);
        boolean gone = p.thread == null && r.rests() && !p.lent;
        if (!gone || code == null || (old != null && old.code() == code)) {
            return false;
        }
        if (!erase(p)) {
            return false;
        }
        p.forget();
        p.code = new SpmCode(p, r, cycles, code);
        r.renew();
        if (codes.apply(r) == code) {
            return true;
        }
        // whoever saw it leave may have ended the partition before it was renewed
        r.end();
        p.code = null;
        return false;
    }

    /** Zeroes its stack and heap; false if that was not possible. */
    private boolean erase(SpmComponent p) {
        Pe pe = hub.pe(0);
        for (; ; ) {
            Wiring w = pe.pin();
            try {
                if (w.memory != null) {
                    erase(p.api.scratch(), p.api.scratchSize());
                    return true;
                }
            } catch (RuntimeException | Error e) {
                faults.providerFailed(p.context, w.thrower(e), e);
                return false;
            } finally {
                pe.leave();
            }
            postponed = true;
            // whoever has published another wiring meanwhile may not have seen that
            if (hub.wiring().memory == null) {
                return false;
            }
        }
    }

    private void erase(long base, long size) {
        for (long page = base; page < base + size; page += PhysicalMemory.PAGE_SIZE) {
            memory.page(page, true).fill((byte) 0);
        }
    }
}
