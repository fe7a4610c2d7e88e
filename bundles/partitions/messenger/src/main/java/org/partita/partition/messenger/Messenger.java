package org.partita.partition.messenger;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.FfaException;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;

/**
 * The program of a messenger VM: answers each indirect message with one of its own, {@code re: } and the text, unless it is an answer
 * itself. While the other's RX buffer is full it yields and tries again. A direct request is answered with the number of messages
 * that it has read in x3, and of interrupts that it has handled in x4.
 */
final class Messenger {
    private static final String ANSWER = "re: ";
    /** First interrupt ID of a device. */
    private static final int FIRST_DEVICE = 32;
    /** Bytes of the TX buffer. */
    private static final int PAGE = 4096;

    private final PartitionContext context;
    private final Ffa ffa;
    private final long rx;
    private final long tx;
    private long messages;
    private long interrupts;

    Messenger(PartitionContext context, long rx, long tx) {
        this.context = context;
        this.ffa = new Ffa(context);
        this.rx = rx;
        this.tx = tx;
    }

    void run() {
        ffa.version();
        FunctionId completion = ffa.msgWait();
        for (; ; ) {
            if (completion == FunctionId.FFA_MSG_SEND) {
                message();
            }
            completion = completion == FunctionId.FFA_MSG_SEND_DIRECT_REQ
                    ? ffa.respond(messages, interrupts, 0, 0, 0)
                    : ffa.msgWait();
        }
    }

    private void message() {
        int sender = ffa.messageSender();
        String text = read(ffa.messageSize());
        ffa.rxRelease();
        messages++;
        if (!text.startsWith(ANSWER)) {
            answer(sender, ANSWER + text);
        }
    }

    /** The handler of interrupts: counts those of devices. Of a free RX buffer it finds out itself. */
    void interrupted() {
        Interrupts pending = context.interrupts();
        for (int id = pending.acknowledge(); id != Interrupts.SPURIOUS; id = pending.acknowledge()) {
            interrupts += id >= FIRST_DEVICE ? 1 : 0;
            pending.end(id);
        }
    }

    private String read(int bytes) {
        byte[] text = new byte[bytes];
        context.memory().read(rx, MemorySegment.ofArray(text));
        return new String(text, StandardCharsets.UTF_8);
    }

    private void answer(int receiver, String text) {
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(all, Math.min(all.length, PAGE));
        context.memory().write(tx, MemorySegment.ofArray(bytes));
        try {
            while (!ffa.send(receiver, bytes.length, false)) {
                ffa.yieldCycles();
            }
        } catch (FfaException e) {
            // the other one has gone meanwhile: nobody wants the answer
        }
    }
}
