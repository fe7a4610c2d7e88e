package org.partita.admin.shell.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;

/**
 * Registers x0 to x7 to be read, whoever wrote them.
 *
 * @param registers as many as there are; missing ones count as 0
 */
public record Words(List<Long> registers) {
    public Words {
        List<Long> all = new ArrayList<>(registers);
        while (all.size() < Registers.COUNT) {
            all.add(0L);
        }
        registers = List.copyOf(all);
    }

    /** The low 32 bits of a register. */
    public int w(int n) {
        return registers.get(n).intValue();
    }

    /** All 64 bits of a register. */
    public long x(int n) {
        return registers.get(n);
    }

    /** The function that w0 names, or null. */
    public @Nullable FunctionId function() {
        return FunctionId.of(w(0));
    }

    /** Whether w0 names a function of the SMC64 convention. */
    public boolean is64() {
        return function() != null && FunctionId.is64(w(0));
    }

    /** A register of the width that the function uses. */
    long value(int n) {
        return is64() ? x(n) : Integer.toUnsignedLong(w(n));
    }

    /** Two registers that make 64 bits, the low half first. */
    long pair(int low) {
        return Integer.toUnsignedLong(w(low)) | (long) w(low + 1) << 32;
    }

    /** The ID in bits 31:16 of a register. */
    String high(int n) {
        return EndpointId.format(w(n) >>> 16);
    }

    /** The ID in bits 15:0 of a register. */
    String low(int n) {
        return EndpointId.format(w(n) & 0xFFFF);
    }

    /** All registers, {@code w0=0x84000070 ... w7=0x0}, as x-registers for a 64-bit function. */
    public String all() {
        return IntStream.range(0, Registers.COUNT).mapToObj(this::one).collect(Collectors.joining(" "));
    }

    /** The registers from one on up to the last that is not zero, or empty text. */
    String rest(int from) {
        int last = Registers.COUNT - 1;
        while (last >= from && value(last) == 0) {
            last--;
        }
        return IntStream.rangeClosed(from, last).mapToObj(this::one).collect(Collectors.joining(" "));
    }

    private String one(int n) {
        return (is64() ? "x" : "w") + n + "=" + Numbers.hex(value(n));
    }
}
