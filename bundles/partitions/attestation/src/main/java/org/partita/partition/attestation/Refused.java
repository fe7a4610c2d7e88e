package org.partita.partition.attestation;

import org.partita.api.ffm.PsaStatus;

/** A request is answered with an error. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status code of a status of the PSA API, or of a service */
    Refused(int status) {
        super(PsaStatus.format(status), null, false, false);
        this.status = status;
    }

    Refused(PsaStatus status) {
        this(status.code());
    }

    int status() {
        return status;
    }

    boolean is(PsaStatus other) {
        return status == other.code();
    }
}
