package org.partita.core.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.partita.api.admin.RoleStatus;
import org.partita.api.provider.Provider;
import org.partita.core.execution.WriterLock;
import org.partita.core.wiring.Bound;

/** What swap control's book says, for people and for boot. */
public final class RoleReport {
    private final Book book;
    private final WriterLock writer;
    private final Activations activations;
    private final List<String> critical = new ArrayList<>();

    RoleReport(Book book, WriterLock writer, Activations activations) {
        this.book = book;
        this.writer = writer;
        this.activations = activations;
    }

    /** Index of a role by its word, or -1. */
    public int index(String word) {
        return writer.get(() -> book.roles.index(word));
    }

    /** The provider of a role, serving or standing by, of which this is true, best first; empty if there is none. */
    public String provider(int role, Predicate<Provider> which) {
        return writer.get(() -> book.candidates(role).stream()
                .filter(b -> which.test(b.provider()))
                .map(Bound::label)
                .findFirst()
                .orElse(""));
    }

    /** The words of these roles. */
    String words(long bits) {
        return writer.get(() -> IntStream.range(0, book.roles.size())
                .filter(role -> (bits >>> role & 1) != 0)
                .mapToObj(book.roles::word)
                .collect(Collectors.joining(", ")));
    }

    /** Required roles that nobody fills, with what is known of the reason. */
    public List<String> missing() {
        return unfilled(() -> {
            List<String> words = new ArrayList<>();
            for (int i = 0; i < book.roles.size(); i++) {
                if (book.place(i).mandatory) {
                    words.add(book.roles.word(i));
                }
            }
            return words;
        });
    }

    /** Which of these roles nobody fills, with what is known of the reason. */
    public List<String> unfilled(List<String> words) {
        return unfilled(() -> words);
    }

    private List<String> unfilled(Supplier<List<String>> words) {
        List<String> vacant = writer.get(() -> words.get().stream()
                .filter(w -> book.roles.index(w) < 0 || book.place(book.roles.index(w)).chosen == null)
                .toList());
        return vacant.stream().map(w -> w + why(w)).toList();
    }

    private String why(String word) {
        String reason = reason(word, writer.get(() -> {
            int i = book.roles.index(word);
            return i < 0 ? "" : book.place(i).reason;
        }));
        return reason.isEmpty() ? "" : " (" + reason + ")";
    }

    private String reason(String word, String reason) {
        String failure = activations.failure(word);
        return reason.isEmpty() || failure.isEmpty() ? reason + failure : reason + "; " + failure;
    }

    /** What keeps installed providers of this role from serving, empty if nothing is known. */
    public String failure(String word) {
        return activations.failure(word);
    }

    /** Every role in the fixed order. */
    public List<RoleStatus> status() {
        List<RoleStatus> all = writer.get(() -> {
            List<RoleStatus> book = new ArrayList<>();
            for (int i = 0; i < this.book.roles.size(); i++) {
                book.add(status(i));
            }
            return book;
        });
        return all.stream().map(this::withFailures).toList();
    }

    private RoleStatus withFailures(RoleStatus s) {
        return new RoleStatus(
                s.role(),
                s.mandatory(),
                s.bundleId(),
                s.provider(),
                s.version(),
                s.state(),
                s.since(),
                s.served(),
                s.standbys(),
                reason(s.role(), s.reason()));
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

    void critical(String text) {
        writer.run(() -> {
            if (!critical.contains(text)) {
                critical.add(text);
            }
        });
    }

    /** What went critically wrong since the platform began. */
    public List<String> criticals() {
        return writer.get(() -> List.copyOf(critical));
    }

    /** Providers bound, class loaders of theirs that are alive. */
    public int[] counts() {
        return writer.get(() -> new int[] {book.boundCount(), book.loaderCount()});
    }
}
