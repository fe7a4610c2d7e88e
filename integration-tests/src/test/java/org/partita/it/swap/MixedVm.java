package org.partita.it.swap;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.DirectResult;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;

/**
 * A VM that does everything by turns until it is told to stop: a direct request to its SP, resumed as often as it is preempted; a
 * letter to its partner, another VM, and the answer to the partner's; a yield; a timer; interrupts of its device.
 */
final class MixedVm implements ThreadedPartition {
    private static final long LETTER = 1;
    private static final long ANSWER = 2;
    private static final int LETTER_BYTES = 2 * Long.BYTES;
    private static final int TX = 0x1000;
    private static final int TIMER_EVERY = 4;
    private static final int YIELD_EVERY = 3;
    /** FFA_RUN, which is not in {@link Ffa}. */
    private static final int RUN = 0x8400006D;

    private final int partner;
    private final long rx;
    private final long timer;
    private final boolean masks;
    private final Conversation requests;
    private final Conversation letters;
    private final Conversation partners;

    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong handledWaiting = new AtomicLong();
    private final AtomicLong preempted = new AtomicLong();
    private final AtomicLong yields = new AtomicLong();
    private final AtomicLong full = new AtomicLong();
    private final AtomicLong freed = new AtomicLong();
    private final AtomicLong armed = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();
    private volatile boolean running;
    private volatile boolean resting = true;
    private volatile String step = "not started";
    private volatile @Nullable Throwable failure;

    /** The letter that has to be sent, the partner's letter that has to be answered; 0 if there is none. */
    private long unsent;

    private long unanswered;

    /** Whether the partner's RX has not been found full since an interrupt said that it is free. */
    private boolean free = true;

    /**
     * @param rx address of RX, TX is the page after it
     * @param timer how long its timers take, nanoseconds
     * @param masks whether it masks interrupts and looks for them when a call has returned
     * @param requests to its SP
     * @param letters to its partner
     * @param partners the partner's letters to it
     */
    MixedVm(long rx, long timer, boolean masks, Conversation requests, Conversation letters, Conversation partners) {
        this.partner = letters.to;
        this.rx = rx;
        this.timer = timer;
        this.masks = masks;
        this.requests = requests;
        this.letters = letters;
        this.partners = partners;
    }

