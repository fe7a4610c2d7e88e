package org.partita.core.boot;

import java.util.List;
import java.util.function.Supplier;
import org.partita.api.admin.PartitaException;
import org.partita.core.execution.Execution;
import org.partita.core.execution.Signal;
import org.partita.core.swap.SwapControl;

/** What every boot does about roles: choices are made, and what is missing is waited for. */
final class BootRoles {
    private BootRoles() {}

    /** A choice of the configuration: role and symbolic name. */
    static void choose(SwapControl control, String choice) {
        int at = choice.indexOf('=');
        if (at < 0) {
            throw new PartitaException("configuration key choose: \"" + choice + "\" is not role=symbolic name");
        }
        control.choose(choice.substring(0, at).trim(), choice.substring(at + 1).trim());
    }

    /** Waits until nothing is missing, or fails with the list of what is. */
    static void await(long deadline, Supplier<List<String>> missing, Supplier<Signal> changed, String what) {
        for (; ; ) {
            Signal signal = changed.get();
            List<String> now = missing.get();
            if (now.isEmpty()) {
                return;
            }
            if (!signal.awaitThrough(Math.max(0, deadline - Execution.realNanos()))) {
                throw new PartitaException(
                        what + " after boot.deadline: " + String.join(", ", now)
                                + "; install and start bundles that provide them (-runbundles of a platform's platform.bndrun), see lb and scr:list");
            }
        }
    }
}
