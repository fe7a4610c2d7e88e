package org.partita.api.admin;

/**
 * What a swap did.
 *
 * @param role the role
 * @param from symbolic name:version that served before, empty if the role was vacant
 * @param to symbolic name:version that serves now
 * @param drainNanos how long core waited for passes to end
 * @param carried what state was handed over, in words
 * @param held calls that were held
 * @param longestHoldNanos the longest of them
 */
public record SwapReport(
        String role, String from, String to, long drainNanos, String carried, long held, long longestHoldNanos) {}
