package org.partita.partition.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunQueueTest {
    private static final int ONE = 0x00010000;
    private static final int TWO = 0x00020000;
    private static final int TWO_1 = 0x00020001;

    private final RunQueue queue = new RunQueue();

    @BeforeEach
    void vms() {
        queue.add(1, 1);
        queue.add(2, 2);
    }

    @Test
    void nobodyHasWorkAtFirst() {
        assertThat(queue.next()).isEqualTo(RunQueue.NOBODY);
    }

    @Test
    void contextsRunInTheOrderInWhichWorkCame() {
        queue.ready(2);
        queue.ready(1);
        queue.ready(2);
        assertThat(queue.next()).isEqualTo(TWO);
        assertThat(queue.next()).isEqualTo(TWO_1);
        assertThat(queue.next()).isEqualTo(ONE);
        assertThat(queue.next()).isEqualTo(RunQueue.NOBODY);
    }

    @Test
    void aContextIsTakenByOneVcpuAtATime() {
        queue.ready(1);
        assertThat(queue.next()).isEqualTo(ONE);
        queue.ready(1);
        assertThat(queue.next()).isEqualTo(RunQueue.NOBODY);
    }

    @Test
    void workThatComesWhileAContextRunsIsNotForgotten() {
        queue.ready(1);
        queue.next();
        queue.ready(1);
        queue.back(ONE, false);
        assertThat(queue.next()).isEqualTo(ONE);
        queue.back(ONE, false);
        assertThat(queue.next()).isEqualTo(RunQueue.NOBODY);
    }

    @Test
    void whoHasMoreToDoGoesBehindTheOthers() {
        queue.ready(1);
        queue.ready(2);
        assertThat(queue.next()).isEqualTo(ONE);
        queue.back(ONE, true);
        assertThat(queue.next()).isEqualTo(TWO);
        assertThat(queue.next()).isEqualTo(TWO_1);
        assertThat(queue.next()).isEqualTo(ONE);
    }

    @Test
    void anybodyMayHaveWork() {
        queue.readyAll();
        assertThat(queue.next()).isEqualTo(ONE);
        assertThat(queue.next()).isEqualTo(TWO);
        assertThat(queue.next()).isEqualTo(TWO_1);
    }

    @Test
    void aVmThatIsAddedAgainKeepsItsWork() {
        queue.ready(1);
        queue.add(1, 2);
        assertThat(queue.knows(1)).isTrue();
        assertThat(queue.knows(9)).isFalse();
        assertThat(queue.next()).isEqualTo(ONE);
        assertThat(queue.next()).isEqualTo(RunQueue.NOBODY);
        queue.ready(1);
        assertThat(queue.next()).isEqualTo(ONE | 1);
    }

    @Test
    void workForSomebodyUnknownIsNoWork() {
        queue.ready(9);
        assertThat(queue.next()).isEqualTo(RunQueue.NOBODY);
    }
}
