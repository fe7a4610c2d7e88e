package org.partita.lib.crossing;

import static org.partita.api.ffa.ExceptionLevel.EL1;
import static org.partita.api.ffa.ExceptionLevel.EL2;
import static org.partita.api.ffa.ExceptionLevel.EL3;
import static org.partita.api.ffa.ExceptionLevel.HYP;
import static org.partita.api.ffa.ExceptionLevel.MONITOR;
import static org.partita.api.ffa.ExceptionLevel.SECURE_SUPERVISOR;
import static org.partita.api.ffa.ExceptionLevel.SECURE_USER;
import static org.partita.api.ffa.ExceptionLevel.SUPERVISOR;
import static org.partita.api.ffa.ExceptionLevel.S_EL0;
import static org.partita.api.ffa.ExceptionLevel.S_EL1;
import static org.partita.api.ffa.ExceptionLevel.S_EL2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaInstance;

/**
 * FF-A Tables 2.4 and 2.5: which pairs of exception levels are FF-A instances. "Hypervisor" in Table 2.5 is read as
 * AArch32 Hyp mode (reading A15); that a Hypervisor may not run there is for {@link SpmLayout#checkHypervisor}.
 */
public final class ExceptionLevelPairs {
    private enum Entry {
        SECURE_PHYSICAL(FfaInstance.SECURE_PHYSICAL),
        SECURE_VIRTUAL(FfaInstance.SECURE_VIRTUAL),
        NON_SECURE_PHYSICAL(FfaInstance.NONSECURE_PHYSICAL),
        NON_SECURE_VIRTUAL(FfaInstance.NONSECURE_VIRTUAL),
        NA(null),
        INV(null);

        private final @Nullable FfaInstance instance;

        Entry(@Nullable FfaInstance instance) {
            this.instance = instance;
        }
    }

    private record Row(String table, String requirement, Map<ExceptionLevel, Entry> entries) {}

    private static final List<ExceptionLevel> TABLE_2_4_HIGHER = List.of(EL3, MONITOR, S_EL2, S_EL1, SECURE_SUPERVISOR);
    private static final List<ExceptionLevel> TABLE_2_5_HIGHER = List.of(EL3, MONITOR, EL2, HYP);
    private static final Map<ExceptionLevel, Row> ROWS = rows();
    private static final int LEVELS = ExceptionLevel.values().length;
    private static final AddressKind[] ADDRESS_KINDS = addressKinds();

    private ExceptionLevelPairs() {}

    private static Map<ExceptionLevel, Row> rows() {
        Entry sp = Entry.SECURE_PHYSICAL;
        Entry sv = Entry.SECURE_VIRTUAL;
        Entry np = Entry.NON_SECURE_PHYSICAL;
        Entry nv = Entry.NON_SECURE_VIRTUAL;
        Entry na = Entry.NA;
        Entry inv = Entry.INV;
        Map<ExceptionLevel, Row> rows = new EnumMap<>(ExceptionLevel.class);

        // Table 2.4, lower below higher:   EL3  Mon  S-EL2 S-EL1 Secure Supervisor
        rows.put(S_EL2, secure("FFA-2.3-8", sp, na, na, na, na));
        rows.put(S_EL1, secure("FFA-2.3-9", sp, na, sv, na, na));
        rows.put(SECURE_SUPERVISOR, secure("FFA-2.3-10", sp, sp, sv, na, na));
        rows.put(S_EL0, secure("FFA-2.3-11", sv, na, sv, sv, na));
        rows.put(SECURE_USER, secure("FFA-2.3-12", sv, inv, sv, sv, sv));

        // Table 2.5, lower below higher:    EL3  Mon  EL2 Hypervisor
        rows.put(EL2, nonSecure("FFA-2.3-13", np, na, na, na));
        rows.put(HYP, nonSecure("FFA-2.3-14", np, np, na, na));
        rows.put(EL1, nonSecure("FFA-2.3-15", np, na, nv, nv));
        rows.put(SUPERVISOR, nonSecure("FFA-2.3-16", np, np, nv, nv));
        return rows;
    }

