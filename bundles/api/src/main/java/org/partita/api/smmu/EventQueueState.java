package org.partita.api.smmu;

import java.util.List;

/**
 * An event queue.
 *
 * @param smmu ID of the SMMU instance
 * @param secure queue of the Secure programming interface
 * @param produced events since the start, lost ones not counted
 * @param lost events that found the queue full
 * @param events what has not been consumed, oldest first
 */
public record EventQueueState(int smmu, boolean secure, long produced, long lost, List<SmmuEvent> events) {
    public EventQueueState {
        events = List.copyOf(events);
    }
}
