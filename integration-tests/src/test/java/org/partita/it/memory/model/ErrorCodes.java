package org.partita.it.memory.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Error codes of FF-A Tables 11.5, 11.10, 11.15, 11.19, 11.28 and 11.32, and those that can't occur here. */
final class ErrorCodes {
    private static final List<String> SENDS = List.of("INVALID_PARAMETERS", "DENIED", "NO_MEMORY", "BUSY", "ABORTED");
    private static final List<String> REST = List.of("INVALID_PARAMETERS", "DENIED", "NO_MEMORY", "ABORTED");

    private static final Map<String, List<String>> TABLES = Map.of(
            "DONATE", SENDS,
            "LEND", SENDS,
            "SHARE", SENDS,
            "RETRIEVE", SENDS,
            "RELINQUISH", REST,
            "RECLAIM", REST);

    private static final String ONE_AT_A_TIME =
            "a TX buffer is in use only while another call uses it, and calls are one at a time here: ForwardedSendTest";
    private static final String OWNER =
            "nothing but the end of its Owner, who calls it, interrupts it, and all memory answers: ReclaimTest";

    private ErrorCodes() {}

    /** Function and code: why it can't occur. */
    static Map<String, String> impossible() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String send : List.of("DONATE", "LEND", "SHARE")) {
            all.put(send + " BUSY", ONE_AT_A_TIME);
        }
        all.put("RECLAIM ABORTED", OWNER);
        return all;
    }

    static Set<String> functions() {
        return TABLES.keySet();
    }

    /** Function and code of all that the tables have. */
    static Set<String> documented() {
        Set<String> all = new TreeSet<>();
        TABLES.forEach((function, codes) -> codes.forEach(code -> all.add(function + " " + code)));
        return all;
    }
}
