package org.partita.interfaces.memorymanagement;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.Status;
import org.partita.interfaces.memorymanagement.TransitionTables.Next;

/**
 * States of some endpoints, by their position, for some regions, as the tables have them.
 *
 * @param states for each region the states of all endpoints
 * @param sent transactions under way: no region is in two
 */
record TableState(List<List<String>> states, List<Sent> sent) {
    private static final String NOTHING = "!Owner-NA";

    /**
     * A transaction.
     *
     * @param owner position of A
     * @param regions positions
     * @param having who of the Receivers has retrieved it
     */
    record Sent(TransactionType type, int owner, Set<Integer> regions, Set<Integer> receivers, Set<Integer> having) {
        Sent with(Set<Integer> now) {
            return new Sent(type, owner, regions, receivers, now);
        }
    }

    /** An endpoint does something. */
    sealed interface Step {
        int caller();

        record Send(int caller, TransactionType type, Set<Integer> regions, Set<Integer> receivers) implements Step {}

        /** Steps that name a region by its Handle; if it is in no transaction, by one that is not valid any more. */
        record Retrieve(int caller, int region) implements Step {}

        record Relinquish(int caller, int region) implements Step {}

        record Reclaim(int caller, int region) implements Step {}
    }

    /**
     * What a step leads to.
     *
     * @param refusals codes that the text allows; with none it succeeds
     */
    record Result(Set<Status> refusals, TableState next) {}

    /** All regions are the first endpoint's. */
    static TableState start(int regions, int endpoints) {
        List<String> states = new ArrayList<>();
        for (int i = 0; i < endpoints; i++) {
            states.add(i == 0 ? "Owner-EA" : NOTHING);
        }
        return new TableState(java.util.Collections.nCopies(regions, List.copyOf(states)), List.of());
    }

    @Nullable
    Sent of(int region) {
        return sent.stream()
                .filter(s -> s.regions().contains(region))
                .findFirst()
                .orElse(null);
    }

    /** @param outwards whether a Receiver at a position must not get memory of a Sender, asked for each pair */
    Result after(Step step, Outwards outwards) {
        return switch (step) {
            case Step.Send s -> send(s, outwards);
            case Step.Retrieve s -> retrieve(s);
            case Step.Relinquish s -> relinquish(s);
            case Step.Reclaim s -> reclaim(s);
        };
    }

    /** FF-A 11.x.1.2 item 3, Table 5.7. */
    interface Outwards {
        boolean denied(int sender, int receiver);
    }

    private Result send(Step.Send s, Outwards outwards) {
        for (int b : s.receivers()) {
            if (outwards.denied(s.caller(), b)) {
                return refused(Status.DENIED);
            }
            for (int region : s.regions()) {
                if (end(s.type(), region, s.caller(), b, s.receivers().size()) == null) {
                    return refused(Status.DENIED);
                }
            }
        }
        TableState next = this;
        for (int region : s.regions()) {
            // a donor owns the region until it is retrieved, without access (Table 5.4 row 2)
            Next end = Objects.requireNonNull(end(
                    s.type(),
                    region,
                    s.caller(),
                    s.receivers().iterator().next(),
                    s.receivers().size()));
            String a = s.type() == TransactionType.DONATE ? "Owner-NA" : end.a();
            next = next.with(region, s.caller(), a);
        }
        return next.succeeding(null, new Sent(s.type(), s.caller(), s.regions(), s.receivers(), Set.of()));
    }

    private @Nullable Next end(TransactionType type, int region, int a, int b, int receivers) {
        List<String> now = states.get(region);
        return TransitionTables.sent(type, now.get(a), now.get(b), receivers);
    }

    private Result retrieve(Step.Retrieve s) {
        Sent t = of(s.region());
        if (t == null || !t.receivers().contains(s.caller())) {
            return refused(Status.INVALID_PARAMETERS); // 5.12.1
        }
        if (t.having().contains(s.caller())) {
            return refused(Status.DENIED); // 11.4.2
        }
        Next end = Objects.requireNonNull(TransitionTables.sent(
                t.type(), "Owner-EA", NOTHING, t.receivers().size()));
        TableState next = this;
        for (int region : t.regions()) {
            next = next.with(region, s.caller(), end.b()).with(region, t.owner(), end.a());
        }
        // 5.10.2: a donation is over
        return next.succeeding(t, t.type() == TransactionType.DONATE ? null : t.with(plus(t.having(), s.caller())));
    }

