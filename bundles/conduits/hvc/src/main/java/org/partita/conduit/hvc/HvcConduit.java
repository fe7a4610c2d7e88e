package org.partita.conduit.hvc;

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

/** The Hypervisor Call: from an endpoint in EL1 or S-EL1, or their AArch32 modes, that can't use SMC (FF-A 2.4). */
@Component(immediate = true, service = ConduitProvider.class, configurationPid = "org.partita.conduit.hvc")
@FillsRole(role = Roles.CONDUIT_HVC)
public final class HvcConduit implements ConduitProvider {
    @Activate
    public HvcConduit() {}

    /** A new ranking is a swap, no restart. */
    @Modified
    void modified() {}

    @Override
    public Outcome cross(Call call) {
        return CrossingRules.judge(call, ConduitRules.HVC);
    }
}
