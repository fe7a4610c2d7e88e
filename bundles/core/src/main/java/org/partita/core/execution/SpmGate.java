package org.partita.core.execution;

import org.jspecify.annotations.Nullable;

/** Where calls that Non-secure clients begin are held while another backend is made to serve. */
public final class SpmGate {
    /** From one shutting to the opening after it; under the monitor of the gate, but for the signal. */
    private static final class Closing {
        final Signal opened = new Signal();
        long count;
        long first = Long.MAX_VALUE;
        long end;
    }

    /** The one that holds whoever comes now. */
    private volatile @Nullable Closing closing;

    private @Nullable Closing last;

    /**
     * Holds whoever comes from now on.
     *
     * @return false if it is shut already, by somebody else
     */
    public synchronized boolean shut() {
        if (closing != null) {
            return false;
        }
        Closing c = new Closing();
        last = c;
        closing = c;
        return true;
    }

    /** Lets everybody in. */
    public synchronized void open() {
        Closing c = closing;
        closing = null;
        if (c != null) {
            c.end = Execution.realNanos();
            c.opened.raise();
        }
    }

    /**
     * A client comes; in deterministic mode nobody is held, for nothing else happens during a swap. Either it sees that the gate is
     * shut, or whoever has shut it sees that it is within.
     */
    void pass(SpmComponent client) {
        if (client.context.hub().token() != null) {
            return;
        }
        client.within = true;
        for (Closing c = closing; c != null; c = closing) {
            client.within = false;
            hold(client, c);
            client.within = true;
        }
    }

    /** How long it was held is how long the gate was shut, whenever its thread wakes. */
    private void hold(SpmComponent client, Closing c) {
        long start = Execution.realNanos();
        synchronized (this) {
            if (closing != c) {
                return;
            }
            c.count++;
            c.first = Math.min(c.first, start);
        }
        c.opened.awaitThrough(Long.MAX_VALUE / 2);
        synchronized (this) {
            client.context.holds.add(c.end - start);
        }
    }

    /** Calls that were held since it was shut last. */
    public synchronized long count() {
        Closing c = last;
        return c == null ? 0 : c.count;
    }

    /** The longest of them, in nanoseconds, once it was opened. */
    public synchronized long longest() {
        Closing c = last;
        return c == null || c.count == 0 ? 0 : c.end - c.first;
    }
}
