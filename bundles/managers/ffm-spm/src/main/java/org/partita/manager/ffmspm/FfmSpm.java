package org.partita.manager.ffmspm;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.FfmManager;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmPartition;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;

/** The frontend of the SPM: which calls of the PSA API there are, and who may make them. What they do is for the interfaces. */
@Component(immediate = true, service = FfmManager.class, configurationPid = "org.partita.manager.ffmspm")
@FillsRole(role = Roles.MANAGER_FFM_SPM)
public final class FfmSpm implements FfmManager {
    private static final PsaRule UNKNOWN_FUNCTION = new PsaRule(
            "PARTITA-psa-function",
            PsaStatus.PSA_ERROR_NOT_SUPPORTED,
            "FF-M, PSA API",
            "x0",
            "no function of the PSA API has this number");

    private static final PsaRule CALLER_ENDED = new PsaRule(
            "PARTITA-caller-ended",
            PsaStatus.PSA_ERROR_BAD_STATE,
            "FF-M, psa_panic",
            "caller",
            "the calling partition has ended: it makes no more calls, see spm:status");

    private static final PsaRule PARTITIONS_ONLY = new PsaRule(
            "PARTITA-partition-api",
            PsaStatus.PSA_ERROR_NOT_PERMITTED,
            "FF-M, PSA API",
            "x0",
            "the function is one of the partition API: Non-secure clients have psa_framework_version, psa_version,"
                    + " psa_connect, psa_call and psa_close");

    @Activate
    public FfmSpm() {}

    /** A new ranking is a swap, no restart. */
    @Modified
    void modified() {}

    @Override
    public Outcome receive(PsaCall call) {
        long number = Integer.toUnsignedLong(call.registers.function());
        if (!call.known()) {
            return call.error(UNKNOWN_FUNCTION, number);
        }
        SpmPartition caller = call.partition();
        if (caller == null) {
            return call.function().client() ? Outcome.PROCEED : call.error(PARTITIONS_ONLY, number);
        }
        return caller.ended() ? call.error(CALLER_ENDED, caller.id()) : Outcome.PROCEED;
    }
}
