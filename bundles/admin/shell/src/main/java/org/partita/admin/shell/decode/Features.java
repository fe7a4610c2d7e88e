package org.partita.admin.shell.decode;

import java.util.ArrayList;
import java.util.List;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.ffa.FunctionId;

/** Interface properties that FFA_FEATURES returns in w2 and w3 (FF-A Table 8.10). */
public final class Features {
    private static final String[] GRANULES = {"4K", "64K", "16K", "reserved encoding"};

    private Features() {}

    /**
     * Reads the properties.
     *
     * @param queried the function that was asked about
     * @param success the FFA_SUCCESS that answered
     * @return one text a property, none if the function has none
     */
    public static List<String> of(FunctionId queried, Words success) {
        int w2 = success.w(2);
        return switch (queried) {
            case FFA_RXTX_MAP -> withReserved(success, 2, "buffer size and alignment at least " + GRANULES[w2 & 3]);
            case FFA_MEM_DONATE, FFA_MEM_LEND, FFA_MEM_SHARE -> withReserved(success, 1, dynamicBuffers(w2));
            case FFA_MEM_RETRIEVE_REQ -> retrieval(success);
            default -> withReserved(success, 0);
        };
    }

    static String suffix(FunctionId queried, Words success) {
        List<String> properties = of(queried, success);
        return properties.isEmpty() ? "" : ": " + String.join("; ", properties);
    }

    private static String dynamicBuffers(int w2) {
        return (w2 & 1) == 0 ? "no dynamically allocated buffers" : "dynamically allocated buffers supported";
    }

    private static List<String> retrieval(Words success) {
        int count = success.w(3) & 0xFF;
        String times = count < 63 ? Long.toUnsignedString((1L << (count + 1)) - 1) : "2^" + (count + 1) + "-1";
        List<String> properties = new ArrayList<>();
        properties.add(dynamicBuffers(success.w(2)));
        properties.add("a Receiver may retrieve a region " + times + (times.equals("1") ? " time" : " times")
                + " before it relinquishes it");
        return properties;
    }

    /** The texts and, if bits beyond the specified ones of w2 are set, a text that says so. */
    private static List<String> withReserved(Words success, int bits, String... texts) {
        List<String> properties = new ArrayList<>(List.of(texts));
        int reserved = success.w(2) & -(1 << bits);
        if (reserved != 0) {
            properties.add("reserved bits of w2 are set: " + Numbers.hex(Integer.toUnsignedLong(reserved)));
        }
        return properties;
    }
}
