package org.partita.manifest.devicetree.binding;

import org.partita.api.ffa.AddressKind;

/**
 * Whose regions are checked.
 *
 * @param who for messages: a partition or a device
 * @param nonSecureOnly whether its regions have to be Non-secure
 * @param granuleShift log2 of its translation granule
 * @param translated what its base addresses may be besides physical: the manager translates such addresses
 * @param device whether it is an independent device, which has fewer choices (FF-A Tables 3.6, 3.7)
 */
record Subject(String who, boolean nonSecureOnly, int granuleShift, AddressKind translated, boolean device) {
    long granule() {
        return 1L << granuleShift;
    }

    String granuleText() {
        return (granule() >> 10) + " KiB";
    }

    boolean aligned(long address) {
        return (address & (granule() - 1)) == 0;
    }
}
