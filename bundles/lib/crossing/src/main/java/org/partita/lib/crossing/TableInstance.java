package org.partita.lib.crossing;

import org.partita.api.call.Boundary;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.provider.InstanceProvider;

/** An FF-A instance as the specification's tables have it; the bundle of each instance adds its name. */
public abstract class TableInstance implements InstanceProvider {
    private final FfaInstance instance;

    /** Replaced as a whole while calls go on. */
    private volatile Admission admission;

    /**
     * @param instance which of the four
     * @param strict see {@link CrossingTable#of}
     */
    protected TableInstance(FfaInstance instance, boolean strict) {
        this.instance = instance;
        this.admission = CrossingTable.of(strict).at(instance);
    }

    /** Chooses between the tables as printed and the tables with their readings. */
    protected final void strict(boolean strict) {
        admission = CrossingTable.of(strict).at(instance);
    }

    @Override
    public final Outcome admit(Call call) {
        return admission.admit(call);
    }

    @Override
    public final AddressKind addressKind(Call call) {
        Boundary boundary = call.boundary();
        return ExceptionLevelPairs.addressKind(
                boundary.lower().level(), boundary.higher().level());
    }
}
