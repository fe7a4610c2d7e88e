package org.partita.manifest.tfm.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.manifest.ClientIds;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FrameworkVersion;
import org.partita.api.ffm.manifest.PartitionPriority;
import org.partita.api.ffm.manifest.PartitionType;
import org.partita.manifest.tfm.text.Node;

/** Reads one partition manifest. */
final class PartitionBinding {
    private static final long MOST = 0xFFFF_FFFFL;
    private static final String VERSION = "psa_framework_version";

    /** Attributes beyond FF-M's that mean something here once the list registers them. */
    private static final String WEAK = "weak_dependencies";

    private final Fields root;
    private final ListItem item;

    PartitionBinding(Fields root, ListItem item) {
        this.root = root;
        this.item = item;
    }

    PartitionDraft read() {
        FrameworkVersion version = version();
        root.require("name", Rules.ATTRIBUTES, "the name of the partition");
        root.require("type", Rules.WORDS, "PSA-ROT or APPLICATION-ROT");
        root.require("priority", Rules.WORDS, "HIGH, NORMAL or LOW");
        root.require("stack_size", Rules.ATTRIBUTES, "a size in bytes, or its symbol");
        boolean agent = root.flag("ns_agent").orElse(false);
        Optional<PartitionDraft.Model> model = model(version);
        PartitionDraft draft = new PartitionDraft(
                root,
                item,
                version,
                root.identifier("name"),
                root.text("description").orElse(item.description()),
                root.choice(
                        "type",
                        Rules.WORDS,
                        Map.of("PSA-ROT", PartitionType.PSA_ROT, "APPLICATION-ROT", PartitionType.APPLICATION_ROT)),
                root.choice(
                        "priority",
                        Rules.WORDS,
                        Map.of(
                                "HIGH", PartitionPriority.HIGH,
                                "NORMAL", PartitionPriority.NORMAL,
                                "LOW", PartitionPriority.LOW)),
                model,
                root.identifier("entry_point"),
                root.identifier("entry_init"),
                root.number("stack_size", Rules.ATTRIBUTES, 1, MOST, "a size in bytes, 1 or more"),
                root.number("heap_size", Rules.ATTRIBUTES, 0, MOST, "a size in bytes, 0 or more"),
                agent,
                clientIds(agent),
                root.mappings("services").stream()
                        .map(service -> ServiceDraft.read(service, version))
                        .toList(),
                root.mappings("irqs").stream()
                        .map(irq -> InterruptDraft.read(irq, version))
                        .toList(),
                Regions.read(root),
                root.texts("dependencies"),
                weakDependencies());
        checkEntry(model);
        checkSignals(draft);
        checkExtras();
        root.rest("a partition manifest");
        return draft;
    }

    private @Nullable FrameworkVersion version() {
        root.require(VERSION, Rules.WORDS, "1.0 or 1.1");
        return root.choice(VERSION, Rules.WORDS, Map.of("1.0", FrameworkVersion.V1_0, "1.1", FrameworkVersion.V1_1))
                .orElse(null);
    }

    private Optional<PartitionDraft.Model> model(@Nullable FrameworkVersion version) {
        Optional<PartitionDraft.Model> model = root.choice(
                "model",
                Rules.MODEL,
                Map.of(
                        "IPC", PartitionDraft.Model.IPC,
                        "SFN", PartitionDraft.Model.SFN,
                        "dual", PartitionDraft.Model.DUAL));
        if (version == FrameworkVersion.V1_0) {
            if (model.isPresent() && model.get() != PartitionDraft.Model.IPC) {
                root.error(
                        "model",
                        Rules.MODEL,
                        "found " + (model.get() == PartitionDraft.Model.SFN ? "SFN" : "dual")
                                + " in a manifest of version 1.0, which is of model IPC; leave it out, or make the manifest one"
                                + " of 1.1");
            }
            return Optional.of(PartitionDraft.Model.IPC);
        }
        if (version == FrameworkVersion.V1_1) {
            root.require("model", Rules.MODEL, "IPC, SFN or dual");
        }
        return model;
    }

    /** A partition has the entry of its model and not that of the other. */
    private void checkEntry(Optional<PartitionDraft.Model> model) {
        if (model.isEmpty()) {
            return;
        }
        switch (model.get()) {
            case IPC -> {
                root.require(
                        "entry_point", Rules.MODEL, "the function of the partition's thread, since its model is IPC");
                if (root.has("entry_init")) {
                    root.error(
                            "entry_init",
                            Rules.MODEL,
                            "found in a partition of model IPC, which has an entry_point; leave it out, or say model: SFN");
                }
            }
            case SFN -> {
                if (root.has("entry_point")) {
                    root.error(
                            "entry_point",
                            Rules.MODEL,
                            "found in a partition of model SFN, which may have an entry_init; leave it out, or say model: IPC");
                }
            }
            case DUAL -> {}
        }
    }

    private Optional<ClientIds> clientIds(boolean agent) {
        Optional<ClientIds> ids = ClientIdRules.read(root);
        if (ids.isPresent() && !agent) {
            root.error(
                    ClientIdRules.BASE,
                    Rules.CLIENT_IDS,
                    "found in a partition that is no agent of Non-secure clients; leave both out, or say ns_agent: true");
        }
        return ids;
    }

    private List<Node.Scalar> weakDependencies() {
        List<Node.Scalar> weak = root.texts(WEAK);
        if (root.has(WEAK) && !item.extras().contains(WEAK)) {
            root.error(
                    WEAK,
                    Rules.ATTRIBUTES,
                    "this attribute is beyond FF-M; register it in the list's item: \"non_ffm_attributes\": [ \"" + WEAK
                            + "\" ]");
        }
        return weak;
    }

    private void checkSignals(PartitionDraft draft) {
        int signals = draft.services().size() + draft.interrupts().size();
        if (signals > FfmPartition.MAX_SIGNALS) {
            root.error(
                    draft.services().isEmpty() ? "irqs" : "services",
                    Rules.SIGNALS,
                    "found " + draft.services().size() + " services and "
                            + draft.interrupts().size()
                            + " interrupts; expecting " + FfmPartition.MAX_SIGNALS
                            + " together at most: divide the partition");
        }
        if (signals == 0 && !draft.isBuiltIn()) {
            root.error(
                    "services",
                    Rules.IDS,
                    "found neither a service nor an interrupt; expecting one of them, or a reserved id below "
                            + FfmPartition.FIRST_ID + " in the list");
        }
    }

    /** What the list registers is allowed, though it means nothing here. */
    private void checkExtras() {
        List<String> meaningless = new ArrayList<>();
        for (String name : root.names()) {
            if (item.extras().contains(name) && !root.isKnown(name)) {
                meaningless.add(name);
            }
        }
        for (String name : meaningless) {
            root.know(name);
            root.warn(
                    name,
                    Rules.ATTRIBUTES,
                    "registered in the list as beyond FF-M, and ignored: it means nothing here");
        }
    }
}
