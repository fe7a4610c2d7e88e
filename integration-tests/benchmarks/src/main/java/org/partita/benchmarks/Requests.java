package org.partita.benchmarks;

import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;

/** The same requests for what is measured and for what it is compared with: to three receivers in turn. */
final class Requests {
    static final int VM = 1;
    static final int SP = 0x8010;
    static final int RECEIVER = 0x8011;

    private static final int RECEIVERS = 3;
    private static final long RESPONSE = Integer.toUnsignedLong(FunctionId.FFA_MSG_SEND_DIRECT_RESP.id64());

    private int turn;
    private long n;

    /** Puts the next request into the registers. */
    Registers next(Registers r, int from) {
        turn = turn == RECEIVERS - 1 ? 0 : turn + 1;
        n++;
        long ids = Integer.toUnsignedLong(from << 16 | (RECEIVER + turn));
        return r.set(FunctionId.FFA_MSG_SEND_DIRECT_REQ.id64(), ids, 0, n, 4, 5, 6, 7);
    }

    /** The first word of the response; what is no right response is no measurement. */
    long checked(Registers r) {
        long expected = switch (turn) {
            case 0 -> n;
            case 1 -> n + 4;
            default -> ~n;
        };
        if (r.x0 != RESPONSE || r.x3 != expected || r.x6 != 6) {
            throw new IllegalStateException("request " + n + " was answered " + r);
        }
        return r.x3;
    }
}
