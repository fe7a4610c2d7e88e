package org.partita.lib.crossing;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;

/**
 * A line of an 'instances and conduits' table.
 *
 * @param instance where
 * @param requirement id of the requirement that says it
 * @param strict the conduits that the table lists; none: the function can't be invoked there
 * @param accepted conduits that the table lacks and another part of the specification needs
 * @param reading why they are accepted, for example {@code A01}; empty if there are none
 */
record ConduitRow(
        FfaInstance instance, String requirement, Set<Conduit> strict, Set<Conduit> accepted, String reading) {

    static ConduitRow nonSecurePhysical(String requirement, Conduit... conduits) {
        return row(FfaInstance.NONSECURE_PHYSICAL, requirement, conduits);
    }

    static ConduitRow securePhysical(String requirement, Conduit... conduits) {
        return row(FfaInstance.SECURE_PHYSICAL, requirement, conduits);
    }

    static ConduitRow nonSecureVirtual(String requirement, Conduit... conduits) {
        return row(FfaInstance.NONSECURE_VIRTUAL, requirement, conduits);
    }

    static ConduitRow secureVirtual(String requirement, Conduit... conduits) {
        return row(FfaInstance.SECURE_VIRTUAL, requirement, conduits);
    }

    private static ConduitRow row(FfaInstance instance, String requirement, Conduit... conduits) {
        return new ConduitRow(instance, requirement, set(conduits), Set.of(), "");
    }

    /** The same line with what a reading adds to it. */
    ConduitRow accepting(String why, Conduit... more) {
        return new ConduitRow(instance, requirement, strict, set(more), why);
    }

    /** The conduits that are valid here. */
    Set<Conduit> conduits(boolean onlyStrict) {
        EnumSet<Conduit> all = EnumSet.noneOf(Conduit.class);
        all.addAll(strict);
        if (!onlyStrict) {
            all.addAll(accepted);
        }
        return all;
    }

    private static Set<Conduit> set(Conduit... conduits) {
        EnumSet<Conduit> set = EnumSet.noneOf(Conduit.class);
        set.addAll(Arrays.asList(conduits));
        return Collections.unmodifiableSet(set);
    }
}
