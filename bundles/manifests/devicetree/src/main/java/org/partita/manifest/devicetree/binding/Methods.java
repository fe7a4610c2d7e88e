package org.partita.manifest.devicetree.binding;

import org.partita.api.manifest.ManifestOptions;

/**
 * Messaging methods as a property messaging-method says them: bits 0 receives direct requests, 1 sends them, 2 indirect
 * messages; or, in files from before May 2021, 0 direct, 1 indirect, 2 both, 3 direct and 4 both with managed exit.
 *
 * @param receives receives direct requests
 * @param sends sends direct requests
 * @param indirect sends and receives indirect messages
 * @param managedExit asks for managed exit
 */
record Methods(boolean receives, boolean sends, boolean indirect, boolean managedExit) {
    static final Methods NONE = new Methods(false, false, false, false);
    private static final String PROPERTY = "messaging-method";
    private static final String EXPECTED =
            "bits 0 receives direct requests, 1 sends direct requests, 2 indirect messages: "
                    + "messaging-method = <0x3>; for direct messaging both ways";
    /** Bits 9 and 10: direct requests with more registers, FF-A 1.2. */
    private static final int LATER = 0x600;

    /** The method of one cell. */
    static Methods decode(Fields fields, int value, ManifestOptions options) {
        return options.enumeratedMessagingMethod() ? enumerated(fields, value) : bits(fields, value);
    }

    private static Methods enumerated(Fields fields, int value) {
        if (value < 0 || value > 4) {
            fields.error(
                    PROPERTY,
                    "found " + Integer.toUnsignedString(value) + "; the platform reads messaging-method as the old "
                            + "enumeration: expecting 0 (direct), 1 (indirect), 2 (both), 3 (direct, managed exit) or 4 (both, managed exit)");
            return NONE;
        }
        return new Methods(value != 1, value != 1, value == 1 || value == 2 || value == 4, value >= 3);
    }

    private static Methods bits(Fields fields, int value) {
        if (value == 0) {
            fields.warn(
                    PROPERTY,
                    "found 0, which is no method; taken as the 0 of the old enumeration, direct messaging: "
                            + "write <0x3>");
            return new Methods(true, true, false, false);
        }
        if ((value & LATER) != 0) {
            fields.warn(
                    PROPERTY,
                    "found 0x" + Integer.toHexString(value) + "; bits 9 and 10 are methods of FF-A 1.2 and ignored");
        }
        if ((value & ~(LATER | 7)) != 0) {
            fields.warn(PROPERTY, "found 0x" + Integer.toHexString(value) + "; reserved bits are ignored: clear them");
        }
        if ((value & 7) == 0) {
            fields.error(
                    PROPERTY,
                    "found 0x" + Integer.toHexString(value) + ", no method of FF-A 1.0; expecting " + EXPECTED);
        }
        return new Methods((value & 1) != 0, (value & 2) != 0, (value & 4) != 0, false);
    }

    static void missing(Fields fields) {
        fields.missing(PROPERTY, EXPECTED);
    }

    Methods and(Methods other) {
        return new Methods(
                receives || other.receives,
                sends || other.sends,
                indirect || other.indirect,
                managedExit || other.managedExit);
    }
}
