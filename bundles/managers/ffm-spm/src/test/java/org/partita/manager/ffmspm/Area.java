package org.partita.manager.ffmspm;

import org.jspecify.annotations.Nullable;

/** Ranges of memory, side by side, so that who goes beyond one is in another one with other rights; there is nothing elsewhere. */
enum Area {
    NS(null, true, true),
    NS_RO(null, true, false),
    NS_WO(null, false, true),
    CLIENT(Actor.CLIENT, true, true),
    CLIENT_RO(Actor.CLIENT, true, false),
    SERVER(Actor.SERVER, true, true),
    SERVER_RO(Actor.SERVER, true, false),
    OTHER(Actor.OTHER, true, true),
    AGENT(Actor.AGENT, true, true),
    /** Non-secure, on both sides of the end of the 32-bit address space. */
    END(null, true, true);

    static final int SIZE = 0x100;

    private static final long FIRST = 0x2000_0000L;
    private static final long ADDRESSES = 1L << 32;

    /** The partition that has it, null if it is Non-secure. */
    final @Nullable Actor owner;

    final boolean readable;
    final boolean writable;

    Area(@Nullable Actor owner, boolean readable, boolean writable) {
        this.owner = owner;
        this.readable = readable;
        this.writable = writable;
    }

    long base() {
        return this == END ? ADDRESSES - SIZE / 2 : FIRST + (long) SIZE * ordinal();
    }

    /** The range that has all these bytes, or null. */
    static @Nullable Area of(long address, long length) {
        for (Area a : values()) {
            long offset = address - a.base();
            if (offset >= 0 && length >= 0 && offset <= SIZE && length <= SIZE - offset) {
                return a;
            }
        }
        return null;
    }
}
