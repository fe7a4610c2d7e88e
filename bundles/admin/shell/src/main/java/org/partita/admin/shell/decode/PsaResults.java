package org.partita.admin.shell.decode;

import org.partita.admin.shell.text.Numbers;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaStatus;

/** What functions of the PSA API return: plain values in w0, which do not say whose they are. */
final class PsaResults {
    /** Behind the function's name in the record of a return. */
    private static final String RETURNS = " returns";

    private static final int BYTE = 0xFF;

    private PsaResults() {}

    /** Whether a crossing with this function is a return. */
    static boolean returns(String function) {
        return function.endsWith(RETURNS);
    }

    /**
     * Reads a result.
     *
     * @param function as the crossing names it
     * @param refused whether a rule has refused the call: every function then returns a status
     */
    static String read(String function, int value, boolean refused) {
        PsaFunction named = PsaFunction.named(function.substring(0, function.length() - RETURNS.length()));
        return refused || named == null ? PsaStatus.format(value) : read(named, value);
    }

    private static String read(PsaFunction function, int value) {
        return switch (function) {
            case PSA_FRAMEWORK_VERSION -> "version " + ((value >>> Byte.SIZE) & BYTE) + "." + (value & BYTE);
            case PSA_VERSION -> value == 0 ? "PSA_VERSION_NONE" : "version " + Integer.toUnsignedString(value);
            case PSA_CONNECT -> value > 0 ? "handle " + Numbers.hex32(value) : PsaStatus.format(value);
            case PSA_CALL, PSA_GET -> PsaStatus.format(value);
            case PSA_WAIT -> value == 0 ? "no signal" : "signals " + Numbers.hex32(value);
            case PSA_READ, PSA_SKIP -> Integer.toUnsignedString(value) + " bytes";
            case PSA_MAP_INVEC, PSA_MAP_OUTVEC -> "at " + Numbers.hex32(value);
            case PSA_IRQ_DISABLE -> value == 0 ? "was disabled" : "was enabled";
            case PSA_ROT_LIFECYCLE_STATE -> Numbers.hex32(value) + lifecycle(value);
            case PSA_CLOSE,
                    PSA_SET_RHANDLE,
                    PSA_WRITE,
                    PSA_REPLY,
                    PSA_NOTIFY,
                    PSA_CLEAR,
                    PSA_EOI,
                    PSA_PANIC,
                    PSA_UNMAP_INVEC,
                    PSA_UNMAP_OUTVEC,
                    PSA_IRQ_ENABLE,
                    PSA_RESET_SIGNAL -> "";
        };
    }

    /** The PSA state in bits 15:8. */
    private static String lifecycle(int value) {
        return switch ((value >>> Byte.SIZE) & BYTE) {
            case 0x00 -> ", UNKNOWN";
            case 0x10 -> ", ASSEMBLY_AND_TEST";
            case 0x20 -> ", PSA_ROT_PROVISIONING";
            case 0x30 -> ", SECURED";
            case 0x40 -> ", NON_PSA_ROT_DEBUG";
            case 0x50 -> ", RECOVERABLE_PSA_ROT_DEBUG";
            case 0x60 -> ", DECOMMISSIONED";
            default -> "";
        };
    }
}