    private static Row secure(String requirement, Entry... entries) {
        return row("Table 2.4", requirement, TABLE_2_4_HIGHER, entries);
    }

    private static Row nonSecure(String requirement, Entry... entries) {
        return row("Table 2.5", requirement, TABLE_2_5_HIGHER, entries);
    }

    private static Row row(String table, String requirement, List<ExceptionLevel> higher, Entry... entries) {
        Map<ExceptionLevel, Entry> row = new EnumMap<>(ExceptionLevel.class);
        for (int column = 0; column < entries.length; column++) {
            row.put(higher.get(column), entries[column]);
        }
        return new Row(table, requirement, row);
    }

    /**
     * What Tables 2.4 and 2.5 say about a boundary.
     *
     * @param lower level of the component below
     * @param higher level of the component above
     */
    public static LevelPair of(ExceptionLevel lower, ExceptionLevel higher) {
        Row row = ROWS.get(lower);
        if (row == null) {
            return new LevelPair.Rejected(
                    LevelPair.Reason.NOT_APPLICABLE,
                    "FFA-2.3-8",
                    lower.title() + " below " + higher.title() + ": nothing is above " + lower.title()
                            + " (FF-A Tables 2.4 and 2.5)");
        }
        Entry entry = row.entries.getOrDefault(higher, Entry.NA);
        if (entry.instance != null) {
            return new LevelPair.Instance(entry.instance);
        }
        return rejected(lower, higher, row, entry);
    }

    private static LevelPair.Rejected rejected(ExceptionLevel lower, ExceptionLevel higher, Row row, Entry entry) {
        boolean invalid = entry == Entry.INV;
        List<String> valid = new ArrayList<>();
        row.entries.forEach((level, e) -> {
            if (e.instance != null) {
                valid.add(level.title());
            }
        });
        String text = lower.title() + " below " + higher.title() + ": "
                + (invalid ? "not supported by the Framework" : "no PE has this pair of exception levels") + " (FF-A "
                + row.table + "); above " + lower.title() + " may be " + String.join(", ", valid);
        return new LevelPair.Rejected(
                invalid ? LevelPair.Reason.INVALID : LevelPair.Reason.NOT_APPLICABLE, row.requirement, text);
    }

    /**
     * The instance between an SPMC and an SP: always the Secure virtual one by the list in FF-A 2.3, also for an S-EL1
     * SP of an EL3 SPMC, which Table 2.4 calls Secure physical. That SP uses the conduits of the Secure virtual
     * instance and physical addresses (reading A10).
     */
    public static LevelPair betweenSpmcAndPartition(ExceptionLevel partition, ExceptionLevel spmc) {
        LevelPair pair = of(partition, spmc);
        boolean secure = pair instanceof LevelPair.Instance(FfaInstance instance) && instance.secure();
        return secure ? new LevelPair.Instance(FfaInstance.SECURE_VIRTUAL) : pair;
    }

    /**
     * What an address means that the component below passes to the one above (FF-A Table 8.17, reading A10): virtual
     * for a component at level 0, whose regime has one stage; physical where the pair is a physical instance by Tables
     * 2.4 and 2.5; intermediate elsewhere. An array access.
     */
    public static AddressKind addressKind(ExceptionLevel lower, ExceptionLevel higher) {
        return ADDRESS_KINDS[lower.ordinal() * LEVELS + higher.ordinal()];
    }

    private static AddressKind[] addressKinds() {
        AddressKind[] kinds = new AddressKind[LEVELS * LEVELS];
        // levels that share a boundary without being an instance (FF-A 2.2.2.1) share the physical address space
        Arrays.fill(kinds, AddressKind.PHYSICAL);
        for (ExceptionLevel lower : ExceptionLevel.values()) {
            for (ExceptionLevel higher : ExceptionLevel.values()) {
                if (of(lower, higher) instanceof LevelPair.Instance(FfaInstance instance) && !instance.physical()) {
                    kinds[lower.ordinal() * LEVELS + higher.ordinal()] =
                            lower.number() == 0 ? AddressKind.VIRTUAL : AddressKind.INTERMEDIATE;
                }
            }
        }
        return kinds;
    }
}
