package org.partita.interfaces.psaservice;

import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;

/** What FF-M calls a programmer error: the caller's partition panics. */
final class Misuse {
    /** Broken by all functions that name a message. */
    static final String NO_MESSAGE = "no message of the partition has the handle, or it is answered already";

    /** Broken by all functions that clear a signal. */
    static final String NOT_ASSERTED = "the signal is not asserted: look at what psa_wait returns";

    private Misuse() {}

    /** The rule that a function asks to be kept. */
    static PsaRule of(String id, PsaFunction function, String field, String text) {
        return new PsaRule(id, PsaStatus.PSA_ERROR_PROGRAMMER_ERROR, "FF-M, " + function.title(), field, text);
    }
}
