package org.partita.manifest.devicetree.binding;

import java.util.HashSet;
import java.util.Set;

/** Gives each region of a manifest a name of its own, since regions refer to each other by name. */
final class RegionNames {
    private final Set<String> used = new HashSet<>();

    /** The description, or the name of the node if there is none or it is used already. */
    String name(Fields fields) {
        String description = fields.description();
        if (!description.isEmpty() && used.add(description)) {
            return description;
        }
        String name = fields.node().name();
        if (used.add(name)) {
            return name;
        }
        used.add(fields.node().path());
        return fields.node().path();
    }
}
