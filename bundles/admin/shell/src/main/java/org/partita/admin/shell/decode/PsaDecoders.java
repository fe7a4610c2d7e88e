package org.partita.admin.shell.decode;

import java.util.EnumMap;
import java.util.Map;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.ffm.ControlParameter;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.Signals;

/** The PSA API of FF-M: parameters by the names that they have in C. */
final class PsaDecoders {
    private static final Map<PsaFunction, Decoder> CALLS = new EnumMap<>(PsaFunction.class);

    static {
        CALLS.put(PsaFunction.PSA_VERSION, w -> hex(w, 1, "sid"));
        CALLS.put(PsaFunction.PSA_CONNECT, w -> hex(w, 1, "sid") + count(w, 2, " version"));
        CALLS.put(PsaFunction.PSA_CALL, PsaDecoders::call);
        CALLS.put(PsaFunction.PSA_CLOSE, w -> hex(w, 1, "handle"));
        CALLS.put(PsaFunction.PSA_WAIT, PsaDecoders::await);
        CALLS.put(PsaFunction.PSA_GET, w -> hex(w, 1, "signal") + hex(w, 2, " msg"));
        CALLS.put(PsaFunction.PSA_SET_RHANDLE, w -> message(w) + hex(w, 2, " rhandle"));
        CALLS.put(PsaFunction.PSA_READ, w -> input(w) + hex(w, 3, " buffer") + count(w, 4, " num_bytes"));
        CALLS.put(PsaFunction.PSA_SKIP, w -> input(w) + count(w, 3, " num_bytes"));
        CALLS.put(PsaFunction.PSA_WRITE, w -> output(w) + hex(w, 3, " buffer") + count(w, 4, " num_bytes"));
        CALLS.put(PsaFunction.PSA_REPLY, w -> message(w) + " status=" + PsaStatus.format(w.w(2)));
        CALLS.put(PsaFunction.PSA_NOTIFY, w -> "partition_id=" + w.w(1));
        CALLS.put(PsaFunction.PSA_EOI, PsaDecoders::interrupt);
        CALLS.put(PsaFunction.PSA_MAP_INVEC, PsaDecoders::input);
        CALLS.put(PsaFunction.PSA_UNMAP_INVEC, PsaDecoders::input);
        CALLS.put(PsaFunction.PSA_MAP_OUTVEC, PsaDecoders::output);
        CALLS.put(PsaFunction.PSA_UNMAP_OUTVEC, w -> output(w) + count(w, 3, " len"));
        CALLS.put(PsaFunction.PSA_IRQ_ENABLE, PsaDecoders::interrupt);
        CALLS.put(PsaFunction.PSA_IRQ_DISABLE, PsaDecoders::interrupt);
        CALLS.put(PsaFunction.PSA_RESET_SIGNAL, PsaDecoders::interrupt);
    }

    private PsaDecoders() {}

    /** The parameters of a call, without the name; empty text for a function that has none. */
    static String read(PsaFunction function, Words call) {
        return CALLS.getOrDefault(function, w -> "").read(call);
    }

    private static String call(Words w) {
        int control = w.w(2);
        return hex(w, 1, "handle")
                + " type=" + ControlParameter.type(control)
                + " in=" + ControlParameter.inputs(control)
                + " out=" + ControlParameter.outputs(control)
                + flag(control, ControlParameter.NON_SECURE_INPUT, " ns_invec")
                + flag(control, ControlParameter.NON_SECURE_OUTPUT, " ns_outvec")
                + flag(control, ControlParameter.NON_SECURE_DESCRIPTORS, " ns_vec_desc");
    }

    private static String flag(int control, int bit, String name) {
        return (control & bit) == 0 ? "" : name;
    }

    private static String await(Words w) {
        boolean block = (w.w(2) & Signals.BLOCK) != 0;
        return hex(w, 1, "signal_mask") + " timeout=" + (block ? "PSA_BLOCK" : "PSA_POLL");
    }

    private static String message(Words w) {
        return hex(w, 1, "msg_handle");
    }

    private static String input(Words w) {
        return message(w) + count(w, 2, " invec_idx");
    }

    private static String output(Words w) {
        return message(w) + count(w, 2, " outvec_idx");
    }

    private static String interrupt(Words w) {
        return hex(w, 1, "irq_signal");
    }

    private static String hex(Words w, int n, String name) {
        return name + "=" + Numbers.hex32(w.w(n));
    }

    private static String count(Words w, int n, String name) {
        return name + "=" + Integer.toUnsignedString(w.w(n));
    }
}
