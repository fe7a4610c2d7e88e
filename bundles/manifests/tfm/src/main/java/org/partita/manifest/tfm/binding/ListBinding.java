package org.partita.manifest.tfm.binding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.partita.manifest.tfm.text.Limits;
import org.partita.manifest.tfm.text.Node;

/** Reads the manifest list. */
final class ListBinding {
    private static final String ITEMS = "manifest_list";

    private final Fields root;
    private final Configuration configuration;

    ListBinding(Fields root, Configuration configuration) {
        this.root = root;
        this.configuration = configuration;
    }

    /** The items whose partitions are enabled. */
    List<ListItem> read() {
        root.text("description");
        root.choice("type", Rules.WORDS, Map.of(ITEMS, true));
        version(root);
        root.require(ITEMS, Rules.ATTRIBUTES, "a list of mappings, one for each partition");
        List<ListItem> enabled = new ArrayList<>();
        List<Fields> items = root.mappings(ITEMS);
        if (items.size() > Limits.MAX_PARTITIONS) {
            root.error(
                    ITEMS,
                    Rules.ATTRIBUTES,
                    "found " + items.size() + " partitions; expecting " + Limits.MAX_PARTITIONS + " at most");
        } else {
            items.forEach(item -> item(item).ifPresent(enabled::add));
        }
        root.rest("a manifest list");
        return enabled;
    }

    private Optional<ListItem> item(Fields item) {
        String description = item.text("description").orElse("");
        item.require("manifest", Rules.ATTRIBUTES, "the path of the partition's manifest");
        Optional<String> manifest = item.text("manifest");
        item.text("output_path");
        OptionalLong pid = item.number("pid", Rules.IDS, 0, Integer.MAX_VALUE, "a partition id of 0 or more");
        version(item);
        linkerPattern(item);
        Set<String> extras = new HashSet<>();
        item.texts("non_ffm_attributes").forEach(extra -> extras.add(extra.text()));
        boolean enabled = isEnabled(item);
        item.rest("an item of a manifest list");
        return manifest.filter(path -> enabled).map(path -> new ListItem(item, path, description, pid, extras));
    }

    private boolean isEnabled(Fields item) {
        Optional<String> symbol = item.text("conditional");
        if (symbol.isEmpty()) {
            return true;
        }
        String shown = Node.Scalar.shorten(symbol.get());
        if (!configuration.has(symbol.get())) {
            item.error(
                    "conditional",
                    Rules.CONDITIONAL,
                    "the configuration has no " + shown + "; define it there as on or off");
            return true;
        }
        Optional<Boolean> on = configuration.isOn(symbol.get());
        if (on.isEmpty()) {
            item.error(
                    "conditional",
                    Rules.CONDITIONAL,
                    shown + " is " + configuration.show(symbol.get())
                            + " in the configuration; expecting on or off, true or false, 1 or 0");
        }
        return on.orElse(true);
    }

    private static void version(Fields fields) {
        fields.number("version_major", Rules.ATTRIBUTES, 0, 0xFFFF, "a version number");
        fields.number("version_minor", Rules.ATTRIBUTES, 0, 0xFFFF, "a version number");
    }

    private static void linkerPattern(Fields item) {
        Fields pattern = item.below("linker_pattern");
        if (pattern != null) {
            pattern.texts("library_list");
            pattern.texts("object_list");
            pattern.rest("linker_pattern");
        }
    }
}
