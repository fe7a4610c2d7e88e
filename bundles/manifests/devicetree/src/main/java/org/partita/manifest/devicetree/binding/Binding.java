package org.partita.manifest.devicetree.binding;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestOptions;
import org.partita.api.manifest.PlatformManifest;
import org.partita.api.manifest.Problem;
import org.partita.manifest.devicetree.tree.Devicetree;
import org.partita.manifest.devicetree.tree.Node;

/** Tells which manifest a devicetree is, and reads it. */
public final class Binding {
    private static final Pattern PARTITION = Pattern.compile("arm,ffa-manifest-([0-9]{1,4})\\.([0-9]{1,4})");
    private static final String RULE = "devicetree binding of FF-A manifests";

    private Binding() {}

    /**
     * Reads a manifest.
     *
     * @param file name for messages
     * @throws ManifestException with everything that is wrong
     */
    public static PlatformManifest read(String file, Devicetree tree, ManifestOptions options)
            throws ManifestException {
        Report report = new Report(options.strict());
        for (Problem warning : tree.warnings()) {
            report.warn(warning.at(), warning.rule(), warning.message());
        }
        Fields root = new Fields(tree.root(), report, RULE);
        checkPhandles(tree, report);
        List<String> compatible = Section.compatible(tree.root());
        Optional<Matcher> partition = compatible.stream()
                .map(PARTITION::matcher)
                .filter(Matcher::matches)
                .findFirst();
        Node attribute = tree.root().child(SpmcBinding.NODE);
        if (partition.isPresent()) {
            int minor = Integer.parseInt(partition.get().group(2));
            if (Integer.parseInt(partition.get().group(1)) != 1) {
                root.error(
                        "compatible",
                        "found " + partition.get().group() + "; expecting arm,ffa-manifest-1.0 or a later 1.x");
            }
            return new PartitionBinding(file, tree, options, report).read(minor > 0);
        }
        if (compatible.contains(DeviceBinding.COMPATIBLE)) {
            return DeviceBinding.read(file, tree, report);
        }
        if (attribute != null) {
            return SpmcBinding.read(file, tree, attribute, report);
        }
        root.error(
                "compatible",
                "found " + (compatible.isEmpty() ? "nothing" : compatible) + "; expecting \"arm,ffa-manifest-1.0\" (a "
                        + "partition), \"" + DeviceBinding.COMPATIBLE + "\" (an independent device), or a node "
                        + SpmcBinding.NODE
                        + " (the SPMC)");
        report.finish(root.at());
        throw new IllegalStateException("a report with an error ends in ManifestException");
    }

    /** A phandle is unique in a tree (Devicetree Specification 2.3.3). */
    private static void checkPhandles(Devicetree tree, Report report) {
        checkPhandles(tree.root(), tree.phandles(), report);
    }

    private static void checkPhandles(Node node, Map<Integer, Node> owners, Report report) {
        var phandle = Devicetree.phandle(node);
        if (phandle != null) {
            Fields fields = new Fields(node, report, "Devicetree Specification 2.3.3");
            Node owner = phandle.length() == 4 ? owners.get(phandle.cell(0)) : null;
            if (owner == null) {
                fields.error("phandle", "found " + phandle.show() + "; expecting one cell");
            } else if (owner != node) {
                fields.error(
                        "phandle",
                        "found " + phandle.show() + ", the phandle of " + owner.path()
                                + "; expecting one of its own: leave it out and refer to a label");
            }
        }
        node.children().forEach(child -> checkPhandles(child, owners, report));
    }
}
