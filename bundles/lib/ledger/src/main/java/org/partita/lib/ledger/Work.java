package org.partita.lib.ledger;

/** A part of a change: translation table operations of one kind, in order. */
interface Work {
    /**
     * Does some of it.
     *
     * @param operations at most so many
     * @return how many it did; 0 if nothing is left
     */
    int apply(int operations);

    /** Whether nothing is left. */
    boolean done();

    /** What was done only in preparation takes effect, once: the change is committed. */
    default void takeEffect() {}

    /** Takes back what it did, as far as that can be. */
    void undo();
}
