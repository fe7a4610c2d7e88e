package org.partita.interfaces.psaservice;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;

/** psa_panic: the partition has found that it cannot go on. */
final class Panic {
    static final PsaRule WANTED = Misuse.of(
            "FFM-IPC-33", PsaFunction.PSA_PANIC, "partition", "the partition has called psa_panic: see its log");

    private Panic() {}

    static Outcome answer(PsaCall call) {
        return call.panic(WANTED, call.clientId());
    }
}
