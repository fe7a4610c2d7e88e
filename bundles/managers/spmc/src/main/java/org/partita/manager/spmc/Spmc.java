package org.partita.manager.spmc;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Boundary;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Manager;
import org.partita.api.provider.NeedsRole;
import org.partita.api.provider.Roles;
import org.partita.lib.crossing.ConduitRules;
import org.partita.lib.crossing.CrossingRules;

/**
 * The SPM Core (FF-A 2.2): manages SPs, answers their calls and those that the SPMD forwards from the Normal world.
 * What is not for an SP goes to the SPMD: through the Secure physical instance, or privately if both share EL3.
 */
@Component(immediate = true, service = Manager.class)
@FillsRole(role = Roles.MANAGER_SPMC)
@NeedsRole(role = Roles.INSTANCE_SECURE_VIRTUAL)
@NeedsRole(role = Roles.CONDUIT_ERET)
@NeedsRole(role = Roles.MANAGER_SPMD)
public final class Spmc implements Manager {
    private static final Rule UNKNOWN_FUNCTION = new Rule(
            "FFA-2.4-15",
            Status.NOT_SUPPORTED,
            "FF-A 2.4",
            "w0",
            "the SPMC knows no function with this identifier; a call that is not FF-A's gets -1 in w0");

    /** A changed ranking is a swap that core makes; the provider goes on as it is. */
    @Modified
    void modified() {}

    @Override
    public Outcome receive(Call call) {
        if (call.functionIndex() < 0) {
            return call.refuse(UNKNOWN_FUNCTION, call.registers.x0);
        }
        // no conduit has judged what comes privately: an SP in the same AArch32 mode has narrow registers all the same
        boolean privately = call.boundary().instance() == null;
        return privately ? CrossingRules.judge(call, ConduitRules.SMC) : Outcome.PROCEED;
    }

    @Override
    public Outcome forward(Call call) {
        Boundary up = call.manager().up();
        if (up == null) {
            throw new IllegalStateException(call.manager() + " has no SPMD above it");
        }
        return call.to(up.higher());
    }
}
