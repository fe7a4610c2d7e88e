package org.partita.interfaces.cycles;

import java.util.stream.IntStream;
import org.partita.lib.fixture.CallModel;

/** What a call is completed with. */
final class Completion {
    private Completion() {}

    /** x0 to x7. */
    static long[] of(CallModel call) {
        return IntStream.rangeClosed(0, 7).mapToLong(call.registers::x).toArray();
    }
}
