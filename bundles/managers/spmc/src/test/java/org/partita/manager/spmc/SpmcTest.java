package org.partita.manager.spmc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.partita.api.call.Boundary;
import org.partita.api.call.Component;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Shows;

final class SpmcTest {
    private static final int ID_GET = 0x84000069;
    private static final int RXTX_MAP_64 = 0xC4000066;
    private static final int PSCI_VERSION = 0x84000000;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel sp = platform.sp(0x8001);
    private final Spmc spmc = new Spmc();

    @Shows("FFA-2.2-3")
    @Test
    void callsOfSpsAndOfTheNormalWorldAreAnsweredHere() {
        assertThat(spmc.receive(sp.call(ID_GET).from(sp.component()))).isEqualTo(Outcome.PROCEED);
        assertThat(spmc.receive(sp.call(ID_GET).downTo(ManagerKind.SPMC))).isEqualTo(Outcome.PROCEED);
    }

    @Shows("FFA-2.2-4")
    @Test
    void whatIsForTheNormalWorldGoesToTheSpmd() {
        CallModel call = sp.call(ID_GET).from(sp.component());

        assertThat(spmc.forward(call)).isEqualTo(Outcome.FORWARD);
        assertThat(call.next()).isSameAs(platform.component(ManagerKind.SPMD));
    }

    @Shows("FFA-6-4")
    @Test
    void anSpInTheSameAArch32ModeHasNo64BitCall() {
        Component manager = new Component("SPMC", ExceptionLevel.SECURE_SUPERVISOR, ManagerKind.SPMC, 0x8000);
        Component resident = new Component("resident", ExceptionLevel.SECURE_SUPERVISOR, null, 0x8001);
        resident.join(new Boundary(resident, manager, null));

        CallModel wide = sp.call(RXTX_MAP_64, 0x6000000L).from(resident);
        assertThat(spmc.receive(wide)).isEqualTo(Outcome.COMPLETE);
        assertThat(wide.refusal()).isEqualTo("NOT_SUPPORTED FFA-6-4");

        CallModel narrow = sp.call(ID_GET, 0xF_0000_0001L).from(resident);
        assertThat(spmc.receive(narrow)).isEqualTo(Outcome.PROCEED);
        assertThat(narrow.registers.x1).isEqualTo(1);
    }

    @Shows("FFA-2.4-15")
    @Test
    void aCallThatIsNotFfaIsNotCompletedWithAnFfaFunction() {
        CallModel call = sp.call(PSCI_VERSION, 1, 2).from(sp.component());

        assertThat(spmc.receive(call)).isEqualTo(Outcome.COMPLETE);
        assertThat(call.registers.x0).isEqualTo(0xFFFFFFFFL);
        assertThat(call.registers.x1).isZero();
    }
}
