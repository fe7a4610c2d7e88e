package org.partita.manifest.devicetree.binding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.partita.api.memory.MemoryRange;
import org.partita.manifest.devicetree.tree.Node;

/**
 * The memory nodes of an SPMC manifest: device_type "memory" is Secure, "ns-memory" Non-secure, "device-memory" Secure
 * and "ns-device-memory" Non-secure MMIO; reg holds base and size in the cells that the root declares.
 */
final class PlatformMemory {
    private static final String RULE = "FF-A 2.6";
    private static final int PAGE = 4096;
    private static final Set<String> TYPES = Set.of("memory", "ns-memory", "device-memory", "ns-device-memory");

    private final int addressCells;
    private final int sizeCells;
    private final List<MemoryRange> ranges = new ArrayList<>();

    PlatformMemory(Fields root) {
        addressCells = cells(root, "#address-cells", 2);
        sizeCells = cells(root, "#size-cells", 1);
        for (Node child : root.node().children()) {
            if (child.baseName().equals("memory")) {
                root.know(child.name());
                read(new Fields(child, root.report(), RULE));
            }
        }
        checkOverlaps(root);
    }

    List<MemoryRange> ranges() {
        return ranges;
    }

    private static int cells(Fields root, String property, int otherwise) {
        OptionalInt cells = root.integer(property, 1, 2, "1 or 2 cells");
        return cells.orElse(otherwise);
    }

    private void read(Fields fields) {
        fields.know("reg", "device_type");
        String type = fields.text("device_type").orElse("");
        boolean known = TYPES.contains(type);
        if (!known) {
            fields.error(
                    "device_type",
                    "found " + (type.isEmpty() ? "nothing" : "\"" + type + "\"")
                            + "; expecting \"memory\" (Secure), \"ns-memory\", \"device-memory\" or \"ns-device-memory\"");
        }
        int tuple = addressCells + sizeCells;
        String expected = "base and size, " + addressCells + " and " + sizeCells
                + " cells each as #address-cells and #size-cells say";
        if (!fields.has("reg")) {
            fields.missing("reg", expected);
        }
        int[] reg = fields.cells("reg", tuple, expected);
        for (int i = 0; known && i < reg.length; i += tuple) {
            long base = number(reg, i, addressCells);
            long size = number(reg, i + addressCells, sizeCells);
            if (base % PAGE != 0 || size % PAGE != 0 || size <= 0 || base < 0 || base + size < 0) {
                fields.error(
                        "reg",
                        "found base " + Fields.hex(base) + ", size " + Fields.hex(size)
                                + "; expecting multiples of 4 KiB, the size not 0");
            } else {
                boolean device = type.endsWith("device-memory");
                boolean secure = !type.startsWith("ns-");
                ranges.add(new MemoryRange(
                        base, size, secure, device, fields.node().name()));
            }
        }
        fields.rest();
    }

    private static long number(int[] cells, int from, int count) {
        long low = Integer.toUnsignedLong(cells[from + count - 1]);
        return count == 1 ? low : (long) cells[from] << 32 | low;
    }

    /** A region belongs to one address space (FF-A 2.6). */
    private void checkOverlaps(Fields root) {
        List<MemoryRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(MemoryRange::base));
        for (int i = 1; i < sorted.size(); i++) {
            MemoryRange below = sorted.get(i - 1);
            MemoryRange range = sorted.get(i);
            if (range.base() < below.end()) {
                Node node = root.node().child(range.name());
                root.report()
                        .error(
                                new Fields(node == null ? root.node() : node, root.report(), RULE).at("reg"),
                                RULE,
                                "range from "
                                        + Fields.hex(range.base()) + " overlaps " + below.name() + ", which ends at "
                                        + Fields.hex(below.end())
                                        + "; expecting one kind of memory for each address");
            }
        }
    }
}
