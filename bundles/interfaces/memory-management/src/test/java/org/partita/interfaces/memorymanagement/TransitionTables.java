package org.partita.interfaces.memorymanagement;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.TransactionType;

/** FF-A Tables 5.4 and 5.9 to 5.12, as the text has them: states of A and B, and the next ones. */
final class TransitionTables {
    /** Table 5.4: what A and B can be together. */
    static final List<String> VALID_PAIRS = List.of(
            "Owner-EA !Owner-NA",
            "Owner-NA !Owner-NA",
            "Owner-NA !Owner-EA",
            "Owner-NA !Owner-SA",
            "Owner-SA !Owner-NA",
            "Owner-SA !Owner-SA");

    private static final Map<TransactionType, Map<String, String>> SENDS = Map.of(
            TransactionType.DONATE, rows("""
                    Owner-EA, !Owner-NA, !Owner-NA, Owner-EA
                    Owner-NA, !Owner-NA, Error
                    Owner-NA, !Owner-SA, Error
                    Owner-SA, !Owner-NA, Error
                    Owner-SA, !Owner-SA, Error
                    """), TransactionType.LEND, rows("""
                    Owner-EA, !Owner-NA, Owner-NA, !Owner-EA or !Owner-SA
                    Owner-NA, !Owner-NA, Error
                    Owner-NA, !Owner-EA, Error
                    Owner-NA, !Owner-SA, Error
                    Owner-SA, !Owner-NA, Error
                    Owner-SA, !Owner-SA, Error
                    """), TransactionType.SHARE, rows("""
                    Owner-EA, !Owner-NA, Owner-SA, !Owner-SA
                    Owner-NA, !Owner-NA, Error
                    Owner-NA, !Owner-EA, Error
                    Owner-NA, !Owner-SA, Error
                    Owner-SA, !Owner-NA, Error
                    Owner-SA, !Owner-SA, Error
                    """));

    private static final Map<String, String> RELINQUISH = rows("""
            Owner-EA, !Owner-NA, Error
            Owner-NA, !Owner-NA, Error
            Owner-NA, !Owner-EA, Owner-EA, !Owner-NA
            Owner-NA, !Owner-SA, Owner-EA, !Owner-NA
            Owner-SA, !Owner-NA, Error
            Owner-SA, !Owner-SA, Owner-EA, !Owner-NA
            """);

    /** The states that A and B end in. */
    record Next(String a, String b) {}

    private TransitionTables() {}

    private static Map<String, String> rows(String table) {
        return table.lines()
                .map(line -> line.split(", ", 3))
                .collect(Collectors.toMap(cells -> cells[0] + " " + cells[1], cells -> cells[2]));
    }

    /**
     * Tables 5.9 to 5.11: the end of a transaction, or null for an error. Who does not own the region is in no row, nor
     * is a donation of what B borrows alone: A can't send it.
     */
    static @Nullable Next sent(TransactionType type, String a, String b, int receivers) {
        Next next = next(SENDS.getOrDefault(type, Map.of()), a, b);
        if (next == null || !next.b().contains(" or ")) {
            return next;
        }
        // 5.7: a single Borrower has exclusive access, several have shared access
        return new Next(next.a(), next.b().split(" or ")[receivers == 1 ? 0 : 1]);
    }

    /** Table 5.12: where A gets when it has reclaimed, and B at once; or null for an error. */
    static @Nullable Next relinquished(String a, String b) {
        return next(RELINQUISH, a, b);
    }

    private static @Nullable Next next(Map<String, String> table, String a, String b) {
        String next = table.getOrDefault(a + " " + b, "Error");
        return next.equals("Error") ? null : new Next(next.split(", ")[0], next.split(", ")[1]);
    }
}
