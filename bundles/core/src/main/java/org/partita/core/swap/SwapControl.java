package org.partita.core.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.RoleStatus;
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
    private final WiringFactory factory;
    private final Deadlines deadlines;
    private final Execution execution;
    private final Time time;
    private final PageStore pages;
    private final Consumer<String> log;
    private final Holding holding;
    private final List<String> critical = new ArrayList<>();
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
            Consumer<String> log) {
        this.hub = hub;
        this.writer = hub.writer();
        this.factory = factory;
        this.deadlines = deadlines;
        this.execution = execution;
        this.time = time;
        this.pages = pages;
        this.log = log;
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
            Vacancy v = new Vacancy(b.bundleId(), b.name(), Execution.realNanos(), false);
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
                    place.vacancy = new Vacancy(v.bundleId(), v.name(), v.since(), true);
                    elect(role);
                }
            }
        });
    }

    /** Core stops: what leaves from now on is the shutdown. */
    public void close() {
        writer.run(() -> {
            closed = true;
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
        execution.after(deadlines.grace(), () -> expire(1L << role));
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
        writer.run(() -> critical("calls were refused after hold.deadline: " + names(missing) + " vacant"));
    }

    private String names(long bits) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < book.roles.size(); i++) {
            if ((bits >>> i & 1) != 0) {
                words.add(book.roles.word(i));
            }
        }
        return String.join(", ", words);
    }

    // ---- decisions, under the writer lock

    private void fill(Bound b, boolean withoutState) {
        Place place = book.place(b.role());
        if (place.quarantined && !withoutState) {
            place.reason = "state quarantined: spm:swap " + book.roles.word(b.role()) + " " + b.name()
                    + " --without-state fills it with an empty provider";
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
        place.reason = "";
        b.since(time.now());
        publish();
    }

    /** A swap: drained and imported before anything changes; rolled back if that fails. */
    private SwapReport exchange(Bound from, Bound to) {
        Place place = book.place(from.role());
        holding.counter().reset();
        attach(to);
        place.chosen = null;
        place.vacancy = new Vacancy(from.bundleId(), from.name(), Execution.realNanos(), false);
        publish();
        long start = Execution.realNanos();
        String failure = "";
        Record state = null;
        StringBuilder inside = new StringBuilder();
        try {
            if (hub.drain(deadlines.drain(), inside::append)) {
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
                holding.counter().count(),
                holding.counter().longest());
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
        critical.add(text);
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

    /** Says which roles the platform needs; all others are optional. */
    public void require(List<String> words) {
        writer.run(() -> {
            for (String w : words) {
                int i = book.roles.index(w);
                if (i < 0) {
                    throw new PartitaException("role " + w + " is not known; known: " + names(-1L));
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
                throw new PartitaException("role " + word + " is not known; known: " + names(-1L));
            }
            book.place(i).sticky = provider;
        });
    }

    /** Turns the record of crossings on or off: part of a snapshot, so that passes need not ask. */
    public void tracing(boolean on) {
        writer.run(() -> {
            tracing = on;
            publish();
        });
    }

    // ---- views

    /** Index of a role by its word, or -1. */
    public int index(String word) {
        return writer.get(() -> book.roles.index(word));
    }

    /** Required roles that nobody fills. */
    public List<String> missing() {
        return writer.get(() -> {
            List<String> words = new ArrayList<>();
            for (int i = 0; i < book.roles.size(); i++) {
                Place p = book.place(i);
                if (p.mandatory && p.chosen == null) {
                    words.add(book.roles.word(i) + (p.reason.isEmpty() ? "" : " (" + p.reason + ")"));
                }
            }
            return words;
        });
    }

    /** Which of these roles nobody fills. */
    public List<String> unfilled(List<String> words) {
        return writer.get(() -> words.stream()
                .filter(w -> book.roles.index(w) < 0 || book.place(book.roles.index(w)).chosen == null)
                .toList());
    }

    /** Raised at the next publication; read it before looking at what is published. */
    public Signal changed() {
        return writer.get(() -> changed);
    }

    /** Every role in the fixed order. */
    public List<RoleStatus> status() {
        return writer.get(() -> {
            List<RoleStatus> all = new ArrayList<>();
            for (int i = 0; i < book.roles.size(); i++) {
                all.add(status(i));
            }
            return all;
        });
    }

    private RoleStatus status(int role) {
        Place p = book.place(role);
        Bound b = p.chosen;
        List<String> standbys = book.candidates(role).stream()
                .filter(c -> c != b)
                .map(Bound::label)
                .toList();
        String word = book.roles.word(role);
        if (b != null) {
            return new RoleStatus(
                    word,
                    p.mandatory,
                    b.bundleId(),
                    b.name(),
                    b.version(),
                    "serving",
                    b.since(),
                    b.served(),
                    standbys,
                    p.reason);
        }
        String state = p.withdrawn
                ? "withdrawn"
                : p.quarantined ? "quarantined" : p.vacancy != null || p.mandatory ? "vacant" : "absent";
        return new RoleStatus(word, p.mandatory, -1, "", "", state, 0, 0, standbys, p.reason);
    }

    /** What went critically wrong since the platform began. */
    public List<String> criticals() {
        return writer.get(() -> List.copyOf(critical));
    }

    /** Providers bound, class loaders of theirs that are alive. */
    public int[] counts() {
        return writer.get(() -> new int[] {book.boundCount(), book.loaderCount()});
    }

    private record Attached(String role, int peCount, PageStore pages) implements Attachment {}
}
