package org.partita.it.swap;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.partita.api.partition.DirectResult;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.it.scheduling.Interruptible;

/**
 * An SP that answers numbered requests, some after a request of its own to another SP, and is interrupted in their middle: by its own
 * devices, or by those of others.
 */
final class MixedSp {
    /** What it answers if it has not processed a request, for whoever it needs is busy. */
    static final long AGAIN = -1;

    private static final int STEPS = 20;

    private final int id;
    private final Interruptible code = new Interruptible(this::answer);
    private final List<MixedDevice> devices;
    private final Map<Integer, Conversation> requesters = new ConcurrentHashMap<>();
    private @Nullable Conversation second;

    /** @param devices whose interrupts it raises while it processes requests */
    MixedSp(int id, List<MixedDevice> devices) {
        this.id = id;
        this.devices = devices;
    }

    Interruptible code() {
        return code;
    }

    /** Requests that this SP will get. */
    Conversation from(String what, int requester) {
        Conversation c = new Conversation(what, requester, id);
        requesters.put(requester, c);
        return c;
    }

    /** Every other request needs an answer of another SP; returns these requests. */
    Conversation through(MixedSp other) {
        second = other.from("nested requests", id);
        return second;
    }

    /** The answer to a request. */
    static long answer(long number) {
        return 3 * number + 1;
    }

    private long answer(PartitionContext context, long number) {
        Conversation c = requesters.get(context.registers().w(1) >>> 16);
        interrupts(context);
        if (second != null && number % 2 == 0 && !nested(context, second)) {
            return AGAIN;
        }
        c.processed.see(number);
        return answer(number);
    }

    private void interrupts(PartitionContext context) {
        for (MixedDevice d : devices) {
            d.raiseIfAsked();
        }
        for (int i = 0; i < STEPS; i++) {
            context.preemptionPoint();
        }
    }

    private static boolean nested(PartitionContext context, Conversation second) {
        long number = second.next();
        DirectResult result = new Ffa(context).sendDirect(second.to, number, 0, 0, 0, 0);
        long x3 = context.registers().x3;
        if (result == DirectResult.BUSY || (result == DirectResult.RESPONSE && x3 == AGAIN)) {
            return false;
        }
        if (result != DirectResult.RESPONSE || x3 != answer(number)) {
            throw new AssertionError(second + ": " + number + " is answered by " + context.registers());
        }
        second.answered.see(number);
        return true;
    }
}
