package org.partita.lib.crossing;

import java.util.Arrays;
import java.util.Set;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/**
 * What one FF-A instance admits: the column of {@link CrossingTable} for it, with a rule for each refusal. The same
 * answer for a conduit that is not valid and for a function that has none: NOT_SUPPORTED (FF-A 6.1.1, for chapters 9 to
 * 12 by reading A13).
 */
public final class Admission {
    private static final String CONDUIT = "conduit (0 SMC, 1 HVC, 2 SVC, 3 ERET)";
    private static final Rule UNALLOCATED_32 = identifier("FFA-6-2", "names no function of FF-A 1.0");
    private static final Rule UNALLOCATED_64 = identifier("FFA-6-3", "names no function of FF-A 1.0");

    /** At {@link FunctionId#index()}: bit {@code ordinal} is set for each conduit that is valid. */
    private final byte[] conduits = new byte[FunctionId.INDEX_LIMIT];

    private final Rule[] wrongConduit = new Rule[FunctionId.INDEX_LIMIT];
    private final Rule[] wrongWidth = new Rule[FunctionId.INDEX_LIMIT];

    Admission(FfaInstance instance, boolean strict) {
        Arrays.fill(wrongConduit, UNALLOCATED_32);
        Arrays.fill(wrongWidth, UNALLOCATED_64);
        for (InstanceTable table : InstanceTable.values()) {
            int index = table.function().index();
            wrongWidth[index] = identifier(
                    table.identifiers(), "names no function: " + table.function() + " has only a 32-bit identifier");
            for (ConduitRow row : table.rows()) {
                if (row.instance() == instance) {
                    conduits[index] = mask(row.conduits(strict));
                    wrongConduit[index] = conduitRule(table, row, row.conduits(strict));
                }
            }
        }
    }

    /** Whether the function may be invoked here through this conduit. */
    boolean admits(int functionIndex, Conduit conduit) {
        return (conduits[functionIndex] >>> conduit.ordinal() & 1) != 0;
    }

    /**
     * Admits a call, or refuses it with NOT_SUPPORTED and the rule of its function at this instance. Calls that are no
     * FF-A functions, such as PSCI, pass.
     */
    public Outcome admit(Call call) {
        int index = call.functionIndex();
        if (index < 0) {
            return admitUnknown(call);
        }
        Conduit conduit = call.conduit();
        return admits(index, conduit) ? Outcome.PROCEED : call.refuse(wrongConduit[index], conduit.ordinal());
    }

    private Outcome admitUnknown(Call call) {
        int w0 = call.registers.function();
        if (!FunctionId.inRange(w0)) {
            return Outcome.PROCEED;
        }
        Rule rule = FunctionId.is64(w0) ? wrongWidth[w0 & (FunctionId.INDEX_LIMIT - 1)] : UNALLOCATED_32;
        return call.refuse(rule, Integer.toUnsignedLong(w0));
    }

    private static byte mask(Set<Conduit> conduits) {
        int mask = 0;
        for (Conduit conduit : conduits) {
            mask |= 1 << conduit.ordinal();
        }
        return (byte) mask;
    }

    private static Rule conduitRule(InstanceTable table, ConduitRow row, Set<Conduit> valid) {
        String there = " at the " + row.instance().title() + " instance";
        String text = valid.isEmpty()
                ? table.function() + " can't be invoked" + there + "; it can at: " + table.elsewhere()
                : table.function() + there + " is reached only through " + CrossingTable.words(valid);
        return new Rule(row.requirement(), Status.NOT_SUPPORTED, "FF-A " + table.title(), CONDUIT, text);
    }

    private static Rule identifier(String requirement, String text) {
        return new Rule(
                requirement,
                Status.NOT_SUPPORTED,
                "FF-A 6",
                "w0",
                "the function identifier " + text + "; 0x84000060-0x8400007F and 0xC4000060-0xC400007F are reserved");
    }
}
