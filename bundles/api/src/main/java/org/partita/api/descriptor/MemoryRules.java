package org.partita.api.descriptor;

import org.partita.api.ffa.DescriptorException;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/** What the bytes of memory management descriptors have to obey; whoever receives them answers INVALID_PARAMETERS. */
final class MemoryRules {
    static final Rule TOTAL =
            rule("FFA-5.10.1-1", "Table 5.13", "Total page count", "must be the sum of the page counts of the ranges");
    static final Rule RANGE_COUNT = rule(
            "FFA-5.10.1-2",
            "Table 5.13",
            "Address range count",
            "there must be one range or more, and the array must fit the descriptor");
    static final Rule COMPOSITE_RESERVED = rule("FFA-5.10.1-3", "Table 5.13", "Reserved", "must be zero");
    static final Rule ADDRESS = rule("FFA-5.10.1-5", "Table 5.14", "Address", "must be aligned to 4K");
    static final Rule PAGE_COUNT =
            rule("FFA-5.10.1-6", "Table 5.14", "Page count", "a range must have pages, and end within 64 bits");
    static final Rule OVERLAP = rule("FFA-5.12.3.1-3", "5.12.3.1", "Address", "ranges must not overlap");

    static final Rule ONE_PERMISSION =
            rule("FFA-5.11-1", "5.11", "Endpoint ID", "an endpoint must have one entry, with one set of permissions");
    static final Rule PERMISSIONS_RESERVED =
            rule("FFA-5.11-3", "Table 5.15", "Memory access permissions", "bits 7:4 are reserved, must be zero");
    static final Rule INSTRUCTION =
            rule("FFA-5.11-7", "Table 5.15", "Memory access permissions", "bits 3:2 must not be b'11, it is reserved");
    static final Rule DATA =
            rule("FFA-5.11-11", "Table 5.15", "Memory access permissions", "bits 1:0 must not be b'11, it is reserved");
    static final Rule COMPOSITE_OFFSET = rule(
            "FFA-5.11-14",
            "Table 5.16",
            "Composite memory region descriptor offset",
            "must be 0, or lead behind the endpoint array to bytes of the descriptor that no other composite has");
    static final Rule ACCESS_RESERVED = rule("FFA-5.11-16", "Table 5.16", "Reserved", "must be zero");
    static final Rule ACCESS_FLAGS = rule("FFA-5.11.1-9", "Table 5.17", "Flags", "bits 7:1 are reserved, must be zero");

    static final Rule ATTRIBUTES_RESERVED = attributes("FFA-5.11.4-4", "bits 7:6 are reserved, must be zero");
    static final Rule MEMORY_TYPE = attributes("FFA-5.11.4-8", "bits 5:4 must not be b'11, it is reserved");
    static final Rule CACHEABILITY_0 =
            attributes("FFA-5.11.4-9", "bits 3:2 must not be b'00 for Normal memory, it is reserved");
    static final Rule CACHEABILITY_2 =
            attributes("FFA-5.11.4-11", "bits 3:2 must not be b'10 for Normal memory, it is reserved");
    static final Rule SHAREABILITY_1 =
            attributes("FFA-5.11.4-18", "bits 1:0 must not be b'01 for Normal memory, it is reserved");
    static final Rule DEVICE_SHAREABILITY =
            attributes("FFA-5.11.4-21", "bits 1:0 are reserved for Device memory, must be zero");

    static final Rule TRANSACTION = rule(
            "FFA-5.12-1",
            "Table 5.19",
            "Lend, donate or share memory transaction descriptor",
            "must have its 32 bytes");
    static final Rule RESERVED_3 = rule("FFA-5.12-4", "Table 5.19", "Reserved", "must be zero");
    static final Rule RESERVED_24 = rule("FFA-5.12-8", "Table 5.19", "Reserved", "must be zero");
    static final Rule ACCESS_COUNT = rule(
            "FFA-5.12-9", "Table 5.19", "Endpoint memory access descriptor count", "the array must fit the descriptor");

    static final Rule SEND_FLAGS = rule("FFA-5.12.4-6", "Table 5.20", "Flags", "bits 31:2 are reserved, must be zero");
    static final Rule ALIGNMENT_HINT =
            rule("FFA-5.12.4-24", "Table 5.21", "Flags", "bits 8:5 must be zero unless bit 9 makes them a hint");
    static final Rule RETRIEVE_FLAGS =
            rule("FFA-5.12.4-29", "Table 5.21", "Flags", "bits 31:10 are reserved, must be zero");
    static final Rule RESPONSE_FLAGS_LOW =
            rule("FFA-5.12.4-33", "Table 5.22", "Flags", "bits 2:1 are reserved, must be zero");
    static final Rule RESPONSE_TYPE =
            rule("FFA-5.12.4-34", "Table 5.22", "Flags", "bits 4:3 must say the transaction's type, b'00 is reserved");
    static final Rule RESPONSE_FLAGS =
            rule("FFA-5.12.4-35", "Table 5.22", "Flags", "bits 31:5 are reserved, must be zero");

    static final Rule RELINQUISH =
            rule("FFA-11.6-9", "Table 11.25", "Descriptor to relinquish a memory region", "must have its 16 bytes");
    static final Rule RELINQUISH_FLAGS =
            rule("FFA-11.6-16", "Table 11.25", "Flags", "bits 31:2 are reserved, must be zero");
    static final Rule NO_ENDPOINT = rule("FFA-11.6.1.2-3", "11.6.1.2", "Endpoint count", "must be greater than zero");
    static final Rule ENDPOINT_COUNT =
            rule("FFA-11.6-10", "Table 11.25", "Endpoint count", "the array must fit the descriptor");

    private MemoryRules() {}

    private static Rule rule(String id, String section, String field, String text) {
        return new Rule(id, Status.INVALID_PARAMETERS, section, field, text);
    }

    private static Rule attributes(String id, String text) {
        return rule(id, "Table 5.18", "Memory region attributes", text);
    }

    /** What is wrong is a value that reads best in hexadecimal. */
    static DescriptorException broken(Rule rule, long offset, long value) {
        return new DescriptorException(rule, offset, value, "0x" + Long.toHexString(value));
    }

    /** An ID as the record holds it, refused if it would not come back from its 16 bits. */
    static void requireId(int id) {
        if (id < 0 || id > 0xFFFF) {
            throw new IllegalArgumentException("endpoint ID " + id + ": an ID has 16 bits (FF-A 2.8)");
        }
    }
}
