package org.partita.manifest.tfm.binding;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.manifest.ClientIds;
import org.partita.api.ffm.manifest.FrameworkVersion;

/** An element of {@code irqs}, before it is compared with others. */
record InterruptDraft(
        Fields fields,
        OptionalLong source,
        Optional<String> signalName,
        boolean firstLevel,
        String description,
        Optional<ClientIds> clientIds) {
    private static final int MOST_SOURCE = 1019;
    private static final String SOURCE = "the number of an interrupt, 0 to 1019";

    /** @param framework version of FF-M, null if the manifest does not say it */
    static InterruptDraft read(Fields irq, @Nullable FrameworkVersion framework) {
        irq.require("source", Rules.ATTRIBUTES, SOURCE + ", or its symbol");
        InterruptDraft draft = new InterruptDraft(
                irq,
                irq.number("source", Rules.ATTRIBUTES, 0, MOST_SOURCE, SOURCE),
                signalName(irq),
                firstLevel(irq, framework),
                irq.text("description").orElse(""),
                ClientIdRules.read(irq));
        irq.rest("an interrupt");
        return draft;
    }

    private static Optional<String> signalName(Fields irq) {
        Optional<String> signal = irq.identifier("signal");
        Optional<String> name = irq.identifier("name");
        if (!irq.has("signal")) {
            irq.require(
                    "name", Rules.ATTRIBUTES, "a name, from which that of the signal is made, or the attribute signal");
        } else if (irq.has("name")) {
            irq.error("name", Rules.ATTRIBUTES, "found besides signal; leave one of them");
        }
        return signal.or(() -> name.map(n -> n + "_SIGNAL"));
    }

    private static boolean firstLevel(Fields irq, @Nullable FrameworkVersion framework) {
        boolean first = irq.choice("handling", Rules.HANDLING, Map.of("FLIH", true, "SLIH", false))
                .orElse(false);
        if (first && framework == FrameworkVersion.V1_0) {
            irq.error(
                    "handling",
                    Rules.HANDLING,
                    "found FLIH in a manifest of version 1.0, which has second-level handling only; leave it out, or make the"
                            + " manifest one of 1.1");
        }
        return first;
    }
}
