package org.partita.api.smmu;

import java.util.List;

/**
 * What an SMMU hands to its successor; the tables of stage 2 stay in core.
 *
 * @param schema {@code org.partita.smmu}
 * @param version 1
 * @param streams the stream tables
 * @param queues the event queues
 */
public record SmmuState(String schema, int version, List<StreamTableEntry> streams, List<EventQueueState> queues) {
    /** Name of the schema. */
    public static final String SCHEMA = "org.partita.smmu";

    public SmmuState {
        streams = List.copyOf(streams);
        queues = List.copyOf(queues);
    }
}