    private Result relinquish(Step.Relinquish s) {
        Sent t = of(s.region());
        if (t == null || !t.receivers().contains(s.caller())) {
            return refused(Status.INVALID_PARAMETERS); // 11.6.1.2 (1)
        }
        List<String> now = states.get(s.region());
        Next end = TransitionTables.relinquished(now.get(t.owner()), now.get(s.caller()));
        if (end == null) {
            // 11.6.1.2 (4); a donation is neither lent nor shared (1)
            return t.type() == TransactionType.DONATE
                    ? refused(Status.DENIED, Status.INVALID_PARAMETERS)
                    : refused(Status.DENIED);
        }
        TableState next = this;
        for (int region : t.regions()) {
            next = next.with(region, s.caller(), end.b());
        }
        return next.succeeding(t, t.with(minus(t.having(), s.caller())));
    }

    private Result reclaim(Step.Reclaim s) {
        Sent t = of(s.region());
        if (t == null || t.owner() != s.caller()) {
            return refused(Status.INVALID_PARAMETERS); // 11.7.1.2 (1)
        }
        if (!t.having().isEmpty()) {
            return refused(Status.DENIED); // (3)
        }
        TableState next = this;
        for (int region : t.regions()) {
            next = next.with(region, s.caller(), "Owner-EA"); // (8), Table 5.12
        }
        return next.succeeding(t, null);
    }

    private Result refused(Status first, Status... more) {
        return new Result(EnumSet.of(first, more), this);
    }

    private Result succeeding(@Nullable Sent before, @Nullable Sent after) {
        List<Sent> all = new ArrayList<>(sent);
        all.remove(before);
        if (after != null) {
            all.add(after);
        }
        all.sort((a, b) -> Integer.compare(
                a.regions().iterator().next(), b.regions().iterator().next()));
        return new Result(Set.of(), new TableState(states, List.copyOf(all)));
    }

    private TableState with(int region, int endpoint, String state) {
        List<List<String>> all = new ArrayList<>(states);
        List<String> one = new ArrayList<>(all.get(region));
        one.set(endpoint, state);
        all.set(region, List.copyOf(one));
        return new TableState(List.copyOf(all), sent);
    }

    private static Set<Integer> plus(Set<Integer> set, int one) {
        Set<Integer> more = new TreeSet<>(set);
        more.add(one);
        return more;
    }

    private static Set<Integer> minus(Set<Integer> set, int one) {
        Set<Integer> less = new TreeSet<>(set);
        less.remove(one);
        return less;
    }

    /** Every step of every endpoint. */
    static List<Step> steps(int regions, int endpoints) {
        List<Step> all = new ArrayList<>();
        for (int caller = 0; caller < endpoints; caller++) {
            int c = caller;
            for (Set<Integer> some : subsets(regions, r -> true)) {
                for (Set<Integer> receivers : subsets(endpoints, e -> e != c)) {
                    for (TransactionType type : TransactionType.values()) {
                        if (type != TransactionType.DONATE || receivers.size() == 1) {
                            all.add(new Step.Send(caller, type, some, receivers));
                        }
                    }
                }
            }
            for (int region = 0; region < regions; region++) {
                all.add(new Step.Retrieve(caller, region));
                all.add(new Step.Relinquish(caller, region));
                all.add(new Step.Reclaim(caller, region));
            }
        }
        return all;
    }

    /** All sets of numbers below a limit that fit, but the empty one. */
    private static List<Set<Integer>> subsets(int limit, IntPredicate fits) {
        List<Set<Integer>> all = new ArrayList<>();
        for (int bits = 1; bits < 1 << limit; bits++) {
            Set<Integer> set = new TreeSet<>();
            for (int i = 0; i < limit; i++) {
                if ((bits >> i & 1) != 0) {
                    set.add(i);
                }
            }
            if (set.stream().allMatch(fits::test)) {
                all.add(set);
            }
        }
        return all;
    }
}
