package org.partita.it.memory.model;

import java.util.Arrays;
import java.util.List;

/** Steps that somebody wants to see again. */
final class Replay {
    static final String PROPERTY = "partita.model.replay";

    private Replay() {}

    /** Empty if nobody does. */
    static List<Long> steps() {
        String steps = System.getProperty(PROPERTY, "");
        return steps.isEmpty()
                ? List.of()
                : Arrays.stream(steps.split(",")).map(Long::valueOf).toList();
    }
}
