package org.partita.it.memory.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Delta debugging (Zeller and Hildebrandt, ddmin): what is left of a list that fails when nothing more can be left out. */
final class Shrinker {
    private Shrinker() {}

    /**
     * A part that fails and of which no element can be left out.
     *
     * @param failing fails
     * @param fails the same for the same list
     */
    static <T> List<T> minimal(List<T> failing, Predicate<List<T>> fails) {
        List<T> left = List.copyOf(failing);
        int parts = 2;
        while (left.size() > 1) {
            List<T> less = less(left, Math.min(parts, left.size()), fails);
            if (less.size() < left.size()) {
                left = less;
                parts = Math.max(parts - 1, 2);
            } else if (parts >= left.size()) {
                break;
            } else {
                parts *= 2;
            }
        }
        return left;
    }

    /** Without one of so many parts, if that fails still. */
    private static <T> List<T> less(List<T> list, int parts, Predicate<List<T>> fails) {
        for (int i = parts - 1; i >= 0; i--) {
            List<T> rest = new ArrayList<>(list.subList(0, list.size() * i / parts));
            rest.addAll(list.subList(list.size() * (i + 1) / parts, list.size()));
            if (fails.test(rest)) {
                return rest;
            }
        }
        return list;
    }
}
