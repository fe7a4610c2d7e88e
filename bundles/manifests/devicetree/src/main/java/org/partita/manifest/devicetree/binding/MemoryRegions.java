package org.partita.manifest.devicetree.binding;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.AddressKind;
import org.partita.api.manifest.MemoryRegion;
import org.partita.manifest.devicetree.tree.Node;

/** The node memory-regions (FF-A Table 3.2; Table 3.6 for an independent device). */
final class MemoryRegions {
    private static final String KIND = "partita,address-kind";

    private final Subject subject;
    private final RegionNames names;
    private final String rule;
    private final List<MemoryRegion> regions = new ArrayList<>();
    private final IdentityHashMap<Node, MemoryRegion> byNode = new IdentityHashMap<>();

    MemoryRegions(Fields root, Subject subject, RegionNames names) {
        this.subject = subject;
        this.names = names;
        this.rule = subject.device() ? "FF-A Table 3.6" : "FF-A Table 3.2";
        Section.MEMORY_REGIONS.find(root, rule).ifPresent(this::readAll);
    }

    List<MemoryRegion> regions() {
        return regions;
    }

    /** The region that a node describes, or null. */
    @Nullable
    MemoryRegion region(Node node) {
        return byNode.get(node);
    }

    private void readAll(Fields section) {
        for (Node child : section.node().children()) {
            section.know(child.name());
            read(new Fields(child, section.report(), rule));
        }
        section.rest();
    }

    private void read(Fields fields) {
        String name = names.name(fields);
        int pages = Extent.pages(fields);
        Optional<Attributes> attributes = Attributes.read(fields, subject);
        OptionalLong offset = relative(fields);
        OptionalLong base = fields.wide("base-address", "the base address of the region");
        attributes.ifPresent(a -> a.checkMemory(fields));
        Extent.checkSize(fields, subject, pages);
        if (base.isPresent() && offset.isPresent()) {
            fields.error(
                    "base-address",
                    "found together with load-address-relative-offset; expecting one of them, or none to "
                            + "let the partition manager choose: leave one out");
        }
        String property = base.isPresent() ? "base-address" : "load-address-relative-offset";
        OptionalLong where = base.isPresent() ? base : offset;
        boolean fits = where.isEmpty() || Extent.fits(fields, property, where.getAsLong(), pages);
        where.ifPresent(address -> Extent.checkBase(fields, property, subject, address));
        AddressKind kind = kind(fields, base);
        ignoreStreams(fields);
        fields.rest();
        if (attributes.isPresent() && pages > 0 && fits) {
            Attributes a = attributes.get();
            boolean relative = base.isEmpty() && offset.isPresent();
            MemoryRegion region = new MemoryRegion(
                    name, where, kind, relative, pages, a.read(), a.write(), a.execute(), a.secure(), fields.at());
            regions.add(region);
            byNode.put(fields.node(), region);
        }
    }

    /** What the base address is: FF-A Tables 3.2 and 3.6 leave to us how a manifest says so. */
    private AddressKind kind(Fields fields, OptionalLong base) {
        String word = fields.text(KIND).orElse("pa");
        AddressKind kind = switch (word) {
            case "va" -> AddressKind.VIRTUAL;
            case "ipa" -> AddressKind.INTERMEDIATE;
            default -> AddressKind.PHYSICAL;
        };
        String translated = subject.translated() == AddressKind.VIRTUAL ? "va" : "ipa";
        if (!word.equals("pa") && !word.equals(translated)) {
            fields.error(
                    KIND,
                    "found \"" + word + "\"; expecting \"pa\" (identity mapped) or, for "
                            + (subject.device() ? "a device" : "a partition at this exception level") + ", \""
                            + translated + "\"");
        } else if (fields.has(KIND) && base.isEmpty()) {
            fields.error(KIND, "found without base-address, whose kind it says: add one, or leave this out");
        }
        return kind;
    }

    private OptionalLong relative(Fields fields) {
        if (!subject.device()) {
            return fields.wide("load-address-relative-offset", "the offset of the region from the load address");
        }
        if (!fields.has("base-address")) {
            fields.missing("base-address", "the base address: a device can't be told one that was chosen for it");
        }
        return OptionalLong.empty();
    }

    /** Later manifests give DMA devices static access to a region here; FF-A 1.0 has stream endpoints for that. */
    private static void ignoreStreams(Fields fields) {
        for (String property : List.of("stream-ids", "smmu-id", "stream-ids-access-permissions")) {
            if (fields.has(property)) {
                fields.warn(
                        property,
                        "ignored: FF-A 1.0 gives devices access through stream endpoints (5.2.1); "
                                + "describe one in partita,stream-endpoints or in a device manifest");
            }
        }
    }
}
