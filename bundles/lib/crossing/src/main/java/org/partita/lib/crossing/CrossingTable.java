package org.partita.lib.crossing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;

/**
 * Which function may cross which FF-A instance through which conduit: all 'instances and conduits' tables of FF-A 1.0
 * in one, compiled to arrays of bit masks. It holds for the 32-bit and the 64-bit identifier of a function.
 */
public final class CrossingTable {
    private static final CrossingTable STRICT = new CrossingTable(true);
    private static final CrossingTable WITH_READINGS = new CrossingTable(false);

    private final boolean strict;
    private final Admission[] admissions;

    private CrossingTable(boolean strict) {
        this.strict = strict;
        FfaInstance[] instances = FfaInstance.values();
        admissions = new Admission[instances.length];
        for (FfaInstance instance : instances) {
            admissions[instance.ordinal()] = new Admission(instance, strict);
        }
    }

    /**
     * The table.
     *
     * @param strict true: the tables as printed; false: with what other parts of the specification need (readings A01:
     *     FFA_ERROR and FFA_SUCCESS by HVC and SVC at the Secure virtual instance, A02: FFA_INTERRUPT by ERET at the
     *     Secure physical instance)
     */
    public static CrossingTable of(boolean strict) {
        return strict ? STRICT : WITH_READINGS;
    }

    /**
     * Whether the function may be invoked there. An index and a bit test.
     *
     * @param functionIndex {@link FunctionId#index()}
     */
    public boolean admits(int functionIndex, FfaInstance instance, Conduit conduit) {
        return at(instance).admits(functionIndex, conduit);
    }

    /** The column of one instance, with the rules that it refuses by. */
    public Admission at(FfaInstance instance) {
        return admissions[instance.ordinal()];
    }

    /**
     * Where a function may be invoked, for people, a line for each instance: {@code secure-virtual: SMC ERET; HVC SVC by
     * reading A01}.
     */
    public List<String> where(FunctionId function) {
        List<String> lines = new ArrayList<>();
        for (InstanceTable table : InstanceTable.values()) {
            if (table.function() == function) {
                table.rows().stream()
                        .filter(row -> !row.conduits(strict).isEmpty())
                        .map(this::line)
                        .forEach(lines::add);
            }
        }
        return lines;
    }

    private String line(ConduitRow row) {
        String line = row.instance().word() + ": " + words(row.strict());
        return strict || row.accepted().isEmpty()
                ? line
                : line + "; " + words(row.accepted()) + " by reading " + row.reading();
    }

    static String words(Set<Conduit> conduits) {
        return conduits.stream().map(Conduit::name).collect(Collectors.joining(" "));
    }
}
