package org.partita.benchmarks.footprint;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects and what they refer to. It looks into classes of Partita's and into threads and collections of Java's, not into classes, class loaders
 * and other libraries.
 */
public final class ObjectGraph {
    private static final List<String> INTO = List.of("org.partita.", "java.util.", "java.lang.", "jdk.internal.vm.");

    private final Map<Class<?>, List<Field>> references = new HashMap<>();

    /**
     * What would go if these objects went: they and what is reached through them only.
     *
     * @param targets the objects
     * @param roots from where everything else is reached
     */
    public Set<Object> retained(Collection<?> targets, Collection<?> roots) {
        Set<Object> rest = reached(roots, identity(targets));
        Set<Object> own = reached(targets, rest);
        own.removeAll(rest);
        return own;
    }

    /** The value of a field, of the class or of one above it. */
    public static Object field(Object of, String name) {
        Object value = find(of, name);
        if (value == null) {
            throw new IllegalStateException("field " + name + " of " + of + " is null");
        }
        return value;
    }

    /** As {@link #field}; null if nothing is there. */
    public static @Nullable Object find(Object of, String name) {
        for (Field f : fields(of.getClass())) {
            if (f.getName().equals(name)) {
                return value(f, of);
            }
        }
        throw new IllegalStateException(of.getClass().getName() + " has no field " + name
                + " any more: what is measured goes by the names of core's fields");
    }

    private static Set<Object> identity(Collection<?> objects) {
        Set<Object> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(objects);
        return set;
    }

    /** All objects that are reached, without going through some. */
    private Set<Object> reached(Collection<?> from, Set<Object> without) {
        Set<Object> seen = identity(List.of());
        Deque<Object> open = new ArrayDeque<>();
        from.forEach(o -> visit(o, without, seen, open));
        for (Object o = open.poll(); o != null; o = open.poll()) {
            if (o instanceof Object[] array) {
                for (Object element : array) {
                    visit(element, without, seen, open);
                }
            } else if (INTO.stream().anyMatch(o.getClass().getName()::startsWith)) {
                for (Field f : references.computeIfAbsent(o.getClass(), ObjectGraph::references)) {
                    visit(value(f, o), without, seen, open);
                }
            }
        }
        return seen;
    }

    private static void visit(@Nullable Object o, Set<Object> without, Set<Object> seen, Deque<Object> open) {
        boolean shared = o instanceof Class || o instanceof ClassLoader || o instanceof Enum;
        if (o != null && !shared && !without.contains(o) && seen.add(o)) {
            open.add(o);
        }
    }

    private static List<Field> references(Class<?> of) {
        return fields(of).stream().filter(f -> !f.getType().isPrimitive()).toList();
    }

    private static List<Field> fields(Class<?> of) {
        List<Field> all = new ArrayList<>();
        for (Class<?> c = of; c != null; c = c.getSuperclass()) {
            for (Field f : c.getDeclaredFields()) {
                if (!Modifier.isStatic(f.getModifiers()) && f.trySetAccessible()) {
                    all.add(f);
                }
            }
        }
        return all;
    }

    private static @Nullable Object value(Field f, Object of) {
        try {
            return f.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
