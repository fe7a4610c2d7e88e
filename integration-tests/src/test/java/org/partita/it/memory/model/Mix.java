package org.partita.it.memory.model;

import java.util.Map;
import java.util.TreeMap;
import org.partita.it.ffa.Abi;

/** How often which call ended how. */
final class Mix {
    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

    void count(Operation operation, Abi completion) {
        String end = completion.error() == null ? "SUCCESS" : completion.error().name();
        counts.computeIfAbsent(operation.name(), n -> new TreeMap<>()).merge(end, 1, Integer::sum);
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
        return counts.keySet().stream().mapToInt(n -> of(n, "SUCCESS")).sum();
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
