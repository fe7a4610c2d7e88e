package org.partita.core.admin;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.InterruptController;
import org.partita.api.admin.PartitaException;
import org.partita.api.gic.CpuInterfaceStatus;
import org.partita.api.gic.Gic;
import org.partita.api.gic.InterruptStatus;
import org.partita.core.execution.Hub;
import org.partita.core.execution.Interrupts;

/** The interrupt controller, for administrators. */
final class InterruptsView implements InterruptController {
    private final Hub hub;
    private final Interrupts interrupts;

    InterruptsView(Hub hub, Interrupts interrupts) {
        this.hub = hub;
        this.interrupts = interrupts;
    }

    @Override
    public List<InterruptStatus> interrupts() {
        @Nullable List<InterruptStatus> all = interrupts.view(Gic::interrupts);
        return all == null ? List.of() : all;
    }

    @Override
    public List<CpuInterfaceStatus> interfaces() {
        @Nullable List<CpuInterfaceStatus> all = interrupts.view(Gic::interfaces);
        return all == null ? List.of() : all;
    }

    @Override
    public OptionalInt owner(int intid) {
        return interrupts.holder(intid);
    }

    @Override
    public List<Integer> unhandled() {
        return interrupts.unhandled();
    }

    @Override
    public void pulse(int intid, int pe) {
        check(intid, pe, () -> interrupts.pulse(intid, pe));
    }

    @Override
    public void level(int intid, int pe, boolean asserted) {
        check(intid, pe, () -> interrupts.level(intid, pe, asserted));
    }

    private void check(int intid, int pe, Runnable wire) {
        if (pe < 0 || pe >= hub.peCount()) {
            throw new PartitaException("there is no PE " + pe + ": the platform has 0 to " + (hub.peCount() - 1));
        }
        if (intid < 0) {
            throw new PartitaException("interrupt " + intid + ": an ID is not negative, see hw:gic");
        }
        if (!interrupts.possible()) {
            throw new PartitaException("the platform has no interrupt controller: install a provider of hardware/gic");
        }
        try {
            hub.acting("interrupt " + intid, () -> {
                wire.run();
                return 0;
            });
        } catch (IllegalArgumentException e) {
            throw new PartitaException(String.valueOf(e.getMessage()));
        }
    }
}
