package org.partita.core.swap;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.SwapReport;
import org.partita.api.memory.PageStore;
import org.partita.api.provider.Attachment;
import org.partita.api.provider.Stateful;
import org.partita.core.execution.Execution;
import org.partita.core.execution.Hub;
import org.partita.core.execution.Signal;
import org.partita.core.execution.Time;
import org.partita.core.execution.WriterLock;
import org.partita.core.swap.Place.Vacancy;
import org.partita.core.wiring.Bound;
import org.partita.core.wiring.Declared;
import org.partita.core.wiring.RoleKind;
import org.partita.core.wiring.Wiring;
import org.partita.core.wiring.WiringFactory;

/**
 * Turns service events into snapshots, one writer at a time. bind and unbind run on whatever thread changes the
 * registry, never throw, and never wait for partition code.
 */
public final class SwapControl {
    private final Hub hub;
    private final WriterLock writer;
    private final Book book = new Book();
    private final Requirements requirements = new Requirements(book);
    private final WiringFactory factory;
    private final Deadlines deadlines;
    private final Execution execution;
    private final Time time;
    private final PageStore pages;
    private final Consumer<String> log;
    private final Holding holding;
    private final RoleReport report;
    private Signal changed = new Signal();
    private boolean tracing;
    private volatile boolean closed;

    public SwapControl(
            Hub hub,
            WiringFactory factory,
            Deadlines deadlines,
            Execution execution,
            Time time,
            PageStore pages,
            Activations activations,
            Consumer<String> log) {
        this.hub = hub;
        this.writer = hub.writer();
        this.factory = factory;
        this.deadlines = deadlines;
        this.execution = execution;
        this.time = time;
        this.pages = pages;
        this.log = log;
        this.report = new RoleReport(book, writer, activations);
        this.holding = new Holding(hub, this, deadlines);
    }

    /** Who decides about held calls. */
    public Holding holding() {
        return holding;
    }

    // ---- service events

    /** The index of the role that a service fills, or -1. */
    public int role(RoleKind kind, @Nullable String word) {
        return writer.get(() -> book.roles.admit(kind, word));
    }

    /** A provider has come. */
    public void bind(Bound b) {
        writer.run(() -> guarded("bind", b.label(), () -> {
            book.add(b);
            if (closed) {
                return;
            }
            Place place = book.place(b.role());
            Bound now = place.chosen;
            if (now == null) {
                if (mayFill(place, b)) {
                    fill(b, false);
                    rerank(b.role());
                }
            } else if (book.best(b.role()) == b && outranks(place, b, now)) {
                exchange(now, b);
            }
            upgradeWhoWaited();
        }));
    }

    private boolean mayFill(Place place, Bound b) {
        Vacancy v = place.vacancy;
        return v == null
                || v.departed()
                || v.name().equals(b.name())
                || (hub.token() == null && Execution.realNanos() - v.since() >= deadlines.standby());
    }

    private static boolean outranks(Place place, Bound b, Bound now) {
        boolean nowChosen = Book.matches(now, place.sticky);
        return !nowChosen && (Book.matches(b, place.sticky) || b.ranking() > now.ranking());
    }

    /** A provider's service properties have changed. */
    public void updated(long serviceId, int ranking) {
        writer.run(() -> {
            Bound b = book.get(serviceId);
            if (b == null || closed) {
                return;
            }
            b.ranking(ranking);
            rerank(b.role());
        });
    }

    /** After a fill and after a changed ranking: somebody else may be better now. */
    private void rerank(int role) {
        Place place = book.place(role);
        Bound now = place.chosen;
        Bound best = book.best(role);
        if (now != null && best != null && best != now && outranks(place, best, now)) {
            guarded("ranking", best.label(), () -> exchange(now, best));
        }
    }

    /** A provider leaves: withdrawn from admission and published first, everything else guarded. */
    public void unbind(long serviceId) {
        writer.run(() -> {
            Bound b = book.remove(serviceId);
            if (b == null || closed || book.place(b.role()).chosen != b) {
                return;
            }
            Place place = book.place(b.role());
            place.chosen = null;
            if (Book.matches(b, place.sticky)) {
                // the choice survives an update
                place.sticky = b.name();
            }
            Vacancy v = new Vacancy(b);
            place.vacancy = v;
            place.reason = b.label() + " left";
            publish();
            guarded("departure", b.label(), () -> depart(b, place));
            schedule(b.role(), v);
        });
    }

