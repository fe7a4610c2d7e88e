package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.ReadySet;

/** Components that can go on: filled anew each time that a backend is asked who is next. */
final class SpmReady implements ReadySet {
    private final SpmComponent[] ready = new SpmComponent[SpmTurns.LIMIT];
    private int size;
    private @Nullable SpmComponent runs;

    void clear(@Nullable SpmComponent running) {
        size = 0;
        runs = running;
    }

    void add(SpmComponent c) {
        ready[size++] = c;
    }

    SpmComponent at(int position) {
        return ready[position];
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public ExecutionContext context(int position) {
        return ready[position].context;
    }

    @Override
    public boolean running(int position) {
        return ready[position] == runs;
    }

    @Override
    public int priority(int position) {
        return ready[position].priority;
    }

    @Override
    public long lastRan(int position) {
        return ready[position].context.ran;
    }
}
