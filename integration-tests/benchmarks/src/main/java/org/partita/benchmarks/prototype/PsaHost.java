package org.partita.benchmarks.prototype;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.partition.PsaMessage;

/** A partition by hand: its code, its signals and the messages that wait for it. */
public final class PsaHost {
    /** Signal of the stateless service; the next bit is that of the one with connections. */
    static final int STATELESS_SIGNAL = 0x10;

    static final int CONNECTED_SIGNAL = 0x20;

    final PsaWork work;
    final PsaMessage message = new PsaMessage();

    /** Its own memory. */
    final long scratch;

    final boolean nonSecureClients;
    final int version;
    boolean busy;
    int asserted;

    @Nullable
    PsaItem first;

    @Nullable
    PsaItem last;

    /**
     * @param number 0 to 31: of its stateless service, and of its memory
     * @param version of its services
     */
    public PsaHost(int number, int version, boolean nonSecureClients, PsaWork work) {
        this.scratch = PsaMemory.SECURE + number * 0x1000L;
        this.version = version;
        this.nonSecureClients = nonSecureClients;
        this.work = work;
    }

    void queue(PsaItem m) {
        m.next = null;
        PsaItem l = last;
        if (l == null) {
            first = m;
        } else {
            l.next = m;
        }
        last = m;
        asserted |= signal(m);
    }

    static int signal(PsaItem m) {
        return m.connectionBased ? CONNECTED_SIGNAL : STATELESS_SIGNAL;
    }

    @Nullable
    PsaItem oldest(int signal) {
        for (PsaItem m = first; m != null; m = m.next) {
            if (signal(m) == signal) {
                return m;
            }
        }
        return null;
    }

    void unqueue(PsaItem m) {
        PsaItem before = null;
        for (PsaItem x = first; x != null; before = x, x = x.next) {
            if (x == m) {
                if (before == null) {
                    first = m.next;
                } else {
                    before.next = m.next;
                }
                if (last == m) {
                    last = before;
                }
                m.next = null;
                return;
            }
        }
    }
}
