package org.partita.core.swap;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaProvider;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.provider.InterfaceProvider;
import org.partita.core.wiring.Bound;
import org.partita.core.wiring.RoleTable;

/** Who is bound, and what every role's state is; touched under the writer lock only. */
final class Book {
    private final Map<Long, Bound> bound = new LinkedHashMap<>();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private final int[] interfaceRole = new int[FunctionId.INDEX_LIMIT];
    private final long[] properties = new long[FunctionId.INDEX_LIMIT];
    private final long[][] added = new long[MemoryFeature.values().length][FunctionId.INDEX_LIMIT];
    private final Place[] places = new Place[RoleTable.LIMIT];
    final RoleTable roles = new RoleTable();

    Book() {
        Arrays.fill(interfaceRole, -1);
        for (int i = 0; i < places.length; i++) {
            places[i] = new Place();
        }
    }

    Place place(int role) {
        return places[role];
    }

    void add(Bound b) {
        bound.put(b.serviceId(), b);
        ClassLoader loader = b.provider().getClass().getClassLoader();
        if (loaders.stream().noneMatch(w -> w.refersTo(loader))) {
            loaders.add(new WeakReference<>(loader));
        }
    }

    @Nullable
    Bound get(long serviceId) {
        return bound.get(serviceId);
    }

    @Nullable
    Bound remove(long serviceId) {
        return bound.remove(serviceId);
    }

    int boundCount() {
        return bound.size();
    }

    /** Class loaders of providers bound so far that are alive. */
    int loaderCount() {
        loaders.removeIf(w -> w.refersTo(null));
        return loaders.size();
    }

    /** All providers of a role, best first: the sticky choice, then ranking, then age. */
    List<Bound> candidates(int role) {
        String sticky = places[role].sticky;
        return bound.values().stream()
                .filter(b -> b.role() == role)
                .sorted(Comparator.<Bound>comparingInt(b -> matches(b, sticky) ? 0 : 1)
                        .thenComparingInt(b -> -b.ranking())
                        .thenComparingLong(Bound::serviceId))
                .toList();
    }

    /** Whether a provider is the one that was chosen by name. */
    static boolean matches(Bound b, String sticky) {
        return !sticky.isEmpty() && (sticky.equals(b.name()) || sticky.equals(b.label()));
    }

    @Nullable
    Bound best(int role) {
        List<Bound> all = candidates(role);
        return all.isEmpty() ? null : all.get(0);
    }

    /**
     * Notes which functions an interface serves, for this snapshot and for the vacancy after it. Validates first; what
     * the provider says is asked once, not at each publication.
     */
    void functionsOf(Bound b) {
        if (b.provider() instanceof PsaProvider psa) {
            psaFunctionsOf(b, psa);
        }
        if (!(b.provider() instanceof InterfaceProvider p)) {
            return;
        }
        int feature = b.role() - RoleTable.MEMORY_FEATURES;
        if (feature >= 0 && feature < added.length) {
            for (FunctionId f : FunctionId.values()) {
                added[feature][f.index()] = p.featureProperties(f);
            }
        }
        Set<FunctionId> functions = Set.copyOf(p.functions());
        long[] asked = new long[FunctionId.INDEX_LIMIT];
        for (FunctionId f : functions) {
            int other = interfaceRole[f.index()];
            if (other >= 0 && other != b.role() && places[other].chosen != null) {
                throw new IllegalStateException(f + " is served by " + roles.word(other) + " already");
            }
            asked[f.index()] = p.featureProperties(f);
        }
        for (int i = 0; i < interfaceRole.length; i++) {
            interfaceRole[i] = interfaceRole[i] == b.role() ? -1 : interfaceRole[i];
        }
        for (FunctionId f : functions) {
            interfaceRole[f.index()] = b.role();
            properties[f.index()] = asked[f.index()];
        }
    }

    /** A half of the PSA API is served as a whole. */
    private static void psaFunctionsOf(Bound b, PsaProvider p) {
        Set<PsaFunction> functions = Set.copyOf(p.functions());
        for (PsaFunction f : PsaFunction.values()) {
            boolean its = f.client() == (b.role() == RoleTable.PSA_CLIENT);
            if (its != functions.contains(f)) {
                throw new IllegalStateException(
                        b.label() + (its ? " does not serve " : " serves, and must not, ") + f.title());
            }
        }
    }

    /** Of the functions, with what the features that serve add to them. */
    long[] properties() {
        long[] all = properties.clone();
        for (int f = 0; f < added.length; f++) {
            if (places[RoleTable.MEMORY_FEATURES + f].chosen != null) {
                for (int i = 0; i < all.length; i++) {
                    all[i] |= added[f][i];
                }
            }
        }
        return all;
    }

    int[] interfaceRoles() {
        return interfaceRole.clone();
    }

    @Nullable
    Bound[] chosen() {
        @Nullable Bound[] all = new @Nullable Bound[roles.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = places[i].chosen;
        }
        return all;
    }

    /** Bits of roles whose callers are held. */
    long vacant() {
        long bits = 0;
        for (int i = 0; i < roles.size(); i++) {
            Place p = places[i];
            if (p.chosen == null && !p.withdrawn && (p.mandatory || p.vacancy != null)) {
                bits |= 1L << i;
            }
        }
        return bits;
    }

    /** Bits of optional roles that are gone. */
    long withdrawn() {
        long bits = 0;
        for (int i = 0; i < roles.size(); i++) {
            bits |= places[i].withdrawn ? 1L << i : 0;
        }
        return bits;
    }
}
