package org.partita.conduit.svc;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.provider.ConduitProvider;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;
import org.partita.lib.crossing.ConduitRules;
import org.partita.lib.crossing.CrossingRules;

/**
 * The Supervisor Call: from an S-EL0 or User SP to its SPMC, whichever level that runs at (FF-A 2.4); and to the SPM of FF-M,
 * from its partitions and from where Non-secure calls enter.
 */
@Component(immediate = true, service = ConduitProvider.class, configurationPid = "org.partita.conduit.svc")
@FillsRole(role = Roles.CONDUIT_SVC)
public final class SvcConduit implements ConduitProvider {
    @Activate
    public SvcConduit() {}

    /** A new ranking is a swap, no restart. */
    @Modified
    void modified() {}

    @Override
    public Outcome cross(Call call) {
        return CrossingRules.judge(call, ConduitRules.SVC);
    }

    /** At every isolation level: an exception crosses a protection boundary, and does no harm where there is none. */
    @Override
    public Outcome cross(PsaCall call) {
        return Outcome.PROCEED;
    }
}
