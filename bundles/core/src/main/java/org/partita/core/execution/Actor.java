package org.partita.core.execution;

import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** Somebody who runs only while it has the run token. All of it belongs to the token's lock. */
final class Actor {
    /** Why somebody acts. */
    enum Kind {
        /** Belongs to the platform. */
        INHABITANT,
        /** Comes from outside: while it is there, time passes. */
        GUEST,
        /** Will be a guest at its time, if that comes. */
        EVENT,
        /** Ends somebody's wait: time goes on to it when nothing else can happen any more. */
        LIMIT
    }

    /**
     * Somebody who will act.
     *
     * @param name what to call it
     * @param nanos how much virtual time from now on it is chosen at the earliest
     */
    record Entry(String name, long nanos, Kind kind) {}

    /** What it does. */
    enum Standing {
        READY,
        RUNNING,
        /** Looks again and again for something that another actor has to do. */
        LOOKING,
        /** Waits to be granted a PE. */
        BLOCKED,
        /** Its call is held because a role is vacant. */
        HELD,
        /** Waits for work, and is woken for it. */
        ASLEEP,
        /** Has lent the token to threads from outside. */
        LENDING,
        /** Acts no more. */
        GONE
    }

    final String name;
    final Kind kind;
    final Condition turn;
    Standing standing = Standing.READY;

    @Nullable
    Context blockedOn;

    /** Waits already, though its thread is still on its way. */
    boolean joined;

    boolean stalled;
    /** Was woken while it was awake. */
    boolean woken;
    /** Has looked, and nobody has done anything since. */
    boolean looked;
    /** Virtual time before which it is not chosen. */
    long begins;
    /** From outside the platform, and there. */
    boolean guest;
    /** A thread of somebody else's, who wants to see what has come of it. */
    boolean visits;

    /** The event whose code it runs, if it came to a lent token. */
    @Nullable
    Actor patron;

    /** How many run its code inside. */
    int clients;

    /** Its own, while it lends the token. */
    @Nullable
    Thread thread;

    Actor(String name, Kind kind, long begins, Condition turn) {
        this.name = name;
        this.kind = kind;
        this.begins = begins;
        this.guest = kind == Kind.GUEST;
        this.turn = turn;
    }

    /** Whether the threads that run its code have the token: nobody else is chosen. */
    boolean lends() {
        return standing == Standing.LENDING && clients == 0;
    }

    /** Whether it has not begun, and waits for somebody who lets time pass. */
    boolean pends() {
        return kind == Kind.EVENT && !guest;
    }
}