    private void depart(Bound b, Place place) {
        boolean clean = hub.drain(deadlines.drain(), text -> undrained(b, text));
        try {
            if (clean) {
                place.kept = StateTransfer.export(b.provider());
            } else if (b.provider() instanceof Stateful<?>) {
                place.quarantined = true;
                place.reason = b.label() + " left with a call inside: its state is quarantined, outcome unknown";
            }
        } catch (RuntimeException | Error e) {
            place.quarantined = true;
            place.reason = b.label() + " left and its state could not be exported: " + e;
            critical(place.reason);
        }
        detach(b);
    }

    private void attach(Bound b) {
        try {
            b.provider().attach(new Attached(book.roles.word(b.role()), hub.peCount(), pages));
        } catch (RuntimeException | Error e) {
            detach(b);
            // text only: the Throwable of a provider holds its class loader
            throw new PartitaException(b.label() + " could not be attached: " + e);
        }
    }

    private void detach(Bound b) {
        guarded("detach", b.label(), () -> b.provider().detach());
    }

    private void undrained(Bound b, String text) {
        critical(b.label() + " left while a call was inside: " + text);
    }

    /** Only the bundle event tells an uninstall from a stop: a standby takes over at once. */
    public void uninstalled(long bundleId) {
        writer.run(() -> {
            for (int role = 0; role < book.roles.size(); role++) {
                Place place = book.place(role);
                Vacancy v = place.vacancy;
                if (v != null && v.bundleId() == bundleId) {
                    place.vacancy = v.uninstalled();
                    elect(role);
                }
            }
        });
    }

    /** Core stops: what leaves from now on is the shutdown. */
    public void close() {
        writer.run(() -> {
            closed = true;
            hub.close();
            for (int role = 0; role < book.roles.size(); role++) {
                Place place = book.place(role);
                place.chosen = null;
                place.vacancy = null;
                place.mandatory = true;
            }
            publish();
            hub.drain(deadlines.drain(), log);
        });
    }

    /** Whether core stops: calls are refused at once. */
    boolean closed() {
        return closed;
    }

    // ---- vacancies

    private void schedule(int role, Vacancy v) {
        if (hub.token() != null) {
            return;
        }
        execution.after(
                deadlines.standby(),
                () -> writer.run(() -> {
                    if (book.place(role).vacancy == v) {
                        elect(role);
                    }
                }));
        execution.after(deadlines.grace(), () -> {
            expire(1L << role);
            stillVacant(role, v);
        });
    }

    /** Says why nobody came: a provider whose activation fails is never bound. */
    private void stillVacant(int role, Vacancy v) {
        String word = writer.get(() -> book.place(role).vacancy == v ? book.roles.word(role) : "");
        if (!word.isEmpty() && !closed) {
            log.accept("stays vacant: " + String.join("", report.unfilled(List.of(word))));
        }
    }

    /** When the grace of the last of these roles ends, in real nanoseconds. */
    long graceEnds(long missing) {
        return writer.get(() -> {
            long end = Execution.realNanos();
            for (int role = 0; role < book.roles.size(); role++) {
                Vacancy v = book.place(role).vacancy;
                if ((missing >>> role & 1) != 0 && v != null) {
                    end = Math.max(end, v.since() + deadlines.grace());
                }
            }
            return end;
        });
    }

    /** The grace of these roles is over: elect standbys, withdraw optional features. True: try the call again. */
    boolean expire(long missing) {
        return writer.get(() -> {
            boolean again = false;
            for (int role = 0; role < book.roles.size(); role++) {
                Place place = book.place(role);
                if ((missing >>> role & 1) == 0) {
                    continue;
                }
                if (place.chosen != null) {
                    again = true;
                } else if (over(place)) {
                    again |= elect(role) || withdraw(role);
                }
            }
            return again;
        });
    }

    private boolean over(Place place) {
        Vacancy v = place.vacancy;
        return hub.token() != null || v == null || Execution.realNanos() - v.since() >= deadlines.grace();
    }

