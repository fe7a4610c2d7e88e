package org.partita.api.ffa;

/**
 * A version of the Firmware Framework: 15-bit major, 16-bit minor (FF-A 8.1).
 *
 * @param major 0 to 0x7FFF
 * @param minor 0 to 0xFFFF
 */
public record FfaVersion(int major, int minor) implements Comparable<FfaVersion> {
    /** The version that this framework implements. */
    public static final FfaVersion V1_0 = new FfaVersion(1, 0);

    public FfaVersion {
        if (major < 0 || major > 0x7FFF || minor < 0 || minor > 0xFFFF) {
            throw new IllegalArgumentException("version " + major + "." + minor
                    + ": the major number has 15 bits, the minor number 16 (FF-A 8.1.1)");
        }
    }

    /** Decodes bits 30:16 and 15:0; bit 31 is ignored here, the caller checks it (FF-A Table 8.3). */
    public static FfaVersion decode(int word) {
        return new FfaVersion((word >>> 16) & 0x7FFF, word & 0xFFFF);
    }

    /** The encoding of Table 8.4; bit 31 is 0. */
    public int encode() {
        return major << 16 | minor;
    }

    /** Whether a caller with this version can use a callee with the given one (FF-A 8.1.1 rules 1 to 3). */
    public boolean compatibleWith(FfaVersion callee) {
        return major == callee.major && minor <= callee.minor;
    }

    @Override
    public int compareTo(FfaVersion other) {
        return Integer.compare(encode(), other.encode());
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
