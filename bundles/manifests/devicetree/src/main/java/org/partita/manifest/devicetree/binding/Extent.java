package org.partita.manifest.devicetree.binding;

import java.util.OptionalInt;

/** Checks of a range of pages: pages-count, alignment, end. */
final class Extent {
    /** Architectural limit of an address (Armv8.2-LPA). */
    private static final int ADDRESS_BITS = 52;

    private static final int PAGE = 4096;
    private static final String PAGES =
            "the number of 4 KiB pages, whatever the granule, 1 to 0x7fffffff: pages-count = <1>;";

    private Extent() {}

    /** The mandatory pages-count; 0 if it is wrong. */
    static int pages(Fields fields) {
        OptionalInt pages = fields.mandatory("pages-count", 1, Integer.MAX_VALUE, PAGES);
        return pages.orElse(0);
    }

    /** The size has to be a multiple of the granule (FF-A 2.7). */
    static void checkSize(Fields fields, Subject subject, int pages) {
        long size = (long) pages * PAGE;
        if (!subject.aligned(size)) {
            fields.report()
                    .error(
                            fields.at("pages-count"),
                            "FF-A 2.7",
                            "found " + pages + " pages of 4 KiB; expecting a multiple of " + (subject.granule() / PAGE)
                                    + ", the translation granule of " + subject.granuleText()
                                    + ": make the region larger");
        }
    }

    /** A base address is aligned to the granule (FF-A Tables 3.2, 3.6). */
    static void checkBase(Fields fields, String property, Subject subject, long base) {
        if (!subject.aligned(base)) {
            fields.error(
                    property,
                    "found " + Fields.hex(base) + "; expecting a multiple of the translation granule, "
                            + subject.granuleText() + ": the next one below is "
                            + Fields.hex(base & -subject.granule()));
        }
    }

    /** Whether the range ends in the address space. */
    static boolean fits(Fields fields, String property, long base, int pages) {
        long end = base + (long) pages * PAGE;
        boolean fits = base >>> ADDRESS_BITS == 0 && end <= 1L << ADDRESS_BITS;
        if (!fits) {
            fields.error(
                    property,
                    "found " + Fields.hex(base) + " with " + pages + " pages; expecting a range that ends at "
                            + Fields.hex(1L << ADDRESS_BITS) + " or below: addresses have " + ADDRESS_BITS + " bits");
        }
        return fits;
    }
}
