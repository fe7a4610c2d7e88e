package org.partita.interfaces.psaservice;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.SpmPartition;

/** psa_wait: signals stay asserted, whoever handles them clears them. */
final class Wait {
    static final PsaRule ASSIGNED = Misuse.of(
            "FFM-API-41",
            PsaFunction.PSA_WAIT,
            "signal_mask",
            "no signal of the mask is the partition's: name its services' or interrupts' signals, or PSA_DOORBELL");

    private Wait() {}

    static Outcome answer(PsaCall call) {
        SpmPartition caller = Caller.partition(call);
        int mask = call.registers.w(1);
        if ((mask & caller.signals()) == 0) {
            return call.panic(ASSIGNED, Caller.unsigned(call, 1));
        }
        int asserted = caller.asserted() & mask;
        boolean block = (call.registers.w(2) & Signals.BLOCK) != 0;
        return asserted == 0 && block ? call.await(mask) : call.completeUnsigned(asserted);
    }
}
