package org.partita.partition.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Registers;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.MemoryView;
import org.partita.api.partition.PartitionContext;

/** What the scheduler VM invokes, by what has completed its calls. */
class SchedulingTest {
    private static final String ERROR = "84000060";
    private static final String SUCCESS = "84000061";
    private static final String INTERRUPT = "84000062";
    private static final String WAIT = "8400006b";
    private static final String YIELD = "8400006c";
    private static final String RUN = "8400006d";
    private static final String SEND = "8400006e";

    private final RunQueue queue = new RunQueue();
    private final Manager manager = new Manager();
    private Runnable learn = () -> {};

    @BeforeEach
    void vms() {
        queue.add(1, 1);
        queue.add(2, 1);
    }

    /** Lets the scheduler run until these completions are used up; each one is w0, w1, w5 in hexadecimal. */
    private List<String> invoked(String... completions) {
        manager.completions.addAll(List.of(completions));
        try {
            new Scheduling(manager, queue, learn).run();
        } catch (Over e) {
            // it would run for ever
        }
        return manager.calls;
    }

    @Test
    void itWaitsWhileNobodyHasWork() {
        assertThat(invoked(SUCCESS)).containsExactly(WAIT + " 0", WAIT + " 0");
    }

    @Test
    void aNotificationIsAnsweredForTheSenderAndTheReceiverIsRun() {
        assertThat(invoked(SEND + " 10002 3", RUN, WAIT + " 20000"))
                .containsExactly(WAIT + " 0", SUCCESS + " 10003", RUN + " 20000", WAIT + " 0");
    }

    @Test
    void aVmThatSendsWhileItRunsGoesOnAndIsNotRunTwice() {
        queue.ready(1);
        assertThat(invoked(SEND + " 10002 0", SEND + " 10002 0", WAIT + " 10000", WAIT + " 20000"))
                .containsExactly(RUN + " 10000", SUCCESS + " 10000", SUCCESS + " 10000", RUN + " 20000", WAIT + " 0");
    }

    @Test
    void aVmThatYieldsIsRunAgainAfterTheOthers() {
        queue.ready(1);
        queue.ready(2);
        assertThat(invoked(YIELD + " 10000", WAIT + " 20000", WAIT + " 10000"))
                .containsExactly(RUN + " 10000", RUN + " 20000", RUN + " 10000", WAIT + " 0");
    }

    @Test
    void aVmThatCanNotBeRunIsLeftUntilThereIsNewWork() {
        queue.ready(1);
        assertThat(invoked(ERROR, SEND + " 20001 0", RUN, WAIT + " 10000"))
                .containsExactly(RUN + " 10000", WAIT + " 0", SUCCESS + " 20000", RUN + " 10000", WAIT + " 0");
    }

    @Test
    void aSenderThatCouldNotBeAnsweredIsRunAgain() {
        queue.ready(1);
        assertThat(invoked(SEND + " 10002 0", ERROR, WAIT + " 20000", WAIT + " 10000"))
                .containsExactly(RUN + " 10000", SUCCESS + " 10000", RUN + " 20000", RUN + " 10000", WAIT + " 0");
    }

    @Test
    void anInterruptOfTheHypervisorMakesItTryEverybody() {
        manager.pending.add(6);
        assertThat(invoked(INTERRUPT, ERROR, WAIT + " 20000"))
                .containsExactly(WAIT + " 0", RUN + " 10000", RUN + " 20000", WAIT + " 0");
        assertThat(manager.ended).containsExactly(6);
    }

    @Test
    void aVmThatHasComeLaterIsLearntWhenThereIsAMessageForIt() {
        learn = () -> queue.add(7, 1);
        assertThat(invoked(SEND + " 10007 0", RUN, WAIT + " 70000", SEND + " 10009 0"))
                .containsExactly(WAIT + " 0", SUCCESS + " 10000", RUN + " 70000", WAIT + " 0", SUCCESS + " 10000");
    }

    @Test
    void aReceiverThatCanNotBeLearntJustNowIsRunAllTheSame() {
        assertThat(invoked(SEND + " 10009 0", RUN, WAIT + " 90000"))
                .containsExactly(WAIT + " 0", SUCCESS + " 10000", RUN + " 90000", WAIT + " 0");
    }

    @Test
    void aVmThatHasComeLaterIsLearntWhenTheHypervisorInterrupts() {
        learn = () -> queue.add(7, 1);
        manager.pending.add(6);
        assertThat(invoked(INTERRUPT, ERROR, ERROR, WAIT + " 70000"))
                .containsExactly(WAIT + " 0", RUN + " 10000", RUN + " 20000", RUN + " 70000", WAIT + " 0");
    }

    @Test
    void aVmThatWasInterruptedHasMoreToDo() {
        queue.ready(1);
        assertThat(invoked(INTERRUPT, WAIT + " 10000")).containsExactly(RUN + " 10000", RUN + " 10000", WAIT + " 0");
    }

    @Test
    void aVmThatWasInterruptedForOthersComesAfterThem() {
        queue.ready(1);
        manager.pending.add(6);
        assertThat(invoked(INTERRUPT, WAIT + " 20000", WAIT + " 10000"))
                .containsExactly(RUN + " 10000", RUN + " 20000", RUN + " 10000", WAIT + " 0");
    }

    @Test
    void anInterruptThatCameWhileItWasAtWorkIsSeenBeforeItRunsSomebody() {
        queue.ready(1);
        manager.pending.add(6);
        assertThat(invoked(YIELD + " 10000", WAIT + " 20000", WAIT + " 10000"))
                .containsExactly(RUN + " 10000", RUN + " 20000", RUN + " 10000", WAIT + " 0");
    }

    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class Manager implements PartitionContext, Interrupts {
        final Deque<String> completions = new ArrayDeque<>();
        final List<String> calls = new ArrayList<>();
        final Deque<Integer> pending = new ArrayDeque<>();
        final List<Integer> ended = new ArrayList<>();
        private final Registers registers = new Registers();

        @Override
        public Registers registers() {
            return registers;
        }

        @Override
        public void call() {
            calls.add(Integer.toHexString(registers.function()) + " " + Integer.toHexString(registers.w(1)));
            String next = completions.poll();
            if (next == null) {
                throw new Over();
            }
            String[] words = next.split(" ", -1);
            registers.set(Integer.parseUnsignedInt(words[0], 16), 0);
            registers.x1 = words.length > 1 ? Long.parseLong(words[1], 16) : 0;
            registers.x5 = words.length > 2 ? Long.parseLong(words[2], 16) : 0;
        }

        @Override
        public void call(Conduit conduit) {
            call();
        }

        @Override
        public void timer(long nanos) {
            throw new UnsupportedOperationException("no timer here");
        }

        @Override
        public Interrupts interrupts() {
            return this;
        }

        @Override
        public int acknowledge() {
            Integer first = pending.poll();
            return first == null ? SPURIOUS : first;
        }

        @Override
        public void end(int intid) {
            ended.add(intid);
        }

        @Override
        public boolean pending() {
            return !pending.isEmpty();
        }

        @Override
        public void mask(boolean masked) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int id() {
            return 3;
        }

        @Override
        public int vcpu() {
            return 0;
        }

        @Override
        public int pe() {
            return 0;
        }

        @Override
        public MemoryView memory() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void preemptionPoint() {}

        @Override
        public long bootInformation() {
            return 0;
        }
    }
}
