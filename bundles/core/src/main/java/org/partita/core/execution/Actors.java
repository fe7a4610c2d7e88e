package org.partita.core.execution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.partita.core.execution.Actor.Kind;
import org.partita.core.execution.Actor.Standing;

/** The actors of a run token in order of name, and who of them may be next. All of it belongs to the token's lock. */
final class Actors {
    /** How much virtual time a look costs when nobody can do anything any more. */
    private static final long GIVING_UP = 1_000_000;

    /** For how much virtual time the platform goes on after the last guest. */
    private static final long SETTLING = 10_000_000;

    private final TreeMap<String, Actor> all = new TreeMap<>();
    private final VirtualTime time;
    private boolean gated;
    private int guests;
    /** Virtual time until which the platform goes on without guests. */
    private long until;

    Actors(VirtualTime time) {
        this.time = time;
    }

    /** From now on somebody has to be there from outside, or nothing happens. */
    void gate(boolean value) {
        gated = value;
        settle();
    }

    boolean gated() {
        return gated;
    }

    private void settle() {
        until = time.now() + SETTLING;
    }

    /** What comes from outside later has to wait for a guest. */
    void settled() {
        if (alone()) {
            until = time.now();
        }
    }

    /** Adds somebody; its name is made unique. */
    Actor add(Actor.Entry entry, long begins, Supplier<Condition> turn) {
        String unique = entry.name();
        for (int i = 2; all.containsKey(unique); i++) {
            unique = entry.name() + "#" + i;
        }
        Actor a = new Actor(unique, entry.kind(), begins, turn.get());
        all.put(unique, a);
        guests += a.guest ? 1 : 0;
        return a;
    }

    void remove(Actor a) {
        all.remove(a.name);
        a.standing = Standing.GONE;
        a.turn.signalAll();
        dismiss(a);
    }

    /** Somebody is no guest any more: nobody waits for it. */
    void dismiss(Actor a) {
        boolean last = a.guest && --guests == 0;
        a.guest = false;
        if (last) {
            settle();
        }
    }

    /** Somebody is chosen: an event is a guest from now on. */
    void begun(Actor a) {
        if (a.pends()) {
            a.guest = true;
            guests++;
        }
    }

    @Nullable
    Actor find(String name) {
        return all.get(name);
    }

    Collection<Actor> all() {
        return all.values();
    }

    /** Somebody may have done what others look for. */
    void acted() {
        all.values().forEach(a -> a.looked = false);
    }

    boolean running() {
        return all.values().stream().anyMatch(a -> a.standing == Standing.RUNNING);
    }

    /** An event whose code runs outside; null if there is none. */
    @Nullable
    Actor lender() {
        return all.values().stream().filter(Actor::lends).findFirst().orElse(null);
    }

    /** Whether nobody from outside is there. */
    private boolean alone() {
        return gated && guests == 0;
    }

    /** Who may be next; time goes on if nobody can do anything before. Empty if the platform stands still. */
    List<Actor> candidates() {
        boolean alone = alone();
        if (alone && time.now() >= limit()) {
            return List.of();
        }
        List<Actor> ready = ready(alone);
        long by = Math.min(alone ? limit() : Long.MAX_VALUE, firstOf(a -> a.kind == Kind.LIMIT));
        if (ready.isEmpty() && skip(a -> a.kind != Kind.LIMIT && !(alone && a.pends()), by)) {
            ready = ready(alone);
        }
        return ready.isEmpty() && !alone ? lastResort() : ready;
    }

    /** Until when the platform goes on without guests: events wait for one. */
    private long limit() {
        return Math.min(until, firstOf(Actor::pends));
    }

    /** When the first of these begins; never, if there is none. */
    private long firstOf(Predicate<Actor> who) {
        return all.values().stream()
                .filter(a -> a.standing == Standing.READY && who.test(a))
                .mapToLong(a -> a.begins)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private List<Actor> ready(boolean alone) {
        List<Actor> ready = new ArrayList<>();
        for (Actor a : all.values()) {
            boolean looks = a.standing == Standing.LOOKING && !a.looked;
            boolean begins = a.standing == Standing.READY && a.begins <= time.now() && !(alone && a.pends());
            if (looks || begins) {
                ready.add(a);
            }
        }
        return ready;
    }

    /** Virtual time goes on to where the next one of these begins. False if there is none by then. */
    private boolean skip(Predicate<Actor> who, long by) {
        long next = firstOf(who);
        if (next == Long.MAX_VALUE || next > by) {
            return false;
        }
        time.skipTo(next);
        return true;
    }

    /** Nobody can do anything: a vacancy has to be decided, or time goes on until somebody gives up looking or a limit is reached. */
    private List<Actor> lastResort() {
        List<Actor> looking = new ArrayList<>();
        for (Actor a : all.values()) {
            if (a.standing == Standing.HELD) {
                a.stalled = true;
                return List.of(a);
            }
            if (a.standing == Standing.LOOKING) {
                looking.add(a);
            }
        }
        if (!looking.isEmpty()) {
            time.skipTo(time.now() + GIVING_UP);
            return looking;
        }
        return skip(a -> a.kind == Kind.LIMIT, Long.MAX_VALUE) ? ready(false) : List.of();
    }
}
