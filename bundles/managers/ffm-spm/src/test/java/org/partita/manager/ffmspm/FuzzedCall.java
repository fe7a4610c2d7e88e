package org.partita.manager.ffmspm;

import com.code_intelligence.jazzer.mutation.annotation.InRange;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.partita.api.ffm.PsaFunction;

/**
 * A call, or words that change in memory between two calls. As a line of the corpus has it, with hexadecimal numbers: {@code ns1
 * psa_call 1 1010005 ns+0 ns+20 : ns+40 8, ns+60 10 ; 31000000}.
 *
 * @param by position of the {@link Actor}
 * @param what position of the function; {@link #UNKNOWN}, {@link #WORDS}
 * @param arguments x1 to x4
 * @param vectors descriptors that stand at the addresses in x3 (input) and x4 (output) when psa_call is made; or the words for the
 *     address in x3
 * @param then what the client writes into each word that the SPM has read, as soon as it has; 0 if it does not
 */
record FuzzedCall(
        @InRange(min = 0, max = 5) int by,
        @InRange(min = 0, max = 25) int what,
        @NotNull @WithSize(min = 4, max = 4) List<@NotNull Operand> arguments,
        @NotNull @WithSize(max = 8) List<@NotNull FuzzedVector> vectors,
        int then) {
    /** No function of the PSA API. */
    static final int UNKNOWN = 24;
    /** No call: the memory changes. */
    static final int WORDS = 25;

    private static final int ARGUMENTS = 4;

    static FuzzedCall read(String line) {
        String[] then = line.split(" *; *");
        String[] vectors = then[0].split(" *: *");
        String[] cells = vectors[0].trim().split(" +");
        List<Operand> arguments = new ArrayList<>();
        for (int i = 0; i < ARGUMENTS; i++) {
            arguments.add(i + 2 < cells.length ? Operand.read(cells[i + 2]) : Operand.ZERO);
        }
        List<FuzzedVector> all = new ArrayList<>();
        if (vectors.length > 1) {
            for (String vector : vectors[1].trim().split(" *, *")) {
                String[] words = vector.split(" +");
                all.add(new FuzzedVector(Operand.read(words[0]), Integer.parseUnsignedInt(words[1], 16)));
            }
        }
        return new FuzzedCall(
                Actor.valueOf(cells[0].toUpperCase(Locale.ROOT)).ordinal(),
                position(cells[1]),
                arguments,
                all,
                then.length > 1 ? Integer.parseUnsignedInt(then[1].trim(), 16) : 0);
    }

    private static int position(String name) {
        return switch (name) {
            case "unknown" -> UNKNOWN;
            case "words" -> WORDS;
            default -> PsaFunction.valueOf(name.toUpperCase(Locale.ROOT)).ordinal();
        };
    }

    Actor actor() {
        return Actor.values()[by];
    }

    boolean is(PsaFunction function) {
        return what == function.ordinal();
    }

    /** x1 to x4. */
    long x(int n) {
        return arguments.get(n - 1).resolved();
    }

    @Override
    public String toString() {
        String name = switch (what) {
            case UNKNOWN -> "unknown";
            case WORDS -> "words";
            default -> PsaFunction.values()[what].title();
        };
        String head = actor().name().toLowerCase(Locale.ROOT) + " " + name + " "
                + arguments.stream().map(Operand::toString).collect(Collectors.joining(" "));
        String tail = vectors.isEmpty()
                ? ""
                : vectors.stream().map(FuzzedVector::toString).collect(Collectors.joining(", ", " : ", ""));
        return head + tail + (then == 0 ? "" : " ; " + Integer.toHexString(then));
    }
}
