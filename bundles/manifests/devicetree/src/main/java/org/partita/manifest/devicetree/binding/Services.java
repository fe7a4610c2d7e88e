package org.partita.manifest.devicetree.binding;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.UuidRegisters;
import org.partita.api.manifest.ManifestOptions;
import org.partita.manifest.devicetree.tree.Node;

/**
 * UUIDs and messaging methods of a partition, in either layout: properties uuid and messaging-method of the root (binding
 * 1.0), or a node services with a child for each service (later). FF-A 1.0 knows the methods of a partition, not of a
 * service, so they are joined.
 */
final class Services {
    private static final Pattern CANONICAL = Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    private static final String CELLS = "four cells for each UUID, in the order of the UUID registers of SMCCC: "
            + "uuid = <0x1e67b5b4 0xe14f904a 0x13fb1fb8 0xcbdae1da>;";
    private static final String STRING = "a UUID like \"b4b5671e-4a90-4fe1-b81f-fb13dae1dacb\"";

    private final ManifestOptions options;
    private final Set<UUID> uuids = new LinkedHashSet<>();
    private @Nullable Methods methods;
    private boolean differ;

    Services(Fields root, boolean later, ManifestOptions options) {
        this.options = options;
        Optional<Fields> section = Section.SERVICES.find(root, root.rule());
        root.know("uuid", "messaging-method");
        boolean properties = root.has("uuid") || root.has("messaging-method");
        if (section.isPresent()) {
            if (properties) {
                root.error(
                        "uuid",
                        "found in the root and in the node services; expecting one layout: leave the properties uuid and "
                                + "messaging-method of the root out");
            }
            section.ifPresent(this::nodes);
        } else {
            properties(root);
        }
        if (later != section.isPresent() && (properties || section.isPresent())) {
            root.warn(
                    "compatible",
                    later
                            ? "a binding later than 1.0 has a node services; uuid and messaging-method of the root are read"
                            : "binding 1.0 has uuid and messaging-method in the root; the node services is read");
        }
        if (differ) {
            root.warn(
                    "",
                    "the services have different messaging methods, but in FF-A 1.0 a partition has one set: they are joined");
        }
    }

    /** The UUIDs in the order of the file. */
    List<UUID> uuids() {
        return List.copyOf(uuids);
    }

    /** The methods of all services together. */
    Methods methods() {
        return methods == null ? Methods.NONE : methods;
    }

    /** Whether a text is a UUID in canonical form; an error if not. */
    static boolean isCanonical(Fields fields, String property, String text) {
        boolean canonical = CANONICAL.matcher(text).matches();
        if (!canonical) {
            fields.error(property, "found \"" + text + "\"; expecting " + STRING);
        }
        return canonical;
    }

    private void properties(Fields root) {
        if (!root.has("uuid")) {
            root.missing("uuid", CELLS);
        }
        int[] words = root.cells("uuid", 4, CELLS);
        for (int i = 0; i < words.length; i += 4) {
            add(root, UuidRegisters.decode(words[i], words[i + 1], words[i + 2], words[i + 3]));
        }
        if (!root.has("messaging-method")) {
            Methods.missing(root);
        }
        int[] methodCells = root.cells("messaging-method", 1, "one cell, or one for each UUID");
        if (methodCells.length > 1 && words.length > 0 && methodCells.length != uuids.size()) {
            root.error(
                    "messaging-method",
                    "found " + methodCells.length + " methods for " + uuids.size()
                            + " UUIDs; expecting one, or one for each UUID");
        }
        for (int cell : methodCells) {
            join(Methods.decode(root, cell, options));
        }
    }

    private void nodes(Fields section) {
        for (Node child : section.node().children()) {
            section.know(child.name());
            service(new Fields(child, section.report(), section.rule()));
        }
        if (section.node().children().isEmpty()) {
            section.report()
                    .error(
                            section.at(),
                            section.rule(),
                            "no service; expecting a node for each service: service0 { uuid = "
                                    + "\"...\"; messaging-method = <0x3>; };");
        }
        section.rest();
    }

    private void service(Fields service) {
        service.description();
        if (!service.has("uuid")) {
            service.missing("uuid", STRING);
        }
        service.text("uuid").ifPresent(text -> {
            if (isCanonical(service, "uuid", text)) {
                add(service, UUID.fromString(text));
            }
        });
        if (!service.has("messaging-method")) {
            Methods.missing(service);
        }
        for (int cell : service.cells("messaging-method", 1, "one cell")) {
            join(Methods.decode(service, cell, options));
        }
        service.rest();
    }

    private void add(Fields fields, UUID uuid) {
        if (uuid.equals(new UUID(0, 0))) {
            fields.error(
                    "uuid",
                    "found the Nil UUID, which means every partition in FFA_PARTITION_INFO_GET (FF-A 8.6); expecting the "
                            + "UUID of a service");
        } else if (!uuids.add(uuid)) {
            fields.warn("uuid", "found " + uuid + " a second time in this manifest; leave one out");
        }
    }

    private void join(Methods more) {
        differ |= methods != null && !methods.equals(more);
        methods = methods == null ? more : methods.and(more);
    }
}
