package org.partita.backend.sfn;

import java.util.Arrays;
import java.util.List;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.ReadySet;

/** Contexts that can go on. */
record Ready(List<One> all) implements ReadySet {
    record One(int priority, boolean running, long lastRan) {}

    static Ready of(One... all) {
        return new Ready(Arrays.asList(all));
    }

    static One one(int priority, long lastRan) {
        return new One(priority, false, lastRan);
    }

    static One running(int priority, long lastRan) {
        return new One(priority, true, lastRan);
    }

    @Override
    public int size() {
        return all.size();
    }

    @Override
    public ExecutionContext context(int position) {
        throw new UnsupportedOperationException("who it is does not matter");
    }

    @Override
    public boolean running(int position) {
        return all.get(position).running;
    }

    @Override
    public int priority(int position) {
        return all.get(position).priority;
    }

    @Override
    public long lastRan(int position) {
        return all.get(position).lastRan;
    }
}
