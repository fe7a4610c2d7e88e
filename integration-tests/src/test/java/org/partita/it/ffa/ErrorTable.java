package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.it.scheduling.Vm;

/** Makes many calls of a function with parameters that are wrong in all ways. */
public final class ErrorTable {
    private static final int CALLS = 400 * Integer.getInteger("partita.scale", 1);

    /** Values that are right somewhere, or nearly. */
    private static final long[] LIKELY = {
        0,
        1,
        2,
        0x3F,
        0x40,
        0xF1,
        0x80F1,
        0x10000,
        0x90000000L,
        0x90001000L,
        0x90000800L,
        0x06800000L,
        0x06801000L,
        0x8400006FL,
        0x00F10000L,
        0x80F10000L,
        0x00F180F1L,
        0x80F100F1L,
        0x00F18002L,
        0x80F18001L,
        0xF2,
        0x00F200F1L,
        0x00F100F2L,
        -1
    };

    private ErrorTable() {}

    /**
     * Each FFA_ERROR has one of these codes, and some have come.
     *
     * @param callers IDs of the endpoints that call
     * @param function its identifier
     * @param table the codes of its table, blank separated
     */
    public static void holds(Platform platform, List<Integer> callers, String function, String table) {
        Set<Status> allowed = EnumSet.noneOf(Status.class);
        Arrays.stream(table.split(" ")).map(Status::valueOf).forEach(allowed::add);
        Set<Status> seen = EnumSet.noneOf(Status.class);
        SplittableRandom random = new SplittableRandom(72);
        for (int i = 0; i < CALLS; i++) {
            try (Abi abi = Vm.take(platform, callers.get(random.nextInt(callers.size())), 0)) {
                abi.raw(Long.decode(function).intValue(), arguments(random));
                if (abi.registers().function() == 0x84000060) {
                    assertThat(abi.error())
                            .as("call %d, rule %s", i, abi.rule())
                            .isIn(allowed);
                    abi.failed(abi.error());
                    seen.add(abi.error());
                }
            }
        }
        assertThat(seen).isNotEmpty();
    }

    private static long[] arguments(SplittableRandom random) {
        long[] arguments = new long[7];
        for (int i = 0; i < arguments.length; i++) {
            boolean anything = random.nextInt(10) == 0;
            boolean zero = i > 2 && random.nextInt(4) > 0;
            arguments[i] = anything ? random.nextLong() : zero ? 0 : LIKELY[random.nextInt(LIKELY.length)];
        }
        return arguments;
    }
}
