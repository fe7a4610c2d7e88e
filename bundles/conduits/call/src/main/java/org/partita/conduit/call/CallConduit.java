package org.partita.conduit.call;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.provider.ConduitProvider;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;

/**
 * The function call: the caller and the SPM are in one protection domain. So it is at isolation level 1 only, and never in
 * FF-A, whose components are at exception levels of their own.
 */
@Component(immediate = true, service = ConduitProvider.class, configurationPid = "org.partita.conduit.call")
@FillsRole(role = Roles.CONDUIT_CALL)
public final class CallConduit implements ConduitProvider {
    private static final Rule NO_CONDUIT_OF_FFA = new Rule(
            "PARTITA-call-in-ffa",
            Status.NOT_SUPPORTED,
            "FF-A 2.4",
            "conduit",
            "FF-A has no function call: its components are reached by SMC, HVC, SVC or ERET");

    private static final PsaRule OTHER_PROTECTION_DOMAIN = new PsaRule(
            "FFM-IPC-3",
            PsaStatus.PSA_ERROR_NOT_PERMITTED,
            "TF-M, psa_interface_redirect",
            "isolation level",
            "the caller and the SPM are in different protection domains at isolation levels 2 and 3: use SVC");

    @Activate
    public CallConduit() {}

    /** A new ranking is a swap, no restart. */
    @Modified
    void modified() {}

    @Override
    public Outcome cross(Call call) {
        return call.refuse(NO_CONDUIT_OF_FFA, call.conduit().ordinal());
    }

    @Override
    public Outcome cross(PsaCall call) {
        IsolationLevel level = call.state().isolation();
        return level == IsolationLevel.SPE ? Outcome.PROCEED : call.error(OTHER_PROTECTION_DOMAIN, level.number());
    }
}
