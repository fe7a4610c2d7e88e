package org.partita.manifest.devicetree.binding;

import java.util.Optional;
import java.util.OptionalInt;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.manifest.RunTimeModel;

/** What happens to a partition that a Non-secure interrupt meets: managed exit (FF-A 4.5.4) and run-time model (Table 3.1). */
final class Preemption {
    private static final String ACTION = "ns-interrupts-action";
    private static final String MANAGED_EXIT = "managed-exit";
    private static final String VIRQ = "managed-exit-virq";
    private static final String MODEL = "run-time-model";
    private static final int QUEUED = 0;
    private static final int MANAGED = 1;

    private final Fields root;
    private final boolean managedExit;
    private final RunTimeModel model;

    Preemption(Fields root, Optional<ExceptionLevel> level, Methods methods) {
        this.root = root;
        OptionalInt action = root.integer(ACTION, 0, 2, "0 (queued), 1 (managed exit) or 2 (signalled)");
        managedExit = managedExit(action, methods);
        boolean userLevel = level.isPresent() && level.get().number() == 0;
        model = model(action, userLevel, level.isPresent());
        if (managedExit) {
            checkManagedExit(userLevel, methods, action);
        }
    }

    boolean managedExit() {
        return managedExit;
    }

    RunTimeModel model() {
        return model;
    }

    private boolean managedExit(OptionalInt action, Methods methods) {
        boolean asked = root.flag(MANAGED_EXIT) || methods.managedExit();
        if (asked && action.isPresent() && action.getAsInt() != MANAGED) {
            root.error(
                    ACTION,
                    "found " + action.getAsInt()
                            + " together with managed-exit; expecting 1, or managed-exit left out");
        }
        boolean managed = asked || action.orElse(QUEUED) == MANAGED;
        if (root.flag(VIRQ) && !managed) {
            root.warn(VIRQ, "found without managed exit, ignored: add ns-interrupts-action = <1>;, or leave it out");
        }
        return managed;
    }

    private void checkManagedExit(boolean userLevel, Methods methods, OptionalInt action) {
        String property = root.has(MANAGED_EXIT) ? MANAGED_EXIT : action.isPresent() ? ACTION : "messaging-method";
        if (userLevel) {
            root.report()
                    .error(
                            root.at(property),
                            "FF-A 4.5.4",
                            "found managed exit for a partition in S-EL0 or User mode; expecting "
                                    + "it in EL1 or S-EL1 only: leave it out");
        }
        if (!methods.receives()) {
            root.report()
                    .error(
                            root.at(property),
                            "FF-A 4.5.4",
                            "found managed exit for a partition that does not receive direct "
                                    + "requests; expecting bit 0 of messaging-method, or no managed exit");
        }
    }

    private RunTimeModel model(OptionalInt action, boolean userLevel, boolean levelKnown) {
        OptionalInt stated = root.integer(MODEL, 0, 1, "0 (run to completion) or 1 (preemptible)");
        boolean queued = action.isPresent() && action.getAsInt() == QUEUED;
        if (levelKnown && !userLevel) {
            refuseModel(stated, queued);
            return RunTimeModel.PREEMPTIBLE;
        }
        if (stated.isPresent() && action.isPresent() && (stated.getAsInt() == 0) != queued) {
            root.error(
                    ACTION,
                    "found " + action.getAsInt() + " with run-time-model " + stated.getAsInt()
                            + "; expecting 0 (queued) for run to completion, 2 (signalled) for preemptible, or one of the properties left out");
        }
        boolean completes = stated.isPresent() ? stated.getAsInt() == 0 : queued;
        return completes ? RunTimeModel.RUN_TO_COMPLETION : RunTimeModel.PREEMPTIBLE;
    }

    /** Above S-EL0 a partition is always preemptible in FF-A 1.0. */
    private void refuseModel(OptionalInt stated, boolean queued) {
        if (stated.isPresent() && stated.getAsInt() == 0) {
            root.error(
                    MODEL,
                    "found run to completion; expecting it for partitions in S-EL0 or User mode only: leave it out");
        } else if (stated.isPresent()) {
            root.warn(MODEL, "found for a partition that is not in S-EL0 or User mode, ignored: leave it out");
        }
        if (queued) {
            root.warn(
                    ACTION,
                    "found 0 (queued), which FF-A 1.0 has for S-EL0 and User mode only; the partition is preempted: write 2");
        }
    }
}
