package org.partita.core.swap;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Filter;
import org.partita.core.wiring.Bound;
import org.partita.core.wiring.Declared;

/**
 * The rules of assembly that providers declare, checked for those who serve. A role that is vacant for a while counts as
 * what it was: its provider is on its way back.
 */
final class Requirements {
    private final Book book;

    /** What the platform itself offers. */
    private Declared platform = Declared.NOTHING;

    private Function<Bound, String> objection = b -> "";

    Requirements(Book book) {
        this.book = book;
    }

    /**
     * What a provider requires and nobody offers.
     *
     * @param b the provider, taken to serve its role
     * @return the requirement in words, empty if all are met
     */
    String unmetOf(Bound b) {
        return b.declared().needs().stream()
                .filter(need -> !met(b, need))
                .map(Declared::text)
                .findFirst()
                .orElse("");
    }

    /**
     * Who would no longer have what the role offers it if another provider served the role.
     *
     * @param to the other provider
     * @return a sentence, empty if nobody minds
     */
    String brokenBy(Bound to) {
        Declared before = inPlace(book.place(to.role()));
        for (int role = 0; before != null && role < book.roles.size(); role++) {
            Bound other = book.place(role).chosen;
            if (other == null || role == to.role()) {
                continue;
            }
            for (Filter need : other.declared().needs()) {
                if (before.meets(need) && !offered(need, to)) {
                    return other.label() + " requires " + Declared.text(need) + ", which " + to.label()
                            + " does not offer";
                }
            }
        }
        return "";
    }

    private boolean met(Bound b, Filter need) {
        return b.declared().meets(need) || offered(need, b);
    }

    /** Sets what the platform itself offers, and what it has against a provider: a reason, or nothing. */
    void platform(Declared offers, Function<Bound, String> against) {
        platform = offers;
        objection = against;
    }

    /** What stands against a provider that would serve; empty if nothing does. */
    String against(Bound b) {
        String objects = objection.apply(b);
        if (!objects.isEmpty()) {
            return objects;
        }
        String unmet = unmetOf(b);
        return unmet.isEmpty() ? brokenBy(b) : b.label() + " requires " + unmet + ", which no serving provider offers";
    }

    private boolean offered(Filter need, Bound newcomer) {
        if (platform.meets(need)) {
            return true;
        }
        for (int role = 0; role < book.roles.size(); role++) {
            Declared there = role == newcomer.role() ? newcomer.declared() : inPlace(book.place(role));
            if (there != null && there.meets(need)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Declared inPlace(Place place) {
        if (place.chosen != null) {
            return place.chosen.declared();
        }
        return place.vacancy == null || place.withdrawn ? null : place.vacancy.declared();
    }
}
