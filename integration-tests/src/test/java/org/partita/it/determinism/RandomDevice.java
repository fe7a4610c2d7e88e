package org.partita.it.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import org.partita.it.scheduling.Interruptible;

/** A device that raises its interrupt only when the one before has been handled: no two edges fall together. */
final class RandomDevice {
    private final int intid;
    private final Interruptible owner;
    private int raised;

    RandomDevice(int intid, Interruptible owner) {
        this.intid = intid;
        this.owner = owner;
    }

    int intid() {
        return intid;
    }

    void raise(SeededPlay play) {
        if (quiet()) {
            raised++;
            play.note("interrupt " + intid);
            play.platform().interrupts().pulse(intid, 0);
        }
    }

    boolean quiet() {
        return owner.handled() >= raised;
    }

    void judge() {
        assertThat(raised).as("%s raised", this).isPositive();
        assertThat(owner.handled()).as("%s handled", this).isEqualTo(raised);
    }

    @Override
    public String toString() {
        return "device " + intid + " (" + raised + " raised, " + owner.handled() + " handled)";
    }
}
