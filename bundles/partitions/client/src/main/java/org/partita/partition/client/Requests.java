package org.partita.partition.client;

import org.partita.api.ffa.Registers;
import org.partita.api.partition.DirectResult;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;

/**
 * Requests to the sample services. An answer that is not right crashes the VM, so that somebody sees it; an error
 * (BUSY while the other VM is served, ABORTED after a service was unloaded) leaves the request undone.
 */
final class Requests {
    static final int ECHO = 0x8002;
    static final int DIGEST = 0x8001;

    private static final int SET_KEY = 1;
    private static final int MAKE = 2;
    private static final int OK = 0;
    private static final int NO_KEY = 3;
    private static final int SLOT_SHIFT = 8;

    private final Ffa ffa;
    private final Registers registers;
    private final int slot;

    Requests(PartitionContext context, Ffa ffa) {
        this.ffa = ffa;
        this.registers = context.registers();
        this.slot = context.id() << SLOT_SHIFT;
    }

    /** Sends numbers and expects them back. */
    void echo(long n) {
        if (ffa.sendDirect(ECHO, n, -n, n + 1, n + 2, ~n) != DirectResult.RESPONSE) {
            return;
        }
        Registers r = registers;
        if (r.x3 != n || r.x4 != -n || r.x5 != n + 1 || r.x6 != n + 2 || r.x7 != ~n) {
            throw new IllegalStateException("request " + n + " to echo was answered " + r);
        }
    }

    /** Has a message digested with this VM's key, which is set where the service does not know it. */
    void digest(long n) {
        if (ffa.sendDirect(DIGEST, MAKE | slot, n, 0, 0, 0) != DirectResult.RESPONSE) {
            return;
        }
        int status = registers.w(3);
        if (status == NO_KEY) {
            ffa.sendDirect(DIGEST, SET_KEY | slot, slot, 1, 2, 3);
        } else if (status != OK) {
            throw new IllegalStateException("request " + n + " to digest was answered " + registers);
        }
    }
}
