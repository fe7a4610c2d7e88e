package org.partita.interfaces.psaclient;

import static org.partita.api.ffm.SpmLayout.VECTOR;
import static org.partita.api.ffm.SpmLayout.VECTOR_BASE;
import static org.partita.api.ffm.SpmLayout.VECTOR_LENGTH;

import org.partita.api.ffm.ControlParameter;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.SpmConnection;

/**
 * The vectors of a request. Descriptors are read once, into the connection, and what stands there is checked: what the client
 * changes later means nothing. The methods return false if the call was refused.
 */
final class Vectors {
    private static final int FIRST_OUTPUT = 4;
    private static final long ADDRESS = 0xFFFF_FFFFL;
    private static final long END = ADDRESS + 1;

    private Vectors() {}

    /**
     * Takes over the vectors. All memory has to be the caller's own. What of it is Non-secure an agent says, by bits of the control
     * parameter; where the descriptors are Non-secure the vectors are, too.
     */
    static boolean take(PsaCall call, int control, SpmConnection to) {
        boolean descriptors = (control & ControlParameter.NON_SECURE_DESCRIPTORS) != 0;
        boolean inputs = descriptors || (control & ControlParameter.NON_SECURE_INPUT) != 0;
        boolean outputs = descriptors || (control & ControlParameter.NON_SECURE_OUTPUT) != 0;
        int in = ControlParameter.inputs(control);
        int out = ControlParameter.outputs(control);
        return copyInputs(call, to, in, descriptors)
                && copyOutputs(call, to, out, descriptors)
                && apart(call, to, in)
                && checkInputs(call, to, in, inputs)
                && checkOutputs(call, to, out, outputs);
    }

    private static boolean copyInputs(PsaCall call, SpmConnection to, int count, boolean nonSecure) {
        long array = call.registers.x3 & ADDRESS;
        if (!readable(call, array, (long) count * VECTOR, nonSecure)) {
            return refused(call, ClientRules.INPUT_DESCRIPTORS, array);
        }
        copy(call, array, count, to, 0);
        return true;
    }

    private static boolean copyOutputs(PsaCall call, SpmConnection to, int count, boolean nonSecure) {
        long array = call.registers.x4 & ADDRESS;
        long length = (long) count * VECTOR;
        if (!readable(call, array, length, nonSecure) || !writable(call, array, length, nonSecure)) {
            return refused(call, ClientRules.OUTPUT_DESCRIPTORS, array);
        }
        copy(call, array, count, to, FIRST_OUTPUT);
        if (count > 0) {
            to.outputs(array, count);
        }
        return true;
    }

    private static void copy(PsaCall call, long array, int count, SpmConnection to, int first) {
        for (int i = 0; i < count; i++) {
            long descriptor = array + (long) i * VECTOR;
            long base = call.load(descriptor + VECTOR_BASE) & ADDRESS;
            long length = call.load(descriptor + VECTOR_LENGTH) & ADDRESS;
            to.vector(first + i, base, length);
        }
    }

    /** Input vectors that overlap could be read twice, with two results. Empty ones overlap nothing. */
    private static boolean apart(PsaCall call, SpmConnection of, int count) {
        for (int i = 1; i < count; i++) {
            for (int j = 0; j < i; j++) {
                long begin = Math.max(of.base(i), of.base(j));
                long end = Math.min(of.base(i) + of.length(i), of.base(j) + of.length(j));
                if (begin < end) {
                    return refused(call, ClientRules.OVERLAP, begin);
                }
            }
        }
        return true;
    }

    private static boolean checkInputs(PsaCall call, SpmConnection of, int count, boolean nonSecure) {
        for (int i = 0; i < count; i++) {
            if (!readable(call, of.base(i), of.length(i), nonSecure)) {
                return refused(call, ClientRules.INPUT_MEMORY, of.base(i));
            }
        }
        return true;
    }

    private static boolean checkOutputs(PsaCall call, SpmConnection of, int count, boolean nonSecure) {
        for (int i = FIRST_OUTPUT; i < FIRST_OUTPUT + count; i++) {
            if (!writable(call, of.base(i), of.length(i), nonSecure)) {
                return refused(call, ClientRules.OUTPUT_MEMORY, of.base(i));
            }
        }
        return true;
    }

    private static boolean readable(PsaCall call, long address, long length, boolean nonSecure) {
        return length == 0 || (address + length <= END && call.mayRead(address, length, nonSecure));
    }

    private static boolean writable(PsaCall call, long address, long length, boolean nonSecure) {
        return length == 0 || (address + length <= END && call.mayWrite(address, length, nonSecure));
    }

    private static boolean refused(PsaCall call, PsaRule rule, long found) {
        call.refuse(rule, found);
        return false;
    }
}
