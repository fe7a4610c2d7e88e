package org.partita.core.execution;

/**
 * What becomes of a platform when a partition panics.
 *
 * @param policy what a partition's end means for the others
 * @param strictSeed whether what the SPM cannot act on is a panic of its own, as in the commit that brought the SFN backend to TF-M: an SFN
 *     partition that does not initialize when its first message comes, and a message that is none. Otherwise the client gets
 *     PSA_ERROR_PROGRAMMER_ERROR, as in TF-M since
 * @param reset lets the platform begin anew; does not wait
 */
public record SpmPanics(Policy policy, boolean strictSeed, Runnable reset) {
    /** As the configuration names it. */
    public enum Policy {
        /** The partition ends, and all others go on. */
        CONTAIN,
        /** All partitions end. */
        HALT,
        /** All partitions end, and the platform is booted once more. */
        RESET
    }
}
