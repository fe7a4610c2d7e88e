package org.partita.api.memory;

/** What made an Owner of who owns a range now, after the platform or the Owner was set up. */
public sealed interface Origin {
    /** 16-bit ID of who had the range before. */
    int predecessor();

    /**
     * The Receiver has retrieved a donation.
     *
     * @param handle of the donation; it is free again
     * @param predecessor the Sender
     */
    record Donation(long handle, int predecessor) implements Origin {}

    /**
     * A fatal error has ended an endpoint (FF-A 5.4.1 rules 8 to 10).
     *
     * @param predecessor the endpoint; an SP stays the Owner, without access
     */
    record FatalError(int predecessor) implements Origin {}
}
