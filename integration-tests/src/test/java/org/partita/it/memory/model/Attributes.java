package org.partita.it.memory.model;

import java.util.Arrays;
import java.util.List;
import org.partita.api.descriptor.MemoryAttributes;

/** Memory region attributes by the precedence rules of FF-A 5.11.4, read from the bits of Table 5.18. */
final class Attributes {
    /** Of memory that a manifest gives. */
    static final MemoryAttributes AT_BOOT = MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE;

    /** Those that a descriptor can state. */
    static final List<MemoryAttributes> STATED = Arrays.stream(MemoryAttributes.values())
            .filter(a -> a != MemoryAttributes.NOT_SPECIFIED)
            .toList();

    private Attributes() {}

    static boolean device(MemoryAttributes a) {
        return a.encode() >> 4 == 1;
    }

    /** Cacheability, or the Device type: the encodings have the order of the precedence rules. */
    private static int kind(MemoryAttributes a) {
        return a.encode() >> 2 & 3;
    }

    /** Non-shareable, Inner Shareable, Outer Shareable. */
    private static int shareability(MemoryAttributes a) {
        return switch (a.encode() & 3) {
            case 0 -> 0;
            case 3 -> 1;
            default -> 2;
        };
    }

    /** Whether what is stated is the same, or less permissive. */
    static boolean within(MemoryAttributes stated, MemoryAttributes limit) {
        if (device(stated) != device(limit)) {
            return device(stated);
        }
        return kind(stated) <= kind(limit) && (device(stated) || shareability(stated) <= shareability(limit));
    }

    /** The most permissive ones that are within both. */
    static MemoryAttributes least(MemoryAttributes a, MemoryAttributes b) {
        return STATED.stream()
                .filter(s -> within(s, a) && within(s, b))
                .reduce((s, t) -> within(s, t) ? t : s)
                .orElseThrow();
    }
}
