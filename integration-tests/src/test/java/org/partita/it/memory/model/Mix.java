package org.partita.it.memory.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.it.ffa.Abi;

/** How often which call ended how. */
final class Mix {
    static final String SUCCESS = "SUCCESS";

    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();
    private final Map<String, Integer> ways = new TreeMap<>();
    private final Map<Rare, Integer> rare = new EnumMap<>(Rare.class);

    void count(Operation operation, Abi completion) {
        count(
                operation,
                completion.error() == null ? SUCCESS : completion.error().name());
    }

    void count(Operation operation, Status error) {
        count(operation, error.name());
    }

    /** One that did what it is for. */
    void succeeded(Operation operation) {
        count(operation, SUCCESS);
    }

    private void count(Operation operation, String end) {
        counts.computeIfAbsent(operation.name(), n -> new TreeMap<>()).merge(end, 1, Integer::sum);
    }

    /** A call that was made in some way, if it was. */
    void way(String way, boolean taken) {
        if (taken) {
            ways.merge(way, 1, Integer::sum);
        }
    }

    /** Something that is looked for, if it was so. */
    void rare(Rare what, boolean so) {
        if (so) {
            rare.merge(what, 1, Integer::sum);
        }
    }

    void add(Map<FunctionId, Integer> functions) {
        functions.forEach((function, n) -> rare.merge(Rare.valueOf(function.name()), n, Integer::sum));
    }

    Map<Rare, Integer> rare() {
        return rare;
    }

    /** How many calls were made in which way. */
    Map<String, Integer> ways() {
        return ways;
    }

    /** How calls of a function ended, success aside. */
    Set<String> errors(String operation) {
        Set<String> ends =
                new TreeSet<>(counts.getOrDefault(operation, Map.of()).keySet());
        ends.remove(SUCCESS);
        return ends;
    }

    Set<String> operations() {
        return counts.keySet();
    }

    int of(String operation) {
        return counts.getOrDefault(operation, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    int of(String operation, String end) {
        return counts.getOrDefault(operation, Map.of()).getOrDefault(end, 0);
    }

    int all() {
        return counts.keySet().stream().mapToInt(this::of).sum();
    }

    int successful() {
        return counts.keySet().stream().mapToInt(n -> of(n, SUCCESS)).sum();
    }

    @Override
    public String toString() {
        return counts + ", " + ways + ", " + rare;
    }
}
