package org.partita.manifest.devicetree.binding;

import java.util.List;
import java.util.OptionalInt;

/** IDs of a partition (FF-A Tables 3.1, 3.4; 2.8). */
final class Identity {
    private static final String RULE = "FF-A 2.8";
    private static final String EXPECTED = "a 16-bit ID other than 0, which is the Hypervisor's";

    private Identity() {}

    /** The pre-allocated ID in a property. */
    static OptionalInt id(Fields root, String property) {
        root.know(property);
        return new Fields(root.node(), root.report(), RULE).integer(property, 1, 0xFFFF, EXPECTED);
    }

    /** The property auxiliary-id: one ID or more. */
    static List<Integer> auxiliary(Fields root, OptionalInt id) {
        List<Integer> ids = root.list("auxiliary-id", "one or more 16-bit IDs");
        for (int auxiliary : ids) {
            boolean own = id.isPresent() && id.getAsInt() == auxiliary;
            if (auxiliary <= 0 || auxiliary > 0xFFFF || own) {
                root.error(
                        "auxiliary-id",
                        "found " + Fields.hex(Integer.toUnsignedLong(auxiliary))
                                + (own ? ", the ID of the partition" : "")
                                + "; expecting 16-bit IDs other than 0 and the ID of the partition");
            }
        }
        return ids;
    }
}
