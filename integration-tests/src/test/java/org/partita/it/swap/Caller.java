package org.partita.it.swap;

import java.util.concurrent.atomic.AtomicLong;
import org.partita.api.admin.Client;
import org.partita.api.admin.Client.Holds;
import org.partita.api.admin.Platform;
import org.partita.it.swap.Workload.Result;

/** A client thread: one call after the other until it is told to stop. */
final class Caller implements Runnable {
    private final Platform platform;
    private final Workload workload;
    private final int from;
    private final int vcpu;
    private final int to;
    private final long first;
    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong busy = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private volatile boolean stop;
    private volatile boolean calling;
    private volatile String example = "";
    private volatile Holds holds = new Holds(0, 0, 0);
    private Holds before = new Holds(0, 0, 0);
    private long next;

    /** @param first number of its first request; the following ones count up */
    Caller(Platform platform, Workload workload, int from, int vcpu, int to, long first) {
        this.platform = platform;
        this.workload = workload;
        this.from = from;
        this.vcpu = vcpu;
        this.to = to;
        this.first = first;
        this.next = first;
    }

    @Override
    public void run() {
        Client client = workload.open(platform, from, vcpu);
        try {
            while (!stop) {
                calling = true;
                Result result = workload.call(client, from, to, next);
                calling = false;
                note(result, client);
                if (client.waiting()) {
                    before = holds;
                    client.close();
                    client = workload.open(platform, from, vcpu);
                }
            }
        } finally {
            client.close();
        }
    }

    private void note(Result result, Client client) {
        holds = sum(before, client.holds());
        switch (result) {
            case COMPLETED -> {
                next++;
                completed.incrementAndGet();
            }
            case BUSY -> busy.incrementAndGet();
            case WRONG -> {
                wrong.incrementAndGet();
                example = client.registers() + " " + client.rule();
            }
        }
    }

    private static Holds sum(Holds a, Holds b) {
        return new Holds(
                a.count() + b.count(), a.totalNanos() + b.totalNanos(), Math.max(a.longestNanos(), b.longestNanos()));
    }

    void stop() {
        stop = true;
    }

    boolean calling() {
        return calling;
    }

    long first() {
        return first;
    }

    int to() {
        return to;
    }

    long completed() {
        return completed.get();
    }

    long busy() {
        return busy.get();
    }

    long wrong() {
        return wrong.get();
    }

    String example() {
        return example;
    }

    Holds holds() {
        return holds;
    }
}
