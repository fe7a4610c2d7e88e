package org.partita.interfaces.psaservice;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.SpmPartition;

/** psa_notify and psa_clear: the signal PSA_DOORBELL of another partition, and of the caller. */
final class Doorbell {
    static final PsaRule EXISTS = Misuse.of(
            "FFM-API-78", PsaFunction.PSA_NOTIFY, "partition_id", "no partition has the id: see spm:partitions");
    static final PsaRule ASSERTED = Misuse.of("FFM-API-80", PsaFunction.PSA_CLEAR, "PSA_DOORBELL", Misuse.NOT_ASSERTED);

    private Doorbell() {}

    static Outcome ring(PsaCall call) {
        int id = call.registers.w(1);
        SpmPartition target = call.state().partition(id);
        if (target == null) {
            return call.panic(EXISTS, id);
        }
        target.assertSignals(Signals.DOORBELL);
        return call.complete(PsaStatus.PSA_SUCCESS.code());
    }

    static Outcome clear(PsaCall call) {
        SpmPartition caller = Caller.partition(call);
        if ((caller.asserted() & Signals.DOORBELL) == 0) {
            return call.panic(ASSERTED, Integer.toUnsignedLong(caller.asserted()));
        }
        caller.clearSignals(Signals.DOORBELL);
        return call.complete(PsaStatus.PSA_SUCCESS.code());
    }
}
