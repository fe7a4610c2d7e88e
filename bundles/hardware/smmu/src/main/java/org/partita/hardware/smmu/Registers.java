package org.partita.hardware.smmu;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.partita.api.smmu.EventQueueState;
import org.partita.api.smmu.StreamId;
import org.partita.api.smmu.StreamTableEntry;

/**
 * What the programming interfaces of all instances reach: stream tables and event queues. A value, replaced as a whole.
 *
 * @param geometry of the instances
 * @param streams valid entries by stream; nobody changes the map
 * @param queues Non-secure before Secure for each instance
 */
record Registers(Geometry geometry, TreeMap<StreamId, StreamTableEntry> streams, List<EventQueueState> queues) {
    Registers {
        queues = List.copyOf(queues);
    }

    /** After reset. */
    static Registers reset(Geometry geometry) {
        List<EventQueueState> queues = new ArrayList<>();
        for (int smmu : geometry.instances()) {
            queues.add(EventQueue.empty(smmu, false));
            queues.add(EventQueue.empty(smmu, true));
        }
        return new Registers(geometry, new TreeMap<>(), queues);
    }

    Registers with(StreamTableEntry entry) {
        TreeMap<StreamId, StreamTableEntry> next = new TreeMap<>(streams);
        next.put(entry.stream(), entry);
        return new Registers(geometry, next, queues);
    }

    Registers without(StreamId stream) {
        TreeMap<StreamId, StreamTableEntry> next = new TreeMap<>(streams);
        next.remove(stream);
        return new Registers(geometry, next, queues);
    }

    Registers with(EventQueueState queue) {
        List<EventQueueState> next = new ArrayList<>(queues);
        next.replaceAll(q -> q.smmu() == queue.smmu() && q.secure() == queue.secure() ? queue : q);
        return new Registers(geometry, streams, next);
    }

    /** @throws IllegalArgumentException if there is no such queue */
    EventQueueState queue(int smmu, boolean secure) {
        for (EventQueueState q : queues) {
            if (q.smmu() == smmu && q.secure() == secure) {
                return q;
            }
        }
        throw new IllegalArgumentException("there is no SMMU " + smmu);
    }
}
