package org.partita.manifest.tfm.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.partita.api.ffm.manifest.MmioRegion;

/** Reads {@code mmio_regions}: by name, or by base and size. */
final class Regions {
    private static final long SPACE = 1L << 32;

    private Regions() {}

    static List<MmioRegion> read(Fields partition) {
        List<MmioRegion> regions = new ArrayList<>();
        for (Fields region : partition.mappings("mmio_regions")) {
            region(region).ifPresent(regions::add);
            region.rest("a region");
        }
        return regions;
    }

    private static Optional<MmioRegion> region(Fields region) {
        region.require("permission", Rules.ATTRIBUTES, "READ-ONLY or READ-WRITE");
        Optional<Boolean> writable =
                region.choice("permission", Rules.WORDS, Map.of("READ-ONLY", false, "READ-WRITE", true));
        Optional<String> name = region.identifier("name");
        OptionalLong base = region.number("base", Rules.ATTRIBUTES, 0, SPACE - 1, "a 32-bit physical address");
        OptionalLong size = region.number("size", Rules.ATTRIBUTES, 1, SPACE, "a size in bytes, 1 or more");
        boolean numbered = region.has("base") || region.has("size");
        if (region.has("name") == numbered) {
            region.error(
                    "name",
                    Rules.ATTRIBUTES,
                    numbered
                            ? "found besides base and size; leave one of them"
                            : "missing; expecting a name, or base and size");
            return Optional.empty();
        }
        if (name.isPresent()) {
            return writable.map(w -> new MmioRegion.Named(name.get(), w));
        }
        if (!numbered
                || !region.require("base", Rules.ATTRIBUTES, "a 32-bit physical address")
                || !region.require("size", Rules.ATTRIBUTES, "a size in bytes")
                || base.isEmpty()
                || size.isEmpty()) {
            return Optional.empty();
        }
        long first = base.getAsLong();
        long bytes = size.getAsLong();
        if (first + bytes > SPACE) {
            region.error(
                    "size",
                    Rules.ATTRIBUTES,
                    "found " + Numbers.hex(bytes) + ", with which the region does not end within 32 bits; expecting "
                            + Numbers.hex(SPACE - first) + " at most");
            return Optional.empty();
        }
        return writable.map(w -> new MmioRegion.Numbered(first, bytes, w));
    }
}
