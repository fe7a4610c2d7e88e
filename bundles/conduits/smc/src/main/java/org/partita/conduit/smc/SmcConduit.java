package org.partita.conduit.smc;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.provider.ConduitProvider;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;
import org.partita.lib.crossing.ConduitRules;
import org.partita.lib.crossing.CrossingRules;

/** The Secure Monitor Call: from EL1, S-EL1, EL2, S-EL2 and their AArch32 modes to the level above (FF-A 2.4). */
@Component(immediate = true, service = ConduitProvider.class, configurationPid = "org.partita.conduit.smc")
@FillsRole(role = Roles.CONDUIT_SMC)
public final class SmcConduit implements ConduitProvider {
    @Activate
    public SmcConduit() {}

    /** A new ranking is a swap, no restart. */
    @Modified
    void modified() {}

    @Override
    public Outcome cross(Call call) {
        return CrossingRules.judge(call, ConduitRules.SMC);
    }
}
