package org.partita.manifest.devicetree.binding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.partita.api.manifest.DeviceRegion;

/**
 * The interrupts of a device: pairs of ID and attributes. Bits 7:0 priority, 8 Secure, 9 level triggered, 11:10 type.
 * IDs are those of the GIC architecture: SGI 0-15, PPI 16-31 and 1056-1119, SPI 32-1019 and 4096-5119.
 */
final class Interrupts {
    private static final String EXPECTED = "pairs of interrupt ID and attributes: interrupts = <56 0x900>;";
    private static final String TARGETS =
            "triples of interrupt ID and MPIDR, high word first: interrupts-target = <56 0 0x100>;";

    private final boolean nonSecureOnly;
    private final Set<Integer> seen = new HashSet<>();

    Interrupts(boolean nonSecureOnly) {
        this.nonSecureOnly = nonSecureOnly;
    }

    List<DeviceRegion.Interrupt> read(Fields fields) {
        int[] pairs = fields.cells("interrupts", 2, EXPECTED);
        Map<Integer, Long> targets = targets(fields);
        List<DeviceRegion.Interrupt> interrupts = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            int id = pairs[i];
            int attributes = pairs[i + 1];
            int code = attributes >>> 10 & 3;
            if (attributes >>> 12 != 0) {
                fields.warn(
                        "interrupts",
                        "interrupt " + Integer.toUnsignedString(id) + ": bits 31:12 of its attributes are "
                                + "reserved and ignored: clear them");
            }
            if (code == 3) {
                fields.error(
                        "interrupts",
                        "interrupt " + Integer.toUnsignedString(id)
                                + ": found type 3 in bits 11:10; expecting 0 (SGI), 1 (PPI) or 2 (SPI)");
                continue;
            }
            DeviceRegion.Type type = DeviceRegion.Type.values()[code];
            boolean secure = (attributes & 0x100) != 0;
            check(fields, id, type, secure);
            Long target = targets.remove(id);
            if (target != null && type != DeviceRegion.Type.SPI) {
                fields.error(
                        "interrupts-target",
                        "interrupt " + id + " is a " + type
                                + ", which has its target by nature; expecting SPIs only: leave it out");
            }
            interrupts.add(new DeviceRegion.Interrupt(
                    id,
                    type,
                    (attributes & 0x200) != 0,
                    secure,
                    attributes & 0xff,
                    target == null ? OptionalLong.empty() : OptionalLong.of(target)));
        }
        targets.keySet()
                .forEach(id -> fields.error(
                        "interrupts-target",
                        "found interrupt " + Integer.toUnsignedString(id)
                                + ", which interrupts does not list; add it there, or leave the target out"));
        return interrupts;
    }

    private void check(Fields fields, int id, DeviceRegion.Type type, boolean secure) {
        boolean fits = switch (type) {
            case SGI -> within(id, 0, 15);
            case PPI -> within(id, 16, 31) || within(id, 1056, 1119);
            case SPI -> within(id, 32, 1019) || within(id, 4096, 5119);
        };
        if (!fits) {
            fields.error(
                    "interrupts",
                    "interrupt " + Integer.toUnsignedString(id) + " as " + type
                            + "; expecting SGI 0-15, PPI 16-31 or 1056-1119, SPI 32-1019 or 4096-5119: correct the ID or the type "
                            + "in bits 11:10");
        }
        if (!seen.add(id)) {
            fields.error(
                    "interrupts",
                    "interrupt " + Integer.toUnsignedString(id) + " is listed twice in this manifest; leave one out");
        }
        if (secure && nonSecureOnly) {
            fields.error(
                    "interrupts",
                    "interrupt " + Integer.toUnsignedString(id)
                            + " is Secure; those of a Non-secure endpoint are Non-secure: clear bit 8");
        }
    }

    private static boolean within(int id, int least, int most) {
        return id >= least && id <= most;
    }

    private static Map<Integer, Long> targets(Fields fields) {
        int[] triples = fields.cells("interrupts-target", 3, TARGETS);
        Map<Integer, Long> targets = new HashMap<>();
        for (int i = 0; i < triples.length; i += 3) {
            long mpidr = (long) triples[i + 1] << 32 | Integer.toUnsignedLong(triples[i + 2]);
            if (targets.put(triples[i], mpidr) != null) {
                fields.error(
                        "interrupts-target",
                        "interrupt " + Integer.toUnsignedString(triples[i]) + " has two targets; expecting one");
            }
        }
        return targets;
    }
}
