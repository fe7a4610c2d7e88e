package org.partita.manifest.devicetree.binding;

import java.util.List;
import java.util.Optional;
import org.partita.manifest.devicetree.tree.Node;
import org.partita.manifest.devicetree.tree.Property;

/**
 * A child node of a manifest that is known by its compatible, or by its name if it has none.
 *
 * @param compatible value of the property compatible
 * @param names usual names
 */
record Section(String compatible, List<String> names) {
    static final Section MEMORY_REGIONS = new Section("arm,ffa-manifest-memory-regions", List.of("memory-regions"));
    static final Section DEVICE_REGIONS = new Section("arm,ffa-manifest-device-regions", List.of("device-regions"));
    static final Section SERVICES = new Section("arm,ffa-manifest-services", List.of("services"));
    static final Section BOOT_INFO = new Section("arm,ffa-manifest-boot-info", List.of("boot-info"));
    static final Section BUFFERS =
            new Section("arm,ffa-manifest-rx_tx-buffer", List.of("rx_tx-info", "rx-tx-buffer", "rx-tx-info"));
    static final Section STREAM_ENDPOINTS =
            new Section("partita,stream-endpoints", List.of("partita,stream-endpoints"));

    /** Finds the section in a manifest; it is then a known node of {@code parent}. */
    Optional<Fields> find(Fields parent, String rule) {
        Optional<Node> found = parent.node().children().stream()
                .filter(child -> isCompatible(child, compatible))
                .findFirst();
        if (found.isEmpty()) {
            found = parent.node().children().stream()
                    .filter(child -> names.contains(child.name()) && child.property("compatible") == null)
                    .findFirst();
            found.ifPresent(node -> parent.report()
                    .warn(
                            new Fields(node, parent.report(), rule).at("compatible"),
                            rule,
                            "missing; taken for " + compatible + " because of its name: add compatible = \""
                                    + compatible + "\";"));
        }
        found.ifPresent(node -> parent.know(node.name()));
        return found.map(node -> new Fields(node, parent.report(), rule));
    }

    /** Whether a node is such a section. */
    boolean describes(Node node) {
        return isCompatible(node, compatible) || (names.contains(node.name()) && node.property("compatible") == null);
    }

    /** Whether a node is a child of such a section. */
    boolean isParentOf(Node node) {
        Node parent = node.parent();
        return parent != null && describes(parent);
    }

    /** Whether the compatible of a node lists this value. */
    static boolean isCompatible(Node node, String value) {
        return compatible(node).contains(value);
    }

    /** The compatible of a node, empty without. */
    static List<String> compatible(Node node) {
        Property compatible = node.property("compatible");
        return compatible == null ? List.of() : compatible.strings().orElse(List.of());
    }
}
