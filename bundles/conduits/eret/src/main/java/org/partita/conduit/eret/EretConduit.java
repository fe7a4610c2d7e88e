package org.partita.conduit.eret;

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

/** The exception return: requests and responses from the higher to the lower exception level (FF-A 2.4). */
@Component(immediate = true, service = ConduitProvider.class, configurationPid = "org.partita.conduit.eret")
@FillsRole(role = Roles.CONDUIT_ERET)
public final class EretConduit implements ConduitProvider {
    @Activate
    public EretConduit() {}

    /** A new ranking is a swap, no restart. */
    @Modified
    void modified() {}

    @Override
    public Outcome cross(Call call) {
        return CrossingRules.judge(call, ConduitRules.ERET);
    }
}
