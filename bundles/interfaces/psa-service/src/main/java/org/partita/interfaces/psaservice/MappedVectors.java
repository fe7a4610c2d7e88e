package org.partita.interfaces.psaservice;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmConnection;

/** Memory-mapped vectors (MM-IOVEC): a service reads or writes its client's memory where it is. A vector is mapped once. */
final class MappedVectors {
    static final MappedVectors INPUT = new MappedVectors(
            0, "invec_idx", PsaFunction.PSA_MAP_INVEC, "FFM-API-92", PsaFunction.PSA_UNMAP_INVEC, "FFM-API-93");
    static final MappedVectors OUTPUT = new MappedVectors(
            OutputVectors.FIRST,
            "outvec_idx",
            PsaFunction.PSA_MAP_OUTVEC,
            "FFM-API-94",
            PsaFunction.PSA_UNMAP_OUTVEC,
            "FFM-API-95");

    private static final PsaRule LENGTH = Misuse.of(
            "FFM-API-95", PsaFunction.PSA_UNMAP_OUTVEC, "len", "the client's vector is shorter: out_size is the limit");

    private static final String DISABLED =
            "the service's vectors cannot be mapped: that needs mm_iovec in the manifest, and isolation level 1";

    private final int first;
    private final VectorRules toMap;
    private final PsaRule mapEnabled;
    private final PsaRule empty;
    private final PsaRule again;
    private final PsaRule accessed;
    private final VectorRules toUnmap;
    private final PsaRule unmapEnabled;
    private final PsaRule never;
    private final PsaRule already;

    private MappedVectors(int first, String index, PsaFunction map, String mapId, PsaFunction unmap, String unmapId) {
        this.first = first;
        toMap = new VectorRules(map, index, mapId, mapId, mapId);
        mapEnabled = Misuse.of(mapId, map, "msg_handle", DISABLED);
        empty = Misuse.of(mapId, map, index, "the vector has no bytes: look at its size in the message");
        again = Misuse.of(mapId, map, index, "the vector is mapped, or was");
        accessed = Misuse.of(mapId, map, index, "the vector was read, skipped or written already: go on with that");
        toUnmap = new VectorRules(unmap, index, unmapId, unmapId, unmapId);
        unmapEnabled = Misuse.of(unmapId, unmap, "msg_handle", DISABLED);
        never = Misuse.of(unmapId, unmap, index, "the vector is not mapped");
        already = Misuse.of(unmapId, unmap, index, "the vector is unmapped already");
    }

    /** The result is where the client's data are, or its buffer. */
    Outcome map(PsaCall call) {
        SpmConnection message = message(call, toMap, mapEnabled);
        if (message == null) {
            return Outcome.COMPLETE;
        }
        int index = call.registers.w(2);
        PsaRule broken = broken(message, first + index);
        if (broken != null) {
            return call.panic(broken, index);
        }
        message.mapped(message.mapped() | 1 << (first + index));
        return call.completeUnsigned(message.base(first + index));
    }

    /** The rule that mapping the vector breaks, or null. */
    private @Nullable PsaRule broken(SpmConnection message, int vector) {
        if (message.length(vector) == 0) {
            return empty;
        }
        if (VectorRules.everMapped(message, vector)) {
            return again;
        }
        return message.done(vector) == 0 ? null : accessed;
    }

    static Outcome unmapInput(PsaCall call) {
        SpmConnection message = INPUT.mapped(call);
        return message == null ? Outcome.COMPLETE : INPUT.unmap(call, message);
    }

    /** The length is what the client hears. */
    static Outcome unmapOutput(PsaCall call) {
        SpmConnection message = OUTPUT.mapped(call);
        if (message == null) {
            return Outcome.COMPLETE;
        }
        int vector = OUTPUT.first + call.registers.w(2);
        long length = Caller.unsigned(call, 3);
        if (length > message.length(vector)) {
            return call.panic(LENGTH, length);
        }
        message.done(vector, length);
        return OUTPUT.unmap(call, message);
    }

    /** The message, whose vector is mapped; null if the call is refused. */
    private @Nullable SpmConnection mapped(PsaCall call) {
        SpmConnection message = message(call, toUnmap, unmapEnabled);
        if (message == null) {
            return null;
        }
        int index = call.registers.w(2);
        int bit = 1 << (first + index);
        if ((message.mapped() & bit) == 0) {
            call.panic((message.unmapped() & bit) == 0 ? never : already, index);
            return null;
        }
        return message;
    }

    private Outcome unmap(PsaCall call, SpmConnection message) {
        int bit = 1 << (first + call.registers.w(2));
        message.mapped(message.mapped() & ~bit);
        message.unmapped(message.unmapped() | bit);
        return call.complete(PsaStatus.PSA_SUCCESS.code());
    }

    /** The message, of a service whose vectors may be mapped; null if the call is refused. */
    private static @Nullable SpmConnection message(PsaCall call, VectorRules arguments, PsaRule enabled) {
        SpmConnection message = arguments.message(call);
        if (message != null && !message.service().manifest().mmIovec()) {
            call.panic(enabled, Caller.unsigned(call, 1));
            return null;
        }
        return message;
    }
}
