package org.partita.manifest.devicetree.binding;

import java.util.Optional;
import java.util.OptionalInt;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.ExecutionState;

/** Run-time EL and Execution state; both together give the AArch32 modes (FF-A Table 3.1). */
final class Level {
    private static final String LEVELS = "0 (EL1), 1 (S-EL0) or 2 (S-EL1)";
    private static final String STATES = "0 (AArch64) or 1 (AArch32)";

    private Level() {}

    /** The mandatory property exception-level, with the mode that the Execution state makes of it. */
    static Optional<ExceptionLevel> read(Fields fields, Optional<ExecutionState> state) {
        OptionalInt level = fields.has("exception-level")
                ? fields.integer("exception-level", 0, Integer.MAX_VALUE, LEVELS)
                : OptionalInt.empty();
        if (!fields.has("exception-level")) {
            fields.missing("exception-level", LEVELS);
        }
        if (level.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        boolean wide = state.get() == ExecutionState.AARCH64;
        return switch (level.getAsInt()) {
            case 0 -> Optional.of(wide ? ExceptionLevel.EL1 : ExceptionLevel.SUPERVISOR);
            case 1 -> Optional.of(wide ? ExceptionLevel.S_EL0 : ExceptionLevel.SECURE_USER);
            case 2 -> Optional.of(wide ? ExceptionLevel.S_EL1 : ExceptionLevel.SECURE_SUPERVISOR);
            default -> {
                fields.error(
                        "exception-level",
                        "found " + level.getAsInt()
                                + (level.getAsInt() == 3 ? " (EL0 of a VM), which FF-A 1.0 does not have" : "")
                                + "; expecting " + LEVELS);
                yield Optional.empty();
            }
        };
    }

    /** A mandatory property that holds an Execution state. */
    static Optional<ExecutionState> state(Fields fields, String property) {
        OptionalInt code = fields.mandatory(property, 0, 1, STATES);
        return code.isEmpty()
                ? Optional.empty()
                : Optional.of(code.getAsInt() == 0 ? ExecutionState.AARCH64 : ExecutionState.AARCH32);
    }

    /** xlat-granule as log2 of its bytes; 12 if it is absent or wrong. */
    static int granule(Fields fields, boolean mandatory, Optional<ExecutionState> state) {
        String expected = "0 (4 KiB), 1 (16 KiB) or 2 (64 KiB)";
        OptionalInt code = mandatory
                ? fields.mandatory("xlat-granule", 0, 2, expected)
                : fields.integer("xlat-granule", 0, 2, expected);
        if (code.orElse(0) != 0 && state.equals(Optional.of(ExecutionState.AARCH32))) {
            fields.report()
                    .error(
                            fields.at("xlat-granule"),
                            "FF-A 5.4.1",
                            "found " + code.getAsInt() + "; the granule is 4 KiB in AArch32: write 0, or leave it out");
            return 12;
        }
        return 12 + 2 * code.orElse(0);
    }
}
