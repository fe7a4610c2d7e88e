package org.partita.lib.manifest;

import java.util.OptionalLong;
import org.partita.api.manifest.MemoryRegion;

/** Where a memory region is. */
final class Addresses {
    private Addresses() {}

    /** The base address, if it is known before the partition is loaded. Regions are identity mapped, so it is a PA. */
    static OptionalLong base(MemoryRegion region, OptionalLong loadAddress) {
        if (!region.loadRelative() || region.base().isEmpty()) {
            return region.base();
        }
        return loadAddress.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(loadAddress.getAsLong() + region.base().getAsLong());
    }
}
