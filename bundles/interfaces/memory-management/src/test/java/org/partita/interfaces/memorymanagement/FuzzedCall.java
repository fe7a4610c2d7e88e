package org.partita.interfaces.memorymanagement;

import com.code_intelligence.jazzer.mutation.annotation.InRange;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithLength;
import java.util.HexFormat;

/**
 * A call as a line of the corpus has it: caller, x0 to x7, then the bytes of the TX buffer; or, with {@link #CRASH} or
 * {@link #BUSY} in the place of x0, what else may happen. The fuzzer changes the components one by one.
 *
 * @param by index of the caller
 * @param function index of the function
 * @param registers x1 to x7
 * @param keepsRx whether the caller does not give its RX buffer back
 */
record FuzzedCall(
        @InRange(min = 0, max = 6) int by,
        @InRange(min = 0, max = 14) int function,
        long @NotNull @WithLength(min = 7, max = 7) [] registers,
        byte @NotNull @WithLength(max = 4096) [] descriptor,
        boolean keepsRx) {
    /** A fatal error ends the caller. */
    static final int CRASH = 0;
    /** From now on the independent devices use their memory, if bit 0 of x1 says so. */
    static final int BUSY = 1;

    /** VMs, SPs, the last one at S-EL0, and the Hypervisor. Without it the first two and the last one are the OS kernel. */
    private static final int[] CALLERS = {1, 2, 0x8001, 0x8002, 0x8003, 0x8004, 0};

    /** The functions of FF-A chapter 11, then those of 12.2, then what is no call. */
    private static final int[] FUNCTIONS = {
        0x84000071,
        0x84000072,
        0x84000073,
        0x84000074,
        0x84000076,
        0x84000077,
        0xC4000071,
        0xC4000072,
        0xC4000073,
        0xC4000074,
        Transmission.RESUME,
        Transmission.FRAG_RX,
        Transmission.FRAG_TX,
        CRASH,
        BUSY
    };

    static FuzzedCall read(String line) {
        String[] cells = line.trim().split("\\s+");
        long[] registers = new long[7];
        for (int i = 0; i < registers.length; i++) {
            registers[i] = Long.parseUnsignedLong(cells[i + 2], 16);
        }
        byte[] bytes = cells.length > 9 ? HexFormat.of().parseHex(cells[9]) : new byte[0];
        return new FuzzedCall(index(CALLERS, cells[0]), index(FUNCTIONS, cells[1]), registers, bytes, false);
    }

    private static int index(int[] of, String hex) {
        for (int i = 0; i < of.length; i++) {
            if (of[i] == Integer.parseUnsignedInt(hex, 16)) {
                return i;
            }
        }
        throw new IllegalArgumentException(hex);
    }

    int caller() {
        return CALLERS[by];
    }

    int w0() {
        return FUNCTIONS[function];
    }

    /** Whether it is a function of an optional feature. */
    boolean optional() {
        return function >= 10 && function <= 12;
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(Integer.toHexString(caller()) + " " + Integer.toHexString(w0()));
        for (long x : registers) {
            line.append(' ').append(Long.toHexString(x));
        }
        return line.append(' ').append(HexFormat.of().formatHex(descriptor)) + (keepsRx ? " (keeps RX)" : "");
    }
}
