package org.partita.interfaces.psaservice;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.SpmConnection;

/** psa_read and psa_skip: an input vector from front to back. */
final class InputVectors {
    private static final String INDEX = "invec_idx";
    private static final String MAPPED = "the vector is mapped, or was: read it where psa_map_invec has said";

    static final VectorRules READ =
            new VectorRules(PsaFunction.PSA_READ, INDEX, "FFM-API-56", "FFM-API-57", "FFM-API-58");
    static final PsaRule READ_WRITABLE =
            Misuse.of("FFM-API-59", PsaFunction.PSA_READ, "buffer", "the partition may not write so many bytes there");
    static final PsaRule READ_MAPPED = Misuse.of("FFM-API-60", PsaFunction.PSA_READ, INDEX, MAPPED);

    static final VectorRules SKIP =
            new VectorRules(PsaFunction.PSA_SKIP, INDEX, "FFM-API-61", "FFM-API-62", "FFM-API-63");
    static final PsaRule SKIP_MAPPED = Misuse.of("FFM-API-64", PsaFunction.PSA_SKIP, INDEX, MAPPED);

    private InputVectors() {}

    /** At the end of the vector nothing is read, whatever the buffer is; before, all of the buffer has to be writable, as in TF-M. */
    static Outcome read(PsaCall call) {
        SpmConnection message = READ.message(call);
        if (message == null) {
            return Outcome.COMPLETE;
        }
        int vector = call.registers.w(2);
        if (VectorRules.everMapped(message, vector)) {
            return call.panic(READ_MAPPED, vector);
        }
        long done = message.done(vector);
        long left = message.length(vector) - done;
        if (left == 0) {
            return call.completeUnsigned(0);
        }
        long buffer = Caller.unsigned(call, 3);
        long length = Caller.unsigned(call, 4);
        if (!OwnMemory.writable(call, buffer, length)) {
            return call.panic(READ_WRITABLE, buffer);
        }
        long bytes = Math.min(length, left);
        if (bytes != 0) {
            call.copy(message.base(vector) + done, buffer, bytes);
            message.done(vector, done + bytes);
        }
        return call.completeUnsigned(bytes);
    }

    static Outcome skip(PsaCall call) {
        SpmConnection message = SKIP.message(call);
        if (message == null) {
            return Outcome.COMPLETE;
        }
        int vector = call.registers.w(2);
        if (VectorRules.everMapped(message, vector)) {
            return call.panic(SKIP_MAPPED, vector);
        }
        long done = message.done(vector);
        long bytes = Math.min(Caller.unsigned(call, 3), message.length(vector) - done);
        message.done(vector, done + bytes);
        return call.completeUnsigned(bytes);
    }
}
