package org.partita.it.ffm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.partita.api.ffm.partition.PsaMessage;

/**
 * IPC partitions whose clients wait for each other: the first has a message of each of them before it answers all, the last one
 * first; each time it rings the bell of the second, and asks a third, of the SFN model, for the number of the round. That is the
 * answer, negative in the last one.
 */
final class Barrier {
    static final int HANDLE = 0x40000108;

    private static final int NUMBER_HANDLE = 0x40000109;
    private static final int FIRST = 0x10;
    private static final int DOORBELL = 0x8;
    private static final int BLOCK = 0x8000_0000;

    private final int clients;
    private final AtomicInteger listener = new AtomicInteger();
    private final AtomicLong rings = new AtomicLong();
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicBoolean stop = new AtomicBoolean();

    Barrier(int clients) {
        this.clients = clients;
    }

    void add(TestFfm to) {
        to.ipc(ManifestText.of("LISTENER").word("priority", "HIGH").stateless("UNUSED", 0x6200, 30), psa -> {
            listener.set(psa.id());
            for (; ; ) {
                psa.await(DOORBELL, BLOCK);
                psa.clear();
                rings.incrementAndGet();
            }
        });
        to.ipc(ManifestText.of("BARRIER").stateless("BARRIER", 0x6201, 9).dependsOn("NUMBER"), psa -> {
            for (; ; ) {
                List<PsaMessage> all = new ArrayList<>();
                while (all.size() < clients) {
                    all.addFirst(IpcContract.next(psa, FIRST));
                }
                psa.notify(listener.get());
                int number = psa.call(NUMBER_HANDLE, 0, 0, 0);
                int answer = stop.get() ? -number : number;
                for (PsaMessage m : all) {
                    psa.reply(m.handle(), answer);
                }
            }
        });
        to.sfn(
                ManifestText.of("NUMBER").stateless("NUMBER", 0x6202, 10),
                new Scripted().on(0x6202, (psa, m) -> rounds.incrementAndGet()));
    }

    /** How often the bell has rung: as often as there were rounds, for whoever hears it is more urgent than who rings. */
    long rings() {
        return rings.get();
    }

    /** One of the next rounds is the last one. */
    void stop() {
        stop.set(true);
    }

    /** Rounds so far. */
    long rounds() {
        return rounds.get();
    }
}
