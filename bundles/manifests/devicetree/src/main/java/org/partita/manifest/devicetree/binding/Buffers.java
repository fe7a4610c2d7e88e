package org.partita.manifest.devicetree.binding;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.partita.api.manifest.MemoryRegion;
import org.partita.manifest.devicetree.tree.Node;

/** RX/TX information: references to the memory regions that become the RX and TX buffer (FF-A Table 3.1, 4.2.2.3). */
final class Buffers {
    private static final String ATTRIBUTES = "FF-A 4.2.2.3";

    private final MemoryRegions regions;
    private final Map<Integer, Node> phandles;
    private final boolean secure;
    private @Nullable MemoryRegion rx;
    private @Nullable MemoryRegion tx;

    /** @param secure whether the partition is an SP */
    Buffers(Fields root, MemoryRegions regions, Map<Integer, Node> phandles, boolean secure) {
        this.regions = regions;
        this.phandles = phandles;
        this.secure = secure;
        Section.BUFFERS.find(root, root.rule()).ifPresent(this::read);
    }

    /** Name of the region, empty without. */
    String rx() {
        return rx == null ? "" : rx.name();
    }

    /** Name of the region, empty without. */
    String tx() {
        return tx == null ? "" : tx.name();
    }

    private void read(Fields fields) {
        Optional<MemoryRegion> rxRegion = region(fields, "rx-buffer");
        Optional<MemoryRegion> txRegion = region(fields, "tx-buffer");
        fields.rest();
        rxRegion.ifPresent(r -> check(fields, "rx-buffer", r, false));
        txRegion.ifPresent(t -> check(fields, "tx-buffer", t, true));
        if (rxRegion.isPresent() && txRegion.isPresent()) {
            checkPair(fields, rxRegion.get(), txRegion.get());
        }
        rx = rxRegion.orElse(null);
        tx = txRegion.orElse(null);
    }

    private Optional<MemoryRegion> region(Fields fields, String property) {
        String expected = "a reference to a node in memory-regions of this manifest: " + property + " = <&label>;";
        if (!fields.has(property)) {
            fields.missing(property, expected);
            return Optional.empty();
        }
        OptionalLong phandle = fields.number(property, 0, 0xFFFF_FFFFL, expected);
        if (phandle.isEmpty()) {
            return Optional.empty();
        }
        Node node = phandles.get((int) phandle.getAsLong());
        MemoryRegion region = node == null ? null : regions.region(node);
        if (node == null) {
            fields.error(
                    property,
                    "found phandle " + Fields.hex(phandle.getAsLong()) + ", which no node has; expecting " + expected);
        } else if (!Section.MEMORY_REGIONS.isParentOf(node)) {
            fields.error(property, "found a reference to " + node.path() + "; expecting " + expected);
        }
        return Optional.ofNullable(region);
    }

    private void check(Fields fields, String property, MemoryRegion region, boolean write) {
        if (region.base().isEmpty() || region.loadRelative()) {
            fields.error(
                    property,
                    "region " + region.name()
                            + " has no base-address; the region of a buffer needs one: add it in line "
                            + region.at().line());
        }
        if (!region.read() || (write && !region.write()) || region.execute()) {
            attribute(
                    fields,
                    property,
                    region,
                    "is " + access(region) + "; expecting "
                            + (write ? "read/write" : "read-only or read/write")
                            + ", never executable (Table 4.3): attributes = "
                            + (secure ? "<0x3>" : "<0xb>"));
        }
        if (region.secure() != secure) {
            attribute(
                    fields,
                    property,
                    region,
                    "is "
                            + (secure
                                    ? "Non-secure; buffers between an SP and the SPM are Secure: clear bit 3"
                                    : "Secure; buffers of a VM are Non-secure: set bit 3")
                            + " of its attributes");
        }
    }

    private static String access(MemoryRegion region) {
        return new Attributes(region.read(), region.write(), region.execute(), region.secure()).toString();
    }

    private static void checkPair(Fields fields, MemoryRegion rx, MemoryRegion tx) {
        if (rx.name().equals(tx.name())) {
            fields.error("tx-buffer", "RX and TX buffer are the same region " + rx.name() + "; expecting two regions");
        } else if (rx.pages() != tx.pages()) {
            attribute(
                    fields,
                    "tx-buffer",
                    tx,
                    "has " + tx.pages() + " pages, the RX buffer " + rx.pages() + "; expecting the same size");
        }
    }

    private static void attribute(Fields fields, String property, MemoryRegion region, String message) {
        fields.report().error(fields.at(property), ATTRIBUTES, "region " + region.name() + " " + message);
    }
}
