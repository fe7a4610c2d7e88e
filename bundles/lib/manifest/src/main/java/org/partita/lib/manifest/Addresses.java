package org.partita.lib.manifest;

import java.util.OptionalLong;
import org.partita.api.ffa.AddressKind;
import org.partita.api.manifest.MemoryRegion;

/** Where a memory region is. */
final class Addresses {
    private Addresses() {}

    /** The physical base address, if it is known before the partition is loaded. */
    static OptionalLong base(MemoryRegion region, OptionalLong loadAddress) {
        if (region.kind() != AddressKind.PHYSICAL) {
            return OptionalLong.empty();
        }
        if (!region.loadRelative() || region.base().isEmpty()) {
            return region.base();
        }
        return loadAddress.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(loadAddress.getAsLong() + region.base().getAsLong());
    }
}
