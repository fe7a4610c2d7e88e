package org.partita.core.spm;

/** Whoever waits for something that happens to a partition or a message. */
public interface Waiter {
    /** Nobody. */
    Waiter NOBODY = () -> {};

    /** It may be able to go on. */
    void wake();

    /** It is to ask again what becomes of its message, which was not taken. */
    default void reconsider() {
        wake();
    }
}