    private boolean elect(int role) {
        Place place = book.place(role);
        if (place.chosen != null) {
            return true;
        }
        if (closed) {
            return false;
        }
        for (Bound b : book.candidates(role)) {
            guarded("election", b.label(), () -> fill(b, false));
            if (place.chosen != null) {
                return true;
            }
        }
        return false;
    }

    private boolean withdraw(int role) {
        Place place = book.place(role);
        if (place.mandatory || place.withdrawn) {
            return false;
        }
        place.withdrawn = true;
        place.reason = place.reason + "; withdrawn after the grace";
        publish();
        return true;
    }

    void holdExpired(long missing) {
        writer.run(() -> critical("calls were refused after hold.deadline: " + report.words(missing) + " vacant"));
    }

    // ---- decisions, under the writer lock

    private void fill(Bound b, boolean withoutState) {
        Place place = book.place(b.role());
        if (place.quarantined && !withoutState) {
            place.reason = "state quarantined: spm:swap " + book.roles.word(b.role()) + " " + b.name()
                    + " --without-state fills it with an empty provider";
            return;
        }
        String against = requirements.against(b);
        if (!against.isEmpty()) {
            place.waits = true;
            place.reason = against;
            return;
        }
        Record kept = place.kept;
        try {
            attach(b);
            if (kept != null && !withoutState) {
                StateTransfer.hand(kept, b.provider());
            }
            book.functionsOf(b);
        } catch (RuntimeException | Error e) {
            place.reason = b.label() + " refused: " + e.getMessage();
            detach(b);
            return;
        }
        place.kept = null;
        place.quarantined = false;
        install(b);
    }

    private void install(Bound b) {
        Place place = book.place(b.role());
        place.chosen = b;
        place.vacancy = null;
        place.withdrawn = false;
        place.waits = false;
        place.reason = "";
        b.since(time.now());
        publish();
        serveWhoWaited();
    }

    /** Somebody has come whom others may require. */
    private void serveWhoWaited() {
        for (int role = 0; role < book.roles.size(); role++) {
            if (book.place(role).waits) {
                elect(role);
            }
        }
    }

    /** Who ranks higher than who serves, but could not for want of what has come now. */
    private void upgradeWhoWaited() {
        for (int role = 0; role < book.roles.size(); role++) {
            Place place = book.place(role);
            if (place.waits && place.chosen != null) {
                place.waits = false;
                rerank(role);
            }
        }
    }

    /** A swap: drained and imported before anything changes; rolled back if that fails. */
    private SwapReport exchange(Bound from, Bound to) {
        Place place = book.place(from.role());
        String against = requirements.against(to);
        if (!against.isEmpty()) {
            place.waits = true;
            throw new PartitaException("swap of " + book.roles.word(from.role()) + " to " + to.label() + " refused, "
                    + from.label() + " serves on: " + against);
        }
        holding.counter().watch(from.role(), Execution.realNanos());
        attach(to);
        place.chosen = null;
        place.vacancy = new Vacancy(from);
        publish();
        long start = Execution.realNanos();
        String failure = "";
        Record state = null;
        StringBuilder inside = new StringBuilder();
        try {
            if (hub.awaitDrained(deadlines.drain(), inside::append)) {
                state = StateTransfer.export(from.provider());
                if (state != null) {
                    StateTransfer.hand(state, to.provider());
                }
                book.functionsOf(to);
            } else {
                failure = "a call did not drain within the drain deadline: " + inside;
            }
        } catch (RuntimeException | Error e) {
            failure = String.valueOf(e);
        }
        long drained = Execution.realNanos() - start;
        boolean ok = failure.isEmpty();
        // whom the swap has held wakes with the next wiring
        long held = holding.counter().count();
        long longest = holding.counter().longest(Execution.realNanos());
        install(ok ? to : from);
        detach(ok ? from : to);
        if (!ok) {
            throw new PartitaException("swap of " + book.roles.word(from.role()) + " to " + to.label()
                    + " rolled back, " + from.label() + " serves on: " + failure);
        }
        return new SwapReport(
                book.roles.word(to.role()),
                from.label(),
                to.label(),
                drained,
                StateTransfer.describe(state),
                held,
                longest);
    }

