package org.partita.it.ffm;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.NsAgent;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;

/** An agent that a test writes: it says which thread has which client id, has no veneer of psa_close, and marks no vectors. */
final class OwnAgent implements NsAgent {
    private static final PsaRule NO_CLOSE =
            new PsaRule("PARTITA-test", PsaStatus.PSA_ERROR_NOT_PERMITTED, "the test", "x0", "connections stay");

    private final AtomicInteger calls = new AtomicInteger();
    private volatile IntUnaryOperator ids;

    OwnAgent(IntUnaryOperator ids) {
        this.ids = ids;
    }

    /** Other client ids from now on, by threads. */
    void ids(IntUnaryOperator other) {
        ids = other;
    }

    /** How often it was asked. */
    int calls() {
        return calls.get();
    }

    @Override
    public Outcome veneer(PsaCall call) {
        calls.incrementAndGet();
        return call.function() == PsaFunction.PSA_CLOSE
                ? call.error(NO_CLOSE, call.thread())
                : call.admit(ids.applyAsInt(call.thread()));
    }
}
