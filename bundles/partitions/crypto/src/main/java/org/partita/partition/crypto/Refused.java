package org.partita.partition.crypto;

import org.partita.api.ffm.PsaStatus;

/** A request is answered with an error. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final PsaStatus status;

    Refused(PsaStatus status) {
        super(status.name(), null, false, false);
        this.status = status;
    }

    PsaStatus status() {
        return status;
    }
}
