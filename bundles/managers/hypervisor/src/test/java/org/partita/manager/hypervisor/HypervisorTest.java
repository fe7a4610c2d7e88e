package org.partita.manager.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Registers;
import org.partita.api.provider.ManagerBoot;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Shows;

final class HypervisorTest {
    private static final int SUCCESS = 0x84000061;
    private static final int ERROR = 0x84000060;
    private static final int ID_GET = 0x84000069;
    private static final int HVC_OF_ITS_OWN = 0xC6000001;
    private static final int UNALLOCATED = 0x8400007F;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm = platform.vm(1);
    private final Hypervisor hypervisor = new Hypervisor();
    private final Registers registers = new Registers();
    private final ManagerBoot boot = new Buffers(0x8_0000_0000L, 0x8_0001_0000L, 2);

    private record Buffers(long rxAddress, long txAddress, int pages) implements ManagerBoot {}

    @Test
    void callsOfVmsAndMessagesFromTheSpmAreAnsweredHere() {
        assertThat(hypervisor.receive(vm.call(ID_GET).from(vm.component()))).isEqualTo(Outcome.PROCEED);
        assertThat(hypervisor.receive(vm.call(ID_GET).downTo(ManagerKind.HYPERVISOR)))
                .isEqualTo(Outcome.PROCEED);
    }

    @Test
    void whatIsNotForAVmGoesToTheSpm() {
        CallModel call = vm.call(ID_GET).from(vm.component());

        assertThat(hypervisor.forward(call)).isEqualTo(Outcome.FORWARD);
        assertThat(call.next()).isSameAs(platform.component(ManagerKind.SPMD));
    }

    @Shows("FFA-2.4-15")
    @Test
    void unknownFunctionsGetTheAnswerOfTheirOwnConvention() {
        CallModel foreign = vm.call(HVC_OF_ITS_OWN).from(vm.component());
        assertThat(hypervisor.receive(foreign)).isEqualTo(Outcome.COMPLETE);
        assertThat(foreign.registers.x0).isEqualTo(0xFFFFFFFFL);

        CallModel unallocated = vm.call(UNALLOCATED).from(vm.component());
        assertThat(hypervisor.receive(unallocated)).isEqualTo(Outcome.COMPLETE);
        assertThat(unallocated.refusal()).isEqualTo("NOT_SUPPORTED FFA-2.4-15");
    }

    @Shows({"FFA-4.2.2.2-6", "FFA-2.8-6"})
    @Test
    void itMeetsTheSpmBeforeAnyVmRuns() {
        assertThat(hypervisor.bootCall(0, registers, boot)).isTrue();
        assertThat(registers).hasToString("FFA_VERSION x1=0x10000 x2=0x0 x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0");

        registers.set(0x10000, 0);
        assertThat(hypervisor.bootCall(1, registers, boot)).isTrue();
        assertThat(registers.function()).isEqualTo(0xC4000066);
        assertThat(registers.x1).isEqualTo(boot.txAddress());
        assertThat(registers.x2).isEqualTo(boot.rxAddress());
        assertThat(registers.x3).isEqualTo(2);

        registers.set(SUCCESS, 0);
        assertThat(hypervisor.bootCall(2, registers, boot)).isTrue();
        assertThat(registers).hasToString("FFA_PARTITION_INFO_GET x1=0x0 x2=0x0 x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0");

        registers.set(SUCCESS, 0, 3, 0, 0, 0, 0, 0);
        assertThat(hypervisor.bootCall(3, registers, boot)).isTrue();
        assertThat(registers).hasToString("FFA_RX_RELEASE x1=0x0 x2=0x0 x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0");

        registers.set(SUCCESS, 0);
        assertThat(hypervisor.bootCall(4, registers, boot)).isFalse();
    }

    @Shows("FFA-8.4-12")
    @ParameterizedTest
    @CsvSource({"0x80000000, 0xfffff000, 0x84000066", "0x80000000, 0x100000000, 0xc4000066"})
    void itMapsBuffersBelow4GibByTheCallThatAnSpmcInAArch32HasToo(String rx, String tx, String function) {
        registers.set(0x10000, 0);
        assertThat(hypervisor.bootCall(1, registers, new Buffers(Long.decode(rx), Long.decode(tx), 1)))
                .isTrue();
        assertThat(registers.function()).isEqualTo(Long.decode(function).intValue());
        assertThat(registers.x1).isEqualTo(Long.decode(tx));
        assertThat(registers.x2).isEqualTo(Long.decode(rx));
    }

    @Shows("FFA-8.1.2-6")
    @Test
    void itStopsWhereTheSpmIsIncompatibleOrRefuses() {
        registers.set(0, 0).x0 = 0xFFFFFFFFL;
        assertThat(hypervisor.bootCall(1, registers, boot)).isFalse();
        registers.set(0x20000, 0);
        assertThat(hypervisor.bootCall(1, registers, boot)).isFalse();
        registers.set(0x10000, 0);
        assertThat(hypervisor.bootCall(1, registers, new Buffers(0, 0, 0))).isFalse();
        for (int step = 2; step < 4; step++) {
            registers.set(ERROR, 0, 0xFFFFFFFAL, 0, 0, 0, 0, 0);
            assertThat(hypervisor.bootCall(step, registers, boot)).isFalse();
        }
    }
}
