package org.partita.manager.ffmspm;

import static org.partita.manager.ffmspm.Expected.PROGRAMMER_ERROR;

/** Signals and interrupts, by the catalogue: FFM-API-41 to 45, 77 to 88. No interrupt comes. */
final class ReferenceSignals {
    private static final int BLOCK = 0x8000_0000;

    private final Reference state;

    ReferenceSignals(Reference state) {
        this.state = state;
    }

    private static int interrupts(Actor by) {
        return by == Actor.SERVER ? Reference.INTERRUPTS : 0;
    }

    Expected await(FuzzedCall f) {
        Expected e = new Expected(f.actor());
        int mask = (int) f.x(1);
        int own = Offer.signals(f.actor()) | interrupts(f.actor()) | Reference.DOORBELL;
        int asserted = state.asserted(f.actor()) & mask;
        e.refusedIf((mask & own) == 0, PROGRAMMER_ERROR);
        boolean waits = asserted == 0 && ((int) f.x(2) & BLOCK) != 0;
        return waits ? e.ends(Expected.End.WAIT, null) : e.value(asserted);
    }

    Expected ring(FuzzedCall f) {
        Expected e = new Expected(f.actor());
        for (Actor a : Actor.values()) {
            if (a.secure() && a.id == f.x(1)) {
                return e.value(0).then(call -> state.assertSignal(a, Reference.DOORBELL));
            }
        }
        return e.refused(PROGRAMMER_ERROR);
    }

    Expected clear(FuzzedCall f) {
        Actor by = f.actor();
        return new Expected(by)
                .refusedIf((state.asserted(by) & Reference.DOORBELL) == 0, PROGRAMMER_ERROR)
                .value(0)
                .then(call -> state.clearSignal(by, Reference.DOORBELL));
    }

    /** psa_eoi and psa_reset_signal: the signal of no interrupt is ever asserted. */
    Expected end(FuzzedCall f) {
        return new Expected(f.actor()).refused(PROGRAMMER_ERROR);
    }

    Expected enable(FuzzedCall f, boolean enable) {
        int signal = (int) f.x(1);
        int before = (state.enabled & signal) == 0 ? 0 : 1;
        boolean own = Integer.bitCount(signal) == 1 && (signal & interrupts(f.actor())) != 0;
        return new Expected(f.actor())
                .refusedIf(!own, PROGRAMMER_ERROR)
                .value(enable ? 0 : before)
                .then(call -> state.enabled = enable ? state.enabled | signal : state.enabled & ~signal);
    }
}
