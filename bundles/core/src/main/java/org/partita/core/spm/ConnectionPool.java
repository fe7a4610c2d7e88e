package org.partita.core.spm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.SpmConnection.State;

/**
 * Connections and their messages: a fixed number, a chain of free items, the one that was freed last in front. A handle is made of the item's
 * place and of how often it was used, so that an old one means nothing.
 */
public final class ConnectionPool {
    /** Most items. */
    public static final int LIMIT = 1 << 10;

    private static final int PLACES = LIMIT - 1;
    private static final int GENERATIONS = (Signals.MAX_HANDLE >>> 10) - 1;

    private final PooledConnection[] items;
    private @Nullable PooledConnection free;
    private final AtomicInteger used = new AtomicInteger();

    /** What was taken last since {@link #forgetLatest}. */
    private @Nullable PooledConnection latest;

    /** @param size 1 to {@link #LIMIT} */
    public ConnectionPool(int size) {
        items = new PooledConnection[size];
        for (int i = size - 1; i >= 0; i--) {
            PooledConnection item = new PooledConnection(i);
            items[i] = item;
            item.next = free;
            free = item;
        }
    }

    /** Takes an item; null if all are used. */
    @Nullable
    PooledConnection take(Service service, int clientId) {
        PooledConnection item = free;
        if (item == null) {
            return null;
        }
        free = item.next;
        item.next = null;
        item.generation = item.generation == GENERATIONS ? 0 : item.generation + 1;
        used.incrementAndGet();
        latest = item;
        item.begin((item.generation << 10 | item.index) + 1, service, clientId);
        return item;
    }

    /** A pass begins. */
    public void forgetLatest() {
        latest = null;
    }

    /** What the pass has taken, or null. */
    public @Nullable PooledConnection latest() {
        return latest;
    }

    void free(PooledConnection item) {
        if (item.index >= items.length || items[item.index] != item) {
            throw new IllegalStateException("connection " + item.handle() + " is of another pool");
        }
        if (item.state() == State.FREE) {
            throw new IllegalStateException("connection " + item.handle() + " is free");
        }
        item.end();
        item.next = free;
        free = item;
        used.decrementAndGet();
    }

    /** The connection with this handle, or null. An array access. */
    public @Nullable PooledConnection find(int handle) {
        int place = (handle - 1) & PLACES;
        if (handle <= 0 || place >= items.length) {
            return null;
        }
        PooledConnection item = items[place];
        return item.handle() == handle && item.state() != State.FREE ? item : null;
    }

    public int used() {
        return used.get();
    }

    /** Those in use, in order of their places. */
    public List<PooledConnection> connections() {
        List<PooledConnection> all = new ArrayList<>();
        for (PooledConnection item : items) {
            if (item.state() != State.FREE) {
                all.add(item);
            }
        }
        return all;
    }
}
