package org.partita.interfaces.cycles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.cycles.Completion.of;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Delivery;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.PhysicalInterrupts;
import org.partita.api.call.RunState;
import org.partita.api.gic.InterruptGroup;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;

/** A Secure interrupt that meets somebody else than its SP (FF-A 9.4). */
final class SecureInterruptTest {
    private static final int INTID = 61;
    private static final int GROUP_0 = 8;
    private static final int OTHERS = 62;
    private static final int INTERRUPT = 0x84000062;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm = platform.vm(1);
    private final EndpointModel sp = platform.sp(0x8001);
    private final EndpointModel other = platform.sp(0x8002);
    private final CpuCycles cycles = new CpuCycles();

    @BeforeEach
    void signal() {
        platform.interrupts().signal(0, INTID, InterruptGroup.SECURE_GROUP_1).owned(INTID, sp);
        vm.context().in(RunState.BUSY);
        other.context().in(RunState.BUSY);
    }

    @Test
    void anIdleSpHandlesItOnTheCyclesOfWhoeverWasInterrupted() {
        CallModel call = vm.call(INTERRUPT).downTo(ManagerKind.SPMC);

        assertThat(call.handle(cycles)).isEqualTo(Outcome.DELIVER);
        assertThat(call.delivery()).isEqualTo(Delivery.RUN);
        assertThat(call.target()).isSameAs(sp.context());
        assertThat(of(call)).containsExactly(0x84000062L, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Nothing is signalled: the interrupt came for the SP after its last preemption point. */
    @Test
    void anSpThatBecameIdleWithAnInterruptPendingIsRunForIt() {
        platform.interrupts().acknowledge(0, InterruptGroup.SECURE_GROUP_1);
        sp.context().virtual().pend(INTID);
        platform.interrupts().late(sp.context());
        CallModel call = other.call(0).from(other.component());

        assertThat(cycles.interrupted(call)).isEqualTo(Outcome.DELIVER);
        assertThat(call.delivery()).isEqualTo(Delivery.RUN);
        assertThat(call.target()).isSameAs(sp.context());
    }

    /** The PE has taken a Secure interrupt to the SPMC, or came for one that is late: others that are signalled by now come later. */
    @ParameterizedTest
    @NullSource
    @EnumSource(names = "SECURE_GROUP_1")
    void aNonSecureInterruptThatComesMeanwhilePreemptsNobody(@Nullable InterruptGroup taken) {
        platform.interrupts()
                .signal(0, OTHERS, InterruptGroup.NONSECURE_GROUP_1)
                .owned(OTHERS, vm)
                .taken(0, taken);
        sp.context().virtual().pend(INTID);
        platform.interrupts().late(sp.context());
        CallModel call = other.call(0).from(other.component());

        assertThat(cycles.interrupted(call)).isEqualTo(Outcome.DELIVER);
        assertThat(call.delivery()).isEqualTo(Delivery.RUN);
        assertThat(call.target()).isSameAs(sp.context());
        assertThat(platform.interrupts().active()).isEmpty();
    }

    /** A PE that came for an SP that is late has not weighed the interrupt that is signalled by now. */
    @Test
    void aSecureInterruptThatComesMeanwhileIsLeftToTheNextLook() {
        platform.interrupts().taken(0, null).late(sp.context());
        sp.context().virtual().pend(OTHERS);
        CallModel call = other.call(0).from(other.component());

        assertThat(cycles.interrupted(call)).isEqualTo(Outcome.DELIVER);
        assertThat(call.target()).isSameAs(sp.context());
        assertThat(platform.interrupts().active()).isEmpty();
    }

    /** Group 0 is for EL3: the SPMD disables what comes, and whoever was interrupted goes on with its registers as they were. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGroup0InterruptIsDisabledByTheSpmdAndTheInterruptedContextGoesOn(boolean owned) {
        platform.interrupts().acknowledge(0, InterruptGroup.SECURE_GROUP_1);
        platform.interrupts().deactivate(0, INTID);
        platform.interrupts().signal(0, GROUP_0, InterruptGroup.GROUP_0);
        if (owned) {
            platform.interrupts().owned(GROUP_0, sp);
        }
        CallModel call = vm.call(0x1234, 1, 2, 3, 4, 5, 6, 7).from(platform.manager(ManagerKind.HYPERVISOR));

        assertThat(cycles.interrupted(call)).isEqualTo(Outcome.COMPLETE);
        assertThat(of(call)).containsExactly(0x1234, 1, 2, 3, 4, 5, 6, 7);
        assertThat(platform.interrupts().signalled(0)).as("acknowledged").isEqualTo(PhysicalInterrupts.SPURIOUS);
        assertThat(platform.interrupts().disabled()).containsExactly(GROUP_0);
        assertThat(platform.interrupts().active()).as("deactivated").isEmpty();
        assertThat(sp.context().virtual().pending()).isFalse();
    }

    /** One that is signalled to EL3 no longer is acknowledged by nobody: another group's stays for its own manager. */
    @Test
    void anInterruptOfAnotherGroupIsLeftToItsManager() {
        platform.interrupts().taken(0, InterruptGroup.GROUP_0);

        assertThat(cycles.interrupted(vm.call(0).from(platform.manager(ManagerKind.HYPERVISOR))))
                .isEqualTo(Outcome.COMPLETE);
        assertThat(platform.interrupts().signalled(0)).isEqualTo(INTID);
        assertThat(platform.interrupts().disabled()).isEmpty();
        assertThat(platform.interrupts().active()).isEmpty();
    }

    @Test
    void whereNothingIsSignalledNorLateNothingHappens() {
        platform.interrupts().acknowledge(0, InterruptGroup.SECURE_GROUP_1);
        CallModel call = other.call(0).from(other.component());

        assertThat(cycles.interrupted(call)).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void theNormalWorldGoesOnIfTheSpHasTakenItMeanwhile() {
        sp.context().takingInterrupts();
        CallModel call = vm.call(INTERRUPT).downTo(ManagerKind.SPMC);

        assertThat(call.handle(cycles)).isEqualTo(Outcome.FORWARD);
        assertThat(of(call)).containsExactly(0x8400007CL, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void anotherSpGoesOnIfTheSpHasTakenItMeanwhile() {
        sp.context().takingInterrupts();
        CallModel call = other.call(0).from(other.component());

        assertThat(cycles.interrupted(call)).isEqualTo(Outcome.COMPLETE);
    }
}
