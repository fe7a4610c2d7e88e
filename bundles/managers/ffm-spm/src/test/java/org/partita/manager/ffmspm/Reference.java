package org.partita.manager.ffmspm;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.SpmConnection.State;
import org.partita.api.ffm.manifest.IsolationLevel;

/** State that the SPM has to have, kept by the reference. */
final class Reference {
    static final int DOORBELL = 0x8;
    static final int CONNECT = -1;
    static final int DISCONNECT = -2;

    /** Interrupts of SERVER: one is handled at second level, one at first. */
    static final int INTERRUPTS = 0xC000_0000;

    final IsolationLevel level;
    final int pool;
    final ReferenceMemory memory;
    final Map<Integer, ReferenceConnection> connections = new TreeMap<>();
    /** Interrupts of SERVER that are enabled. */
    int enabled;

    private final Map<Actor, Integer> asserted = new EnumMap<>(Actor.class);
    private long sent;

    Reference(IsolationLevel level, int pool) {
        this.level = level;
        this.pool = pool;
        memory = new ReferenceMemory(level);
    }

    boolean full() {
        return connections.size() >= pool;
    }

    int asserted(Actor partition) {
        return asserted.getOrDefault(partition, 0);
    }

    void assertSignal(Actor partition, int signal) {
        asserted.merge(partition, signal, (a, b) -> a | b);
    }

    void clearSignal(Actor partition, int signal) {
        asserted.merge(partition, 0, (a, b) -> a & ~signal);
    }

    /** The message that was sent first of those that wait. */
    @Nullable
    ReferenceConnection oldest(Actor partition, int signal) {
        return connections.values().stream()
                .filter(c -> c.state == State.QUEUED && c.service.partition == partition && c.service.signal == signal)
                .min(Comparator.comparingLong(c -> c.sent))
                .orElse(null);
    }

    void queue(ReferenceConnection c) {
        c.state = State.QUEUED;
        c.sent = ++sent;
        assertSignal(c.service.partition, c.service.signal);
    }

    /** The client has its answer. Whether the connection stays. */
    boolean answered(ReferenceConnection c, int status) {
        boolean connected = c.type == CONNECT && status == c.handle;
        boolean stays = c.service.connectionBased() && (connected || c.type >= 0);
        c.state = State.IDLE;
        if (!stays) {
            connections.remove(c.handle);
        }
        return stays;
    }
}