    @Override
    public void main(PartitionContext context) {
        try {
            new Work(context).run();
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void interrupt(PartitionContext context) {
        Interrupts interrupts = context.interrupts();
        for (int id = interrupts.acknowledge(); id != Interrupts.SPURIOUS; id = interrupts.acknowledge()) {
            switch (id) {
                case Interrupts.TIMER -> expired.incrementAndGet();
                case Interrupts.RX_AVAILABLE -> {
                    freed.incrementAndGet();
                    free = true;
                }
                default -> handled.incrementAndGet();
            }
            interrupts.end(id);
        }
    }

    /** What its code does; all of it on the VM's own thread. */
    private final class Work {
        private final PartitionContext context;
        private final Ffa ffa;

        Work(PartitionContext context) {
            this.context = context;
            this.ffa = new Ffa(context);
        }

        void run() {
            context.interrupts().mask(masks);
            for (; ; ) {
                await("the start", () -> running);
                while (running) {
                    round(rounds.get());
                    rounds.incrementAndGet();
                }
                await("its timer, at the end", () -> expired.get() == armed.get());
                resting = true;
            }
        }

        private void round(long n) {
            if (expired.get() == armed.get()) {
                armed.incrementAndGet();
                context.timer(timer);
            }
            unsent = letters.next();
            send();
            request();
            if (n % YIELD_EVERY == 0) {
                giveWay();
            }
            long letter = letters.sent.last();
            await("answer " + letter, () -> letters.answered.last() == letter);
            if (n % TIMER_EVERY == 0) {
                await("its timer", () -> expired.get() == armed.get());
            }
        }

        // ---- direct requests

        private void request() {
            long number = requests.next();
            while (!answered(number)) {
                giveWay();
                send();
            }
            requests.answered.see(number);
        }

        /** False if the SP, or one that it needs, is busy. */
        private boolean answered(long number) {
            step = "request " + number;
            DirectResult result = ffa.sendDirect(requests.to, number, 0, 0, 0, 0);
            boolean interrupted = result == DirectResult.INTERRUPTED;
            while (result == DirectResult.INTERRUPTED) {
                look();
                context.registers().set(RUN, (long) requests.to << 16, 0, 0, 0, 0, 0, 0);
                context.call();
                result = DirectResult.of(context.registers());
            }
            preempted.addAndGet(interrupted ? 1 : 0);
            if (result == DirectResult.BUSY && !interrupted) {
                return false;
            }
            long x3 = context.registers().x3;
            if (result == DirectResult.RESPONSE && x3 == MixedSp.AGAIN) {
                return false;
            }
            if (result != DirectResult.RESPONSE || x3 != MixedSp.answer(number)) {
                throw new AssertionError(requests + ": " + number + " is answered by " + context.registers());
            }
            return true;
        }

        private void giveWay() {
            step = "yields";
            yields.incrementAndGet();
            FunctionId completion = ffa.yieldCycles();
            if (completion != FunctionId.FFA_RUN && completion != FunctionId.FFA_INTERRUPT) {
                throw new AssertionError("FFA_YIELD is completed by " + context.registers());
            }
            look();
        }

        // ---- letters

        /** Sends what is to be sent, until the partner's RX is full. */
        private void send() {
            look();
            while (free && unanswered != 0) {
                if (sent(ANSWER, unanswered)) {
                    unanswered = 0;
                }
            }
            while (free && unsent != 0) {
                if (sent(LETTER, unsent)) {
                    unsent = 0;
                }
            }
        }

        private boolean sent(long kind, long number) {
            context.memory().write64(rx + TX, kind);
            context.memory().write64(rx + TX + Long.BYTES, number);
            // RX may be free again before the call has returned
            free = false;
            if (!ffa.send(partner, LETTER_BYTES, true)) {
                full.incrementAndGet();
                return false;
            }
            free = true;
            return true;
        }

        private void received() {
            boolean letter = ffa.messageSender() == partner;
            long kind = context.memory().read64(rx);
            long number = context.memory().read64(rx + Long.BYTES);
            ffa.rxRelease();
            // one from somebody else only wakes it
            if (letter && kind == LETTER) {
                partners.processed.see(number);
                unanswered = number;
            } else if (letter) {
                letters.answered.see(number);
            }
        }

        // ---- waiting

        /** Nothing happens between a look at the condition and the wait that the wait does not see. */
        private void await(String what, BooleanSupplier condition) {
            send();
            while (!condition.getAsBoolean()) {
                step = "waits for " + what;
                long before = handled.get();
                FunctionId completion = ffa.msgWait();
                if (completion == FunctionId.FFA_MSG_SEND) {
                    received();
                } else if (completion != FunctionId.FFA_INTERRUPT) {
                    throw new AssertionError("FFA_MSG_WAIT is completed by " + context.registers());
                }
                look();
                handledWaiting.addAndGet(handled.get() - before);
                send();
            }
        }

        private void look() {
            if (masks) {
                interrupt(context);
            }
        }
    }

    // ---- for the test

    void start() {
        resting = false;
        running = true;
    }

    void stop() {
        running = false;
    }

    boolean resting() {
        return resting;
    }

    long rounds() {
        return rounds.get();
    }

    long handled() {
        return handled.get();
    }

    /** Interrupts of its device that came while it waited. */
    long handledWaiting() {
        return handledWaiting.get();
    }

    /** Requests that were preempted and resumed. */
    long preempted() {
        return preempted.get();
    }

    long yields() {
        return yields.get();
    }

    /** Times that its partner's RX was full, and that an interrupt said that it was free again. */
    long full() {
        return full.get();
    }

    long freed() {
        return freed.get();
    }

    /** Timers that were set, and those of them whose interrupt has come. */
    long armed() {
        return armed.get();
    }

    long expired() {
        return expired.get();
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Its letters and requests; the partner's letters are its partner's. */
    void judge() {
        requests.judge();
        letters.judge();
    }

    @Override
    public String toString() {
        return "%s; %s; %s; %d timers armed, %d expired; RX %d times full, %d times freed; %d interrupts handled"
                .formatted(step, requests, letters, armed.get(), expired.get(), full.get(), freed.get(), handled.get());
    }
}
