package org.partita.manifest.devicetree.binding;

import java.util.OptionalLong;
import org.partita.api.ffa.FfaVersion;

/** The FF-A version in a manifest (FF-A Tables 3.1, 3.4, 3.5; 8.1.1). */
final class Versions {
    private static final String EXPECTED = "the FF-A version, major number in bits 30:16, minor number in bits 15:0: "
            + "ffa-version = <0x00010000>; for 1.0";

    private Versions() {}

    /** Reads the mandatory property ffa-version. */
    static FfaVersion read(Fields fields) {
        if (!fields.has("ffa-version")) {
            fields.missing("ffa-version", EXPECTED);
            return FfaVersion.V1_0;
        }
        OptionalLong word = fields.number("ffa-version", 0, 0x7FFF_FFFFL, EXPECTED + ", bit 31 is 0");
        return word.isEmpty()
                ? FfaVersion.V1_0
                : check(fields, "ffa-version", FfaVersion.decode((int) word.getAsLong()));
    }

    /** Refuses another major version and warns about a later minor one. */
    static FfaVersion check(Fields fields, String property, FfaVersion version) {
        if (version.major() != FfaVersion.V1_0.major()) {
            fields.error(
                    property,
                    "found version " + version + ", which is not compatible with version " + FfaVersion.V1_0
                            + " of this framework (FF-A 8.1.1): use an image for 1.0");
        } else if (version.minor() > 0) {
            fields.warn(
                    property,
                    "found version " + version + "; it is run as 1.0, and calls that came later answer "
                            + "NOT_SUPPORTED: an image for 1.0 gives no surprise");
        }
        return version;
    }
}
