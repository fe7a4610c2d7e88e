package org.partita.core.swap;

/**
 * Real-time limits of swapping, in nanoseconds.
 *
 * @param drain how long a departure waits for passes to end
 * @param grace how long callers wait for a provider of the same symbolic name
 * @param standby after what time another installed provider takes over
 * @param hold how long a call without a retriable status is held
 */
public record Deadlines(long drain, long grace, long standby, long hold) {}
