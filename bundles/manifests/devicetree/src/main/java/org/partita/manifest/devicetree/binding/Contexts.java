package org.partita.manifest.devicetree.binding;

import java.util.Optional;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.manifest.Messaging;

/** UP and MP, migrating and pinned (FF-A 2.9, 4.4.1). */
final class Contexts {
    private static final String PINNED = "partita,pinned";
    private static final String MIGRATING = "partita,migrating";
    private static final String RULE = "FF-A 2.9";

    private final Fields root;
    private final int count;

    Contexts(Fields root, int count, Optional<ExceptionLevel> level) {
        this.root = root;
        this.count = count;
        if (count > 1 && level.isPresent() && level.get().number() == 0) {
            root.report()
                    .error(
                            root.at("execution-ctx-count"),
                            RULE,
                            "found " + count + " execution contexts; a partition in S-EL0 "
                                    + "or User mode is UP: write 1");
        }
    }

    /** Whether contexts are fixed to PEs: as stated, else for an MP partition that receives direct requests. */
    boolean pinned(Messaging messaging) {
        boolean pinned = root.flag(PINNED);
        boolean migrating = root.flag(MIGRATING);
        boolean receiver = count > 1 && messaging.receivesDirect();
        if (pinned && migrating) {
            root.report().error(root.at(MIGRATING), RULE, "found together with " + PINNED + "; expecting one of them");
        } else if (pinned && count == 1) {
            root.report()
                    .error(root.at(PINNED), RULE, "found for a UP partition, whose context migrates: leave it out");
        } else if (migrating && receiver) {
            root.report()
                    .error(
                            root.at(MIGRATING),
                            "FF-A 4.4.1",
                            "found for an MP partition that receives direct requests, whose "
                                    + "contexts are pinned: leave it out, or clear bit 0 of messaging-method");
        }
        return pinned || receiver;
    }
}
