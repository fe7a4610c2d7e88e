package org.partita.manifest.devicetree.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.partita.api.manifest.DeviceRegion;
import org.partita.manifest.devicetree.tree.Node;

/** The node device-regions (FF-A Table 3.3; Table 3.7 for an independent device). */
final class DeviceRegions {
    private static final int PAGE = 4096;

    private final Subject subject;
    private final RegionNames names;
    private final String rule;
    private final Interrupts interrupts;
    private final List<DeviceRegion> regions = new ArrayList<>();

    DeviceRegions(Fields root, Subject subject, RegionNames names) {
        this.subject = subject;
        this.names = names;
        this.rule = subject.device() ? "FF-A Table 3.7" : "FF-A Table 3.3";
        this.interrupts = new Interrupts(subject.nonSecureOnly());
        Section.DEVICE_REGIONS.find(root, rule).ifPresent(this::readAll);
    }

    List<DeviceRegion> regions() {
        return regions;
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
        if (!fields.has("base-address")) {
            fields.missing(
                    "base-address", "the physical base address of the MMIO region: base-address = <0x0 0x1c090000>;");
        }
        OptionalLong base = fields.wide("base-address", "the physical base address of the MMIO region");
        int pages = Extent.pages(fields);
        Optional<Attributes> attributes = Attributes.read(fields, subject);
        attributes.ifPresent(a -> a.checkDevice(fields));
        base.ifPresent(address -> checkAlignment(fields, address, pages));
        boolean fits = base.isPresent() && Extent.fits(fields, "base-address", base.getAsLong(), pages);
        List<DeviceRegion.Interrupt> lines = interrupts.read(fields);
        OptionalInt smmu = smmu(fields);
        List<Integer> streams = streams(fields);
        boolean exclusive = fields.flag("exclusive-access");
        fields.rest();
        if (attributes.isPresent() && pages > 0 && fits) {
            Attributes a = attributes.get();
            regions.add(new DeviceRegion(
                    name,
                    base.getAsLong(),
                    pages,
                    a.write(),
                    a.secure(),
                    lines,
                    smmu,
                    streams,
                    exclusive,
                    fields.at()));
        }
    }

    private void checkAlignment(Fields fields, long base, int pages) {
        if (base % PAGE != 0) {
            fields.error(
                    "base-address",
                    "found " + Fields.hex(base) + "; expecting a multiple of 4 KiB, since the size is "
                            + "counted in 4 KiB pages: map the whole page " + Fields.hex(base & -PAGE));
        } else if (!subject.aligned(base) || !subject.aligned((long) pages * PAGE)) {
            fields.report()
                    .warn(
                            fields.at("base-address"),
                            "FF-A 2.7",
                            "found " + Fields.hex(base) + " with " + pages + " pages; with its translation granule of "
                                    + subject.granuleText() + " the partition can't map this without its surroundings");
        }
    }

    private OptionalInt smmu(Fields fields) {
        String expected = "the SMMU instance that the device is upstream of";
        if (subject.device() && !fields.has("smmu-id")) {
            fields.missing("smmu-id", expected + ": smmu-id = <0>;");
        }
        return fields.integer("smmu-id", 0, Integer.MAX_VALUE, expected);
    }

    private List<Integer> streams(Fields fields) {
        String expected = "the stream IDs of the device: stream-ids = <0x10 0x11>;";
        boolean smmu = fields.has("smmu-id");
        boolean streams = fields.has("stream-ids");
        if (subject.device() && !streams) {
            fields.missing("stream-ids", expected);
        } else if (streams && !smmu) {
            fields.error(
                    "stream-ids",
                    "found without smmu-id; expecting the SMMU that sees these stream IDs: add smmu-id = <0>;");
        } else if (smmu && !streams) {
            fields.warn(
                    "smmu-id",
                    "found without stream-ids, which says that the device is not upstream of an SMMU: add "
                            + "stream-ids, or leave smmu-id out");
        }
        return fields.list("stream-ids", expected);
    }
}
