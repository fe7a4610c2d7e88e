package org.partita.manifest.tfm.binding;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.partita.api.ffm.manifest.ClientIds;
import org.partita.api.ffm.manifest.FfmPartition;

/** Ids of Non-secure clients: negative, in order, and of one agent and one mailbox each. */
final class ClientIdRules {
    static final String BASE = "client_id_base";
    static final String LIMIT = "client_id_limit";

    private ClientIdRules() {}

    /** The range of an agent or an interrupt. */
    static Optional<ClientIds> read(Fields fields) {
        boolean base = fields.has(BASE);
        boolean limit = fields.has(LIMIT);
        if (base != limit) {
            fields.require(base ? LIMIT : BASE, Rules.CLIENT_IDS, "a negative number beside " + (base ? BASE : LIMIT));
        }
        OptionalLong from = number(fields, BASE);
        OptionalLong to = number(fields, LIMIT);
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (from.getAsLong() > to.getAsLong()) {
            fields.error(
                    LIMIT,
                    Rules.CLIENT_IDS,
                    "found " + Numbers.hex(to.getAsLong()) + ", which is below " + BASE + " "
                            + Numbers.hex(from.getAsLong()) + "; exchange them");
            return Optional.empty();
        }
        return Optional.of(new ClientIds((int) from.getAsLong(), (int) to.getAsLong()));
    }

    private static OptionalLong number(Fields fields, String name) {
        return fields.number(name, Rules.CLIENT_IDS, Integer.MIN_VALUE, -1, "a negative 32-bit number");
    }

    static void check(List<PartitionDraft> partitions) {
        for (int i = 0; i < partitions.size(); i++) {
            PartitionDraft partition = partitions.get(i);
            checkMailboxes(partition);
            for (PartitionDraft earlier : partitions.subList(0, i)) {
                if (overlap(partition.clientIds(), earlier.clientIds())) {
                    partition
                            .fields()
                            .error(
                                    BASE,
                                    Rules.CLIENT_IDS,
                                    "client ids of this agent are those of " + earlier.who() + ", too ("
                                            + earlier.fields().at(BASE) + "); choose others");
                }
            }
        }
    }

    private static void checkMailboxes(PartitionDraft partition) {
        List<InterruptDraft> irqs = partition.interrupts();
        if (irqs.size() > FfmPartition.MAX_SIGNALS) {
            return;
        }
        for (int i = 0; i < irqs.size(); i++) {
            InterruptDraft irq = irqs.get(i);
            if (irq.clientIds().isEmpty()) {
                continue;
            }
            ClientIds ids = irq.clientIds().get();
            if (partition.clientIds().filter(agent -> agent.contains(ids)).isEmpty()) {
                irq.fields()
                        .error(
                                BASE,
                                Rules.CLIENT_IDS,
                                "client ids of this mailbox are not those of its partition; expecting a part of the partition's"
                                        + " range");
            }
            if (irqs.subList(0, i).stream().anyMatch(other -> overlap(irq.clientIds(), other.clientIds()))) {
                irq.fields()
                        .error(
                                BASE,
                                Rules.CLIENT_IDS,
                                "client ids of this mailbox are those of an earlier one, too; divide the partition's range");
            }
        }
    }

    private static boolean overlap(Optional<ClientIds> one, Optional<ClientIds> other) {
        return one.isPresent() && other.isPresent() && one.get().overlaps(other.get());
    }
}
