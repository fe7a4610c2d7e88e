package org.partita.hardware.smmu;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.smmu.EventQueueState;
import org.partita.api.smmu.SmmuEvent;

/** What happens to an event queue: a value that is replaced as a whole. */
final class EventQueue {
    private EventQueue() {}

    static EventQueueState empty(int smmu, boolean secure) {
        return new EventQueueState(smmu, secure, 0, 0, List.of());
    }

    /** With one event more; a full queue loses it, as the architecture has it, and counts that. */
    static EventQueueState with(EventQueueState q, SmmuEvent event, int room) {
        if (q.events().size() >= room) {
            return new EventQueueState(q.smmu(), q.secure(), q.produced(), q.lost() + 1, q.events());
        }
        List<SmmuEvent> events = new ArrayList<>(q.events());
        events.add(numbered(event, q.produced()));
        return new EventQueueState(q.smmu(), q.secure(), q.produced() + 1, q.lost(), events);
    }

    static SmmuEvent numbered(SmmuEvent event, long number) {
        return new SmmuEvent(number, event.type(), event.stream(), event.write(), event.address(), event.endpoint());
    }

    /** Without the events before a number. */
    static EventQueueState consumed(EventQueueState q, long upTo) {
        return new EventQueueState(
                q.smmu(),
                q.secure(),
                q.produced(),
                q.lost(),
                q.events().stream().filter(e -> e.number() >= upTo).toList());
    }
}
