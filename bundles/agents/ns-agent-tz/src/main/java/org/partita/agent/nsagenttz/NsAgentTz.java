package org.partita.agent.nsagenttz;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.ControlParameter;
import org.partita.api.ffm.NsAgent;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.manifest.ClientIds;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;

/** The veneers of the client API, which both backends have, and the client ids of whoever comes through them. */
@Component(immediate = true, service = NsAgent.class, configurationPid = NsAgentTzConfiguration.PID)
@Designate(ocd = NsAgentTzConfiguration.class)
@FillsRole(role = Roles.AGENT_NS_AGENT_TZ)
public final class NsAgentTz implements NsAgent {
    private static final Logger LOG = System.getLogger(NsAgentTz.class.getName());

    private static final PsaRule NO_VENEER = new PsaRule(
            "PARTITA-no-veneer",
            PsaStatus.PSA_ERROR_NOT_PERMITTED,
            "TF-M, tfm_psa_api_veneers",
            "x0",
            "the Non-secure callable region has veneers of psa_framework_version, psa_version, psa_connect, psa_call and"
                    + " psa_close only");

    private static final PsaRule NO_CLIENT_ID = new PsaRule(
            "PARTITA-no-client-id",
            PsaStatus.PSA_ERROR_NOT_PERMITTED,
            "FF-M, client_id",
            "thread",
            "no client id is left for this thread: see client.id.base and client.id.limit of "
                    + NsAgentTzConfiguration.PID);

    private volatile ClientIds ids;

    @Activate
    public NsAgentTz(NsAgentTzConfiguration configuration) {
        ids = ids(configuration);
    }

    /** Other client ids hold from the next call on; connections stay those of the client ids that made them. */
    @Modified
    void modified(NsAgentTzConfiguration configuration) {
        try {
            ids = ids(configuration);
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "the agent stays as it is: {0}", e.getMessage());
        }
    }

    private static ClientIds ids(NsAgentTzConfiguration configuration) {
        int base = configuration.client_id_base();
        int limit = configuration.client_id_limit();
        if (base > limit || limit >= 0) {
            throw new IllegalArgumentException(
                    NsAgentTzConfiguration.PID + " client.id.base, client.id.limit: found " + base
                            + " and " + limit
                            + "; client ids of Non-secure clients are negative, and the base is not above the limit"
                            + " [FFM-API-39]");
        }
        return new ClientIds(base, limit);
    }

    @Override
    public Outcome veneer(PsaCall call) {
        if (!call.known() || !call.function().client()) {
            return call.error(NO_VENEER, Integer.toUnsignedLong(call.registers.function()));
        }
        ClientIds now = ids;
        int thread = call.thread();
        long id = (long) now.limit() - thread;
        if (id < now.base()) {
            return withoutId(call, thread);
        }
        if (call.function() == PsaFunction.PSA_CALL) {
            call.registers.x2 = Integer.toUnsignedLong(ControlParameter.nonSecure(call.registers.w(2)));
        }
        return call.admit((int) id);
    }

    /** The two that answer with a version have no status: 0 stands for none. */
    private static Outcome withoutId(PsaCall call, int thread) {
        Outcome refused = call.error(NO_CLIENT_ID, thread);
        return switch (call.function()) {
            case PSA_FRAMEWORK_VERSION, PSA_VERSION -> call.complete(0);
            default -> refused;
        };
    }
}
