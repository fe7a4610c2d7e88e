package org.partita.manifest.tfm.binding;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.partita.api.manifest.Position;

/** An interrupt belongs to one partition, and a signal's name to one signal of a partition. */
final class InterruptRules {
    private InterruptRules() {}

    static void check(List<PartitionDraft> partitions) {
        Map<Long, Position> sources = new HashMap<>();
        for (PartitionDraft partition : partitions) {
            Set<String> signals = new HashSet<>();
            partition.services().forEach(service -> service.name().ifPresent(n -> signals.add(n + "_SIGNAL")));
            for (InterruptDraft irq : partition.interrupts()) {
                Fields fields = irq.fields();
                irq.source().ifPresent(source -> {
                    Position first = sources.putIfAbsent(source, fields.at("source"));
                    if (first != null) {
                        fields.error(
                                "source",
                                Rules.SOURCES,
                                "found " + source + ", the interrupt of another one (" + first + "); choose another");
                    }
                });
                irq.signalName()
                        .filter(signal -> !signals.add(signal))
                        .ifPresent(signal -> fields.error(
                                fields.has("signal") ? "signal" : "name",
                                Rules.NAMES,
                                "found the name of another signal of the partition, " + signal + "; choose another"));
            }
        }
    }
}