    private void publish() {
        Wiring next = factory.make(
                book.vacant(), book.withdrawn(), tracing, book.chosen(), book.interfaceRoles(), book.properties());
        hub.publish(next);
        Signal old = changed;
        changed = new Signal();
        old.raise();
    }

    private void guarded(String what, String who, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            // text only: the Throwable of a provider holds its class loader
            log.accept(what + " of " + who + ": " + e);
        }
    }

    private void critical(String text) {
        report.critical(text);
        log.accept("CRITICAL " + text);
    }

    // ---- commands

    /** Refuses an operation inside a pass: it would wait for itself. */
    public void notInsidePass(String operation) {
        if (hub.insidePass()) {
            throw new IllegalStateException(
                    operation + " was called from inside a pass: providers never change the wiring");
        }
    }

    /**
     * Makes another installed provider serve the role.
     *
     * @param wanted bundle id, symbolic name, or symbolic name:version
     */
    public SwapReport swap(int role, String wanted, boolean withoutState) {
        notInsidePass("spm:swap");
        return writer.get(() -> {
            List<Bound> all = book.candidates(role);
            Bound to = all.stream()
                    .filter(b -> Book.matches(b, wanted)
                            || Long.toString(b.bundleId()).equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new PartitaException("no installed provider of " + book.roles.word(role) + " is "
                            + wanted + "; there are: " + String.join(", ", labels(all))));
            Place place = book.place(role);
            Bound from = place.chosen;
            if (from == to) {
                place.sticky = to.label();
                throw new PartitaException(to.label() + " serves " + book.roles.word(role) + " already");
            }
            SwapReport report = from == null ? fillVacant(to, place, withoutState) : exchange(from, to);
            place.sticky = to.label();
            upgradeWhoWaited();
            return report;
        });
    }

    private SwapReport fillVacant(Bound to, Place place, boolean withoutState) {
        Record kept = place.kept;
        fill(to, withoutState);
        if (place.chosen != to) {
            throw new PartitaException(
                    "swap of " + book.roles.word(to.role()) + " to " + to.label() + " refused: " + place.reason);
        }
        return new SwapReport(
                book.roles.word(to.role()),
                "",
                to.label(),
                0,
                withoutState ? "nothing, by command" : StateTransfer.describe(kept),
                0,
                0);
    }

    private static List<String> labels(List<Bound> all) {
        return all.stream()
                .map(b -> b.label() + " (bundle " + b.bundleId() + ")")
                .toList();
    }

    /**
     * Sets what the platform itself offers to providers that require it, and what it has against one that would serve.
     *
     * @param against a reason, empty if there is none
     */
    public void platform(Declared offers, Function<Bound, String> against) {
        writer.run(() -> {
            requirements.platform(offers, against);
            serveWhoWaited();
        });
    }

    /** Says which roles the platform needs; all others are optional. */
    public void require(List<String> words) {
        writer.run(() -> {
            for (String w : words) {
                int i = book.roles.index(w);
                if (i < 0) {
                    throw new PartitaException("role " + w + " is not known; known: " + report.words(-1L));
                }
                Place place = book.place(i);
                place.mandatory = true;
                place.withdrawn = false;
            }
            publish();
        });
    }

    /** Chooses providers by configuration: role word and symbolic name. */
    public void choose(String word, String provider) {
        writer.run(() -> {
            int i = book.roles.index(word);
            if (i < 0) {
                throw new PartitaException("role " + word + " is not known; known: " + report.words(-1L));
            }
            book.place(i).sticky = provider;
            // one that came before it was asked for
            rerank(i);
        });
    }

    /** Turns the record of crossings on or off: part of a snapshot, so that passes need not ask. */
    public void tracing(boolean on) {
        writer.run(() -> {
            tracing = on;
            publish();
        });
    }

    /** Raised at the next publication; read it before looking at what is published. */
    public Signal changed() {
        return writer.get(() -> changed);
    }

    /** What people and boot want to know about roles. */
    public RoleReport report() {
        return report;
    }

    private record Attached(String role, int peCount, PageStore pages) implements Attachment {}
}
