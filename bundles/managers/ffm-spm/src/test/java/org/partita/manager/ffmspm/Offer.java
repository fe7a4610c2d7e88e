package org.partita.manager.ffmspm;

import org.jspecify.annotations.Nullable;

/** Services. At isolation level 1 the vectors of MAPPED and STATELESS may be mapped. */
enum Offer {
    OPEN(Actor.SERVER, 0xF000_0001, 0x10, 1, false, 0, Actor.NS1, Actor.NS2, Actor.CLIENT, Actor.OTHER),
    MAPPED(Actor.SERVER, 0xF002, 0x20, 2, true, 0, Actor.NS1, Actor.NS2, Actor.CLIENT),
    STATELESS(Actor.SERVER, 0xF003, 0x40, 1, false, 30, Actor.NS1, Actor.NS2, Actor.CLIENT),
    HIDDEN(Actor.SERVER, 0xF004, 0x80, 3, true, 2, Actor.CLIENT, Actor.OTHER),
    FOREIGN(Actor.OTHER, 0xF005, 0x10, 1, false, 0, Actor.NS1, Actor.NS2, Actor.SERVER);

    final Actor partition;
    final int sid;
    final int signal;
    final int version;
    /** The version policy: RELAXED, else STRICT. */
    final boolean relaxed;
    /** Its number as a stateless service, 0 if it is connection based. */
    final int stateless;

    /** A bit for each actor that may use it. */
    private final int clients;

    Offer(Actor partition, int sid, int signal, int version, boolean relaxed, int stateless, Actor... clients) {
        this.partition = partition;
        this.sid = sid;
        this.signal = signal;
        this.version = version;
        this.relaxed = relaxed;
        this.stateless = stateless;
        int bits = 0;
        for (Actor a : clients) {
            bits |= 1 << a.ordinal();
        }
        this.clients = bits;
    }

    boolean connectionBased() {
        return stateless == 0;
    }

    boolean mapped() {
        return this == MAPPED || this == STATELESS;
    }

    boolean permits(Actor client) {
        return (clients >>> client.ordinal() & 1) != 0;
    }

    boolean accepts(long requested) {
        return relaxed ? requested <= version : requested == version;
    }

    static @Nullable Offer ofSid(long sid) {
        for (Offer o : values()) {
            if (Integer.toUnsignedLong(o.sid) == sid) {
                return o;
            }
        }
        return null;
    }

    static @Nullable Offer ofIndex(long index) {
        for (Offer o : values()) {
            if (o.stateless == index + 1) {
                return o;
            }
        }
        return null;
    }

    /** All signals of services of a partition. */
    static int signals(Actor partition) {
        int all = 0;
        for (Offer o : values()) {
            all |= o.partition == partition ? o.signal : 0;
        }
        return all;
    }
}
