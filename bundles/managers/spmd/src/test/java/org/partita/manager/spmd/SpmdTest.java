package org.partita.manager.spmd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.partita.api.call.Component;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FunctionId;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Shows;

final class SpmdTest {
    private static final int REQUEST = 0x8400006F;
    private static final int RESPONSE = 0x84000070;
    private static final int FEATURES = 0x84000064;
    private static final int ERROR = 0x84000060;
    private static final int PSCI_CPU_ON = 0xC4000003;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm = platform.vm(1);
    private final EndpointModel sp = platform.sp(0x8001);
    private final Component hypervisor = platform.manager(ManagerKind.HYPERVISOR);
    private final Component spmc = platform.manager(ManagerKind.SPMC);
    private final Spmd spmd = new Spmd();

    private void goesTo(CallModel call, Component where) {
        assertThat(spmd.receive(call)).isEqualTo(Outcome.FORWARD);
        assertThat(call.next()).isSameAs(where);
    }

    private void staysHere(CallModel call) {
        assertThat(spmd.receive(call)).isEqualTo(Outcome.PROCEED);
    }

    @Shows("FFA-2.2-6")
    @Test
    void callsOfTheNormalWorldGoToTheSpmc() {
        FunctionId[] forwarded = {
            FunctionId.FFA_RX_RELEASE,
            FunctionId.FFA_RXTX_MAP,
            FunctionId.FFA_RXTX_UNMAP,
            FunctionId.FFA_PARTITION_INFO_GET,
            FunctionId.FFA_RUN,
            FunctionId.FFA_MEM_SHARE
        };
        for (FunctionId function : forwarded) {
            goesTo(vm.call(function.id32()).from(hypervisor), spmc);
        }
    }

    @Shows({"FFA-8.1.3-4", "FFA-8.7-2", "FFA-8.7-4"})
    @Test
    void itAnswersWhatAsksAboutItselfAtBothPhysicalInstances() {
        for (int function : new int[] {0x84000063, 0x84000069}) {
            staysHere(vm.call(function).from(hypervisor));
            staysHere(sp.call(function).from(spmc));
        }
    }

    @Shows("FFA-8.2-6")
    @Test
    void featuresOfWhatTheSpmcImplementsAreTheSpmcsToTell() {
        goesTo(vm.call(FEATURES, 0xC4000066L).from(hypervisor), spmc);
        goesTo(vm.call(FEATURES, 0x8400006FL).from(hypervisor), spmc);
        staysHere(vm.call(FEATURES, 0x84000063L).from(hypervisor));
        staysHere(vm.call(FEATURES, 0x84000060L).from(hypervisor));
        staysHere(vm.call(FEATURES, 0x12345678L).from(hypervisor));
        staysHere(sp.call(FEATURES, 0x8400006FL).from(spmc));
    }

    @Shows({"FFA-2.2-6", "FFA-2.2-7"})
    @Test
    void directMessagesGoToTheManagerOfTheirDestination() {
        for (int function : new int[] {REQUEST, RESPONSE}) {
            goesTo(vm.call(function, 0x0001_8001).from(hypervisor), spmc);
            goesTo(sp.call(function, 0x8001_0001L).from(spmc), hypervisor);
        }
    }

    @Shows("FFA-4.4-17")
    @Test
    void directMessagesToTheOsKernelAreDeliveredHere() {
        for (PlatformModel p : new PlatformModel[] {PlatformModel.withKernel(), PlatformModel.withMergedSpm()}) {
            EndpointModel s = p.sp(0x8001);
            Component core = p.manager(ManagerKind.SPMC);
            staysHere(s.call(REQUEST, 0x8001_0000L).from(core));
            goesTo(p.kernel().call(REQUEST, 0x0000_8001).from(p.kernel().component()), core);
        }
    }

    @Test
    void messagesThatNobodyCanGetAreValidatedAtTheSpmsEndOfTheCall() {
        goesTo(vm.call(REQUEST, 0x0001_0009).from(hypervisor), spmc);
        goesTo(vm.call(REQUEST, 0x0001_0001).from(hypervisor), spmc);
        staysHere(sp.call(REQUEST, 0x8001_0009L).from(spmc));
    }

    @Shows("FFA-10.2-17")
    @Test
    void theErrorOfAnAbortedReceiverGoesToTheManagerOfTheRequester() {
        sp.context().serves(vm.context());
        goesTo(sp.call(ERROR).from(spmc), hypervisor);

        EndpointModel vm2 = platform.vm(2);
        vm2.context().serves(platform.sp(0x8002).context());
        goesTo(vm2.call(ERROR).from(hypervisor), spmc);

        PlatformModel bare = PlatformModel.withKernel();
        EndpointModel s = bare.sp(0x8001);
        s.context().serves(bare.kernel().context());
        staysHere(s.call(ERROR).from(bare.manager(ManagerKind.SPMC)));
    }

    @Test
    void theAbortOfTheOsKernelIsForwardedToItsRequester() {
        PlatformModel bare = PlatformModel.withKernel();
        bare.kernel().context().serves(bare.sp(0x8001).context());
        CallModel call = bare.kernel().call(ERROR).from(bare.kernel().component());

        assertThat(spmd.forward(call)).isEqualTo(Outcome.FORWARD);
        assertThat(call.next()).isSameAs(bare.manager(ManagerKind.SPMC));
    }

    @Shows("FFA-3.5.3-4")
    @Test
    void anErrorThatTheOsKernelItselfReportsIsItsManagersBusiness() {
        PlatformModel bare = PlatformModel.withKernel();

        staysHere(bare.kernel().call(ERROR).from(bare.kernel().component()));
    }

    @Shows("FFA-2.4-15")
    @Test
    void aCallThatIsNotFfaIsNotForwarded() {
        CallModel call = vm.call(PSCI_CPU_ON).from(hypervisor);

        assertThat(spmd.receive(call)).isEqualTo(Outcome.COMPLETE);
        assertThat(call.registers.x0).isEqualTo(0xFFFFFFFFL);
    }
}
