package org.partita.lib.crossing;

import org.partita.api.ffa.FfaInstance;

/** What FF-A Tables 2.4 and 2.5 say about a pair of exception levels that share a boundary. */
public sealed interface LevelPair {
    /** The pair is an FF-A instance. */
    record Instance(FfaInstance instance) implements LevelPair {}

    /**
     * The pair is no FF-A instance; a platform that needs it can't be assembled.
     *
     * @param reason how the tables mark the pair
     * @param requirement the requirement whose row or column rejects it
     * @param text names the pair, the table, and what the lower level may meet instead
     */
    record Rejected(Reason reason, String requirement, String text) implements LevelPair {}

    /** How Tables 2.4 and 2.5 mark a pair that is no instance. */
    enum Reason {
        /** NA: no PE has this pair. A pair that neither table has, such as a Secure level above EL1, counts as NA. */
        NOT_APPLICABLE,
        /** INV: a PE may have this pair, the Framework does not support it. */
        INVALID
    }
}
