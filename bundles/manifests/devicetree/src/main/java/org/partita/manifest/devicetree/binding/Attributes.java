package org.partita.manifest.devicetree.binding;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Permissions and Security state of a region: bits 0 read, 1 write, 2 execute, 3 Non-secure.
 *
 * @param read data read
 * @param write data write
 * @param execute instruction access
 * @param secure Secure
 */
record Attributes(boolean read, boolean write, boolean execute, boolean secure) {
    private static final String EXPECTED =
            "bits 0 read, 1 write, 2 execute, 3 Non-secure: attributes = <0x3>; is Secure "
                    + "and read/write, <0xb> Non-secure and read/write";

    /** Reads the mandatory property attributes. */
    static Optional<Attributes> read(Fields fields, Subject subject) {
        if (!fields.has("attributes")) {
            fields.missing("attributes", EXPECTED);
            return Optional.empty();
        }
        OptionalLong word = fields.number("attributes", 0, 0xFFFF_FFFFL, EXPECTED);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        long bits = word.getAsLong();
        if (bits >> 4 != 0) {
            fields.warn(
                    "attributes",
                    "found 0x" + Long.toHexString(bits) + "; bits 31:4 are reserved and ignored: clear them");
        }
        Attributes a = new Attributes((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) == 0);
        a.checkSecurity(fields, subject);
        return Optional.of(a);
    }

    private void checkSecurity(Fields fields, Subject subject) {
        if (secure && subject.nonSecureOnly()) {
            fields.error(
                    "attributes", "found Secure; a region of " + subject.who() + " has to be Non-secure: set bit 3");
        }
    }

    /** Normal memory is read-only, read-only and executable, or read/write (FF-A 5.4). */
    void checkMemory(Fields fields) {
        if (!read || (write && execute)) {
            fields.report()
                    .error(
                            fields.at("attributes"),
                            "FF-A 5.4",
                            "found " + this + "; expecting read-only (bit 0), read-only and executable (bits 0, 2) or "
                                    + "read/write (bits 0, 1)");
        }
    }

    /** Device memory is read-only or read/write and never executable (FF-A Tables 3.3, 3.7). */
    void checkDevice(Fields fields) {
        if (execute) {
            fields.error("attributes", "found executable; a device region never is: clear bit 2");
        }
        if (!read) {
            fields.error("attributes", "found " + this + "; expecting read-only (bit 0) or read/write (bits 0, 1)");
        }
    }

    @Override
    public String toString() {
        String access = (read ? "read " : "") + (write ? "write " : "") + (execute ? "execute" : "");
        return access.isEmpty() ? "no access" : access.strip();
    }
}
