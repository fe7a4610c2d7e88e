package org.partita.manifest.devicetree.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.partita.manifest.devicetree.tree.Property;

/**
 * Boot protocol information: the register of the initialization descriptor (FF-A Table 3.10), and the names of what it
 * holds, which are the empty properties of the node boot-info.
 */
final class BootProtocol {
    private static final String RULE = "FF-A Table 3.10";
    private static final String REGISTER = "0 to 3 for w0/x0 to w3/x3";
    private static final int NAME_BYTES = 16;

    private final OptionalInt register;
    private final List<String> names = new ArrayList<>();

    BootProtocol(Fields root) {
        Fields fields = new Fields(root.node(), root.report(), RULE);
        root.know("gp-register-num");
        register = fields.integer("gp-register-num", 0, 3, REGISTER);
        Section.BOOT_INFO.find(root, RULE).ifPresent(this::read);
        if (!names.isEmpty() && !fields.has("gp-register-num")) {
            fields.warn(
                    "gp-register-num",
                    "missing, so that no initialization descriptor is passed although boot-info asks for one; "
                            + "expecting " + REGISTER + ": gp-register-num = <0>;");
        }
    }

    OptionalInt register() {
        return register;
    }

    /** Names of the objects that are expected, without meaning if there is no register. */
    List<String> names() {
        return names;
    }

    private void read(Fields info) {
        for (Property p : info.node().properties()) {
            if (p.length() == 0 && !p.name().equals("compatible")) {
                info.flag(p.name());
                names.add(p.name());
                if (p.name().length() > NAME_BYTES) {
                    info.report()
                            .error(
                                    info.at(p.name()),
                                    "FF-A Table 3.8",
                                    "the name has " + p.name().length() + " characters; expecting at most "
                                            + NAME_BYTES);
                }
            }
        }
        info.rest();
    }
}
