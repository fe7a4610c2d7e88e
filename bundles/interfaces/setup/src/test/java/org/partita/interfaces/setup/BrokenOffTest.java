package org.partita.interfaces.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.ManagerKind;
import org.partita.lib.fixture.Breaking;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PairModel;
import org.partita.lib.fixture.PlatformModel;

/** A provider throws while a VM's call is with the SPM: the VM can make the same call again. */
final class BrokenOffTest {
    private static final int MAP = 0x84000066;
    private static final int UNMAP = 0x84000067;
    private static final int INFO_GET = 0x84000068;
    private static final long TX = 0x10_0000;
    private static final long RX = 0x20_0000;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm = platform.vm(1).memory(TX, 0x4000_0000L, 1).memory(RX, 0x4001_0000L, 1);
    private final PairModel ofHypervisor = platform.pairOf(ManagerKind.SPMC, 0);
    private final PairModel ofVm = platform.pairOf(ManagerKind.HYPERVISOR, 1);
    private final PairModel ofVmAtSpm = platform.pairOf(ManagerKind.SPMC, 1);
    private final SetupAndDiscovery setup = new SetupAndDiscovery();

    @BeforeEach
    void theHypervisorHasItsPair() {
        platform.sp(0x8001);
        ofHypervisor.mappedAt(0x8000_0000L, 0x8000_1000L);
    }

    private void breaksOff(int time, boolean answered, int function, long... registers) {
        Breaking broken = new Breaking(setup, new Breaking.Fuse(time, answered));
        CallModel call = vm.call(function, registers);
        assertThatIllegalStateException().isThrownBy(() -> call.pass(broken)).withMessage("meant by the test");
    }

    private void succeeds(int function, long... registers) {
        CallModel call = vm.call(function, registers);
        call.pass(setup);
        assertThat(call.refusal()).isEqualTo("null without a rule");
    }

    @ParameterizedTest(name = "answered by the SPM {0}")
    @ValueSource(booleans = {false, true})
    void aPairIsRegisteredWithBothOrNone(boolean answered) {
        breaksOff(1, answered, MAP, TX, RX, 1);

        assertThat(ofVm.mapped() || ofVmAtSpm.mapped() || ofHypervisor.held()).isFalse();
        succeeds(MAP, TX, RX, 1);
        breaksOff(1, answered, UNMAP, 0);
        assertThat(ofVm.mapped()).isEqualTo(ofVmAtSpm.mapped()).isNotEqualTo(answered);
    }

    @ParameterizedTest(name = "time {0} at the SPM, answered {1}")
    @CsvSource({"1, false", "1, true", "2, false", "2, true"})
    void theHypervisorsRxIsEmptyAgain(int time, boolean answered) {
        ofVm.mappedAt(0x4000_0000L, 0x4001_0000L);

        breaksOff(time, answered, INFO_GET);

        assertThat(ofHypervisor.rxFull() || ofHypervisor.held()).isFalse();
        assertThat(ofVm.releaseRx())
                .as("filled before the SPM had its buffer back")
                .isEqualTo(time == 2);
        succeeds(INFO_GET);
    }

    /** What another call has in that buffer is left alone. */
    @ParameterizedTest(name = "answered by the SPM {0}")
    @ValueSource(booleans = {false, true})
    void theListOfAnotherCallStays(boolean answered) {
        ofVm.mappedAt(0x4000_0000L, 0x4001_0000L);
        ofHypervisor.filled();

        breaksOff(1, answered, INFO_GET);

        assertThat(ofHypervisor.rxFull()).isTrue();
    }
}
