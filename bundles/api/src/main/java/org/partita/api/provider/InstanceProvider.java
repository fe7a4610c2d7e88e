package org.partita.api.provider;

import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.AddressKind;

/** Fills an instance role: what may cross there (the 'instances and conduits' tables, FF-A 6.1.1). */
@ConsumerType
public interface InstanceProvider extends Provider {
    /**
     * Judges whether the function may come through this conduit at this instance.
     *
     * @return PROCEED, or COMPLETE after {@link Call#refuse} with NOT_SUPPORTED
     */
    Outcome admit(Call call);

    /** What addresses mean that the component below puts into registers and descriptors (FF-A Table 8.17). */
    AddressKind addressKind(Call call);
}
