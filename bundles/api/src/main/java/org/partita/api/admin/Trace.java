package org.partita.api.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;

/** The record of crossings. */
@ProviderType
public interface Trace {
    /**
     * Begins to record.
     *
     * @param filter a word that the line of a crossing must contain (component, function, instance, conduit), or empty
     */
    void start(String filter);

    /** Stops; what was recorded stays. */
    void stop();

    boolean running();

    /** The last {@code limit} crossings, oldest first. */
    List<Crossing> show(int limit);

    /** Forgets everything. */
    void clear();

    /**
     * One crossing of an exception level boundary.
     *
     * @param time platform time in nanoseconds
     * @param pe the PE
     * @param from component that lets go
     * @param to component that takes over
     * @param conduit how
     * @param instance where, null for a private interface
     * @param function name of the function in w0, or its number
     * @param registers x0 to x7
     * @param rule id of the rule that refused the call, empty if none did
     */
    record Crossing(
            long time,
            int pe,
            String from,
            String to,
            Conduit conduit,
            @Nullable FfaInstance instance,
            String function,
            List<Long> registers,
            String rule) {
        public Crossing {
            registers = List.copyOf(registers);
        }
    }
}
