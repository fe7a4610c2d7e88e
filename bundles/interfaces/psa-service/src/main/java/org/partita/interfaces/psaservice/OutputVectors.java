package org.partita.interfaces.psaservice;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.ControlParameter;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.SpmLayout;

/** psa_write: an output vector from front to back; and what the client hears of its vectors. */
final class OutputVectors {
    /** The first of a connection's vectors that is for output. */
    static final int FIRST = ControlParameter.MAX_IOVEC;

    private static final String INDEX = "outvec_idx";

    static final VectorRules WRITE =
            new VectorRules(PsaFunction.PSA_WRITE, INDEX, "FFM-API-65", "FFM-API-66", "FFM-API-67");
    static final PsaRule READABLE = rule("FFM-API-68", "buffer", "the partition may not read so many bytes there");
    static final PsaRule ROOM = rule(
            "FFM-API-69", "num_bytes", "the client's vector is shorter: what is written and num_bytes exceed out_size");
    static final PsaRule MAPPED =
            rule("FFM-API-70", INDEX, "the vector is mapped, or was: write it where psa_map_outvec has said");

    private OutputVectors() {}

    static Outcome write(PsaCall call) {
        SpmConnection message = WRITE.message(call);
        if (message == null) {
            return Outcome.COMPLETE;
        }
        int index = call.registers.w(2);
        int vector = FIRST + index;
        if (VectorRules.everMapped(message, vector)) {
            return call.panic(MAPPED, index);
        }
        long buffer = Caller.unsigned(call, 3);
        long length = Caller.unsigned(call, 4);
        long done = message.done(vector);
        if (length > message.length(vector) - done) {
            return call.panic(ROOM, length);
        }
        if (!OwnMemory.readable(call, buffer, length)) {
            return call.panic(READABLE, buffer);
        }
        if (length != 0) {
            call.copy(buffer, message.base(vector) + done, length);
            message.done(vector, done + length);
        }
        return call.complete(PsaStatus.PSA_SUCCESS.code());
    }

    /**
     * Writes into the client's descriptors how many bytes each output vector has. One that is still mapped has none:
     * psa_unmap_outvec would have said how many.
     */
    static void report(PsaCall call, SpmConnection message) {
        long at = message.outputs() + SpmLayout.VECTOR_LENGTH;
        for (int i = 0; i < message.outputCount(); i++) {
            call.store(at + (long) SpmLayout.VECTOR * i, (int) message.done(FIRST + i));
        }
    }

    private static PsaRule rule(String id, String field, String text) {
        return Misuse.of(id, PsaFunction.PSA_WRITE, field, text);
    }
}
