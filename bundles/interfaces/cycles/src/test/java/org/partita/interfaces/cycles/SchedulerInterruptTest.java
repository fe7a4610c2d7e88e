package org.partita.interfaces.cycles;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partita.api.call.Delivery;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.call.VirtualInterrupts;
import org.partita.api.gic.InterruptGroup;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;

/** A Non-secure interrupt for a VM, where the primary scheduler is in another VM: that is told of it (FF-A 4.5.3). */
final class SchedulerInterruptTest {
    private static final int INTID = 60;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel owner = platform.vm(1);
    private final EndpointModel running = platform.vm(2);
    private final EndpointModel scheduler = platform.vm(3);
    private final CpuCycles cycles = new CpuCycles();

    @BeforeEach
    void signal() {
        platform.scheduledBy(scheduler);
        platform.interrupts().signal(0, INTID, InterruptGroup.NONSECURE_GROUP_1).owned(INTID, owner);
        scheduler.context().in(RunState.BUSY);
        running.context().in(RunState.BUSY);
    }

    private CallModel interrupted(EndpointModel vm, Outcome outcome) {
        CallModel call = vm.call(0).from(vm.component());
        assertThat(cycles.interrupted(call)).isEqualTo(outcome);
        assertThat(owner.context().virtual().next()).isEqualTo(INTID);
        return call;
    }

    @Test
    void aVmThatItRunsIsPreempted() {
        running.context().on(scheduler.context());

        CallModel call = interrupted(running, Outcome.DELIVER);
        assertThat(call.delivery()).isEqualTo(Delivery.RETURN);
        assertThat(call.target()).isSameAs(scheduler.context());
        assertThat(call.restsIn()).isEqualTo(RunState.PREEMPTED);
        assertThat(scheduler.context().virtual().next()).isEqualTo(VirtualInterrupts.SCHEDULE);
    }

    @Test
    void oneThatRunsItselfGoesOnAndKnowsThatSomebodyIsReady() {
        interrupted(scheduler, Outcome.COMPLETE);
        assertThat(scheduler.context().virtual().next()).isEqualTo(VirtualInterrupts.SCHEDULE);
    }

    @Test
    void aVmThatRunsOnNobodysCyclesGoesOn() {
        interrupted(running, Outcome.COMPLETE);
        assertThat(scheduler.context().virtual().pending()).isFalse();
    }
}
