package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Boundary;
import org.partita.api.call.Component;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.memory.MemoryOperation;

/** A hop from one manager to the next that is not completed yet. */
final class Frame {
    /** Values that an interface can keep. */
    static final int KEPT = 4;

    @Nullable
    Boundary boundary;

    boolean upward;
    boolean fromAbove;
    int continuation;
    int function;

    @Nullable
    MemoryFeature feature;

    @Nullable
    MemoryOperation operation;

    final long[] kept = new long[KEPT];

    /** The manager that has sent the call on. */
    Component sender(Boundary across) {
        return upward ? across.lower() : across.higher();
    }
}
