package org.partita.interfaces.psaservice;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.ControlParameter;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.SpmLayout;
import org.partita.api.ffm.SpmPartition;
import org.partita.api.ffm.manifest.RotService;

/** psa_get: the oldest message of a service's signal, which is cleared with the last one. */
final class Get {
    static final PsaRule ONE =
            rule("FFM-API-47", "signal", "exactly one bit has to be set: take the messages signal by signal");
    static final PsaRule SERVICE =
            rule("FFM-API-48", "signal", "no service of the partition has the signal: see services in its manifest");
    static final PsaRule ASSERTED = rule("FFM-API-49", "signal", Misuse.NOT_ASSERTED);
    static final PsaRule WRITABLE =
            rule("FFM-API-50", "msg", "the partition may not write a psa_msg_t there: name memory of its own");
    static final PsaRule DELIVERED = new PsaRule(
            "FFM-API-46",
            PsaStatus.PSA_ERROR_DOES_NOT_EXIST,
            "FF-M, psa_get",
            "signal",
            "the message could not be delivered: use psa_wait again");

    private Get() {}

    static Outcome answer(PsaCall call) {
        SpmPartition caller = Caller.partition(call);
        int signal = call.registers.w(1);
        long at = Caller.unsigned(call, 2);
        PsaRule broken = broken(caller, signal);
        if (broken != null) {
            return call.panic(broken, Caller.unsigned(call, 1));
        }
        if (!OwnMemory.writable(call, at, SpmLayout.MESSAGE)) {
            return call.panic(WRITABLE, at);
        }
        SpmConnection message = caller.oldest(signal);
        if (message == null) {
            caller.clearSignals(signal);
            return call.error(DELIVERED, Caller.unsigned(call, 1));
        }
        write(call, message, at);
        message.taken();
        if (caller.oldest(signal) == null) {
            caller.clearSignals(signal);
        }
        return call.complete(PsaStatus.PSA_SUCCESS.code());
    }

    /** The rule that the signal breaks, or null. */
    private static @Nullable PsaRule broken(SpmPartition caller, int signal) {
        if (Integer.bitCount(signal) != 1) {
            return ONE;
        }
        if (!ofService(caller, signal)) {
            return SERVICE;
        }
        return (caller.asserted() & signal) == 0 ? ASSERTED : null;
    }

    private static boolean ofService(SpmPartition caller, int signal) {
        List<RotService> services = caller.manifest().services();
        for (int i = 0; i < services.size(); i++) {
            if (services.get(i).signal() == signal) {
                return true;
            }
        }
        return false;
    }

    private static void write(PsaCall call, SpmConnection message, long at) {
        call.store(at + SpmLayout.MESSAGE_TYPE, message.type());
        call.store(at + SpmLayout.MESSAGE_HANDLE, message.handle());
        call.store(at + SpmLayout.MESSAGE_CLIENT, message.clientId());
        call.store(at + SpmLayout.MESSAGE_RHANDLE, (int) message.rhandle());
        for (int i = 0; i < ControlParameter.MAX_IOVEC; i++) {
            long size = (long) Integer.BYTES * i;
            call.store(at + SpmLayout.MESSAGE_INPUTS + size, (int) message.length(i));
            call.store(at + SpmLayout.MESSAGE_OUTPUTS + size, (int) message.length(OutputVectors.FIRST + i));
        }
    }

    private static PsaRule rule(String id, String field, String text) {
        return Misuse.of(id, PsaFunction.PSA_GET, field, text);
    }
}
