package org.partita.core.execution;

import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;

/** Rules of FF-M that core itself upholds, and what becomes of calls that cannot be completed as they should. */
final class SpmRules {
    static final PsaRule ENDED = new PsaRule(
            "PARTITA-partition-ended",
            PsaStatus.PSA_ERROR_COMMUNICATION_FAILURE,
            "FF-M, psa_panic",
            "handle",
            "the partition that offers the service has ended, see spm:status, or was booted anew since the connection was made:"
                    + " close it; a partition comes back when its bundle is started again or updated");

    static final PsaRule VACANT_BUSY = new PsaRule(
            "PARTITA-vacant",
            PsaStatus.PSA_ERROR_CONNECTION_BUSY,
            "hot swap, vacancy",
            "role",
            "a role stayed vacant beyond vacancy.grace, see spm:wiring; retry");

    static final PsaRule VACANT = new PsaRule(
            "PARTITA-vacant",
            PsaStatus.PSA_ERROR_GENERIC_ERROR,
            "hot swap, vacancy",
            "role",
            "a role stayed vacant beyond hold.deadline, see spm:wiring");

    static final PsaRule OUTCOME_UNKNOWN = new PsaRule(
            "PARTITA-outcome-unknown",
            PsaStatus.PSA_ERROR_GENERIC_ERROR,
            "hot swap, departure",
            "provider",
            "the provider left while the call was inside and did not end in time: its result is discarded");

    static final PsaRule PROVIDER_FAILED = new PsaRule(
            "PARTITA-provider-failed",
            PsaStatus.PSA_ERROR_GENERIC_ERROR,
            "core",
            "provider",
            "a provider threw an exception, see the log");

    static final PsaRule NO_MESSAGE = new PsaRule(
            "FFM-SFN-7",
            PsaStatus.PSA_ERROR_PROGRAMMER_ERROR,
            "TF-M, backend_messaging",
            "message",
            "an interface has handed over no message, or one without a service, see the log");

    static final PsaRule NESTING = new PsaRule(
            "PARTITA-nesting",
            PsaStatus.PSA_ERROR_CONNECTION_BUSY,
            "core",
            "handle",
            "too many SFN partitions on one another's stacks: use the IPC backend");

    static final PsaRule NO_CONDUIT = new PsaRule(
            "FFM-IPC-3",
            PsaStatus.PSA_ERROR_NOT_SUPPORTED,
            "TF-M, psa_interface_redirect",
            "conduit",
            "no such conduit leads to the SPM on this platform");

    static final PsaRule PROGRAMMER_ERROR_ANSWERED = new PsaRule(
            "FFM-API-3",
            PsaStatus.PSA_ERROR_PROGRAMMER_ERROR,
            "FF-M, psa_call",
            "status",
            "the service has answered PSA_ERROR_PROGRAMMER_ERROR: a Secure client panics");

    private SpmRules() {}
}
