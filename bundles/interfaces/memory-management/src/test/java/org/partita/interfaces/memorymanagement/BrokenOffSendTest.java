package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.most;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.lib.fixture.Breaking;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;

/**
 * A provider throws while a VM's transaction is with the SPM: the VM has what it had, and the Hypervisor's TX is free. The
 * region has four ranges, so that its description is sent on in two fragments if TX has 96 bytes.
 */
final class BrokenOffSendTest {
    private static final int SLICED = 2;
    private static final CompositeRegion REGION = CompositeRegion.of(
            range(HEAP, 1), range(HEAP + 0x2000, 1), range(HEAP + 0x4000, 1), range(HEAP + 0x6000, 1));

    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;

    @BeforeEach
    void allFeaturesAreServed() {
        scene.features.fragments().slices(3);
    }

    private MemoryTransaction descriptor(Operation operation, int flags) {
        return sent(vm1, flags, entry(scene.sp1, most(operation), REGION));
    }

    private void breaksOff(CallModel call, Breaking.Fuse fuse) {
        scene.features.serve(call, fuse);
        assertThatIllegalStateException()
                .isThrownBy(() -> call.pass(new Breaking(scene.provider, fuse)))
                .withMessage("meant by the test");
    }

    private void allIsAsBefore(List<String> before, Operation operation) {
        assertThat(scene.state()).isEqualTo(before);
        assertThat(scene.platform.ledger().grants()).isEmpty();
        scene.begun(vm1, operation, descriptor(operation, 0));
    }

    @ParameterizedTest(name = "{0}, TX of {1} bytes, time {2} at the SPM, answered {3}")
    @CsvSource({
        "LEND, 4096, 1, false",
        "LEND, 4096, 1, true",
        "SHARE, 4096, 1, false",
        "SHARE, 4096, 1, true",
        "DONATE, 4096, 1, false",
        "DONATE, 4096, 1, true",
        "LEND, 96, 1, false",
        "LEND, 96, 1, true",
        "LEND, 96, 2, false",
        "LEND, 96, 2, true"
    })
    void whatIsSentOnIsTakenBack(Operation operation, int room, int time, boolean answered) {
        scene.ofHypervisor.shrunkTo(room);
        List<String> before = scene.state();
        long size = scene.transmit(vm1, descriptor(operation, 0));

        breaksOff(vm1.call(Scene.function(operation), size, size), new Breaking.Fuse(time, answered));

        allIsAsBefore(before, operation);
    }

    /** Four ranges are taken from the VM in two slices; then the SPM zeroes four pages in two. */
    @ParameterizedTest(name = "resumed {0} times before, answered {1}")
    @CsvSource({"1, false", "1, true", "2, false", "2, true"})
    void whatIsResumedAtTheSpmIsTakenBack(int resumed, boolean answered) {
        List<String> before = scene.state();
        CallModel call = scene.call(vm1, Operation.LEND, descriptor(Operation.LEND, SLICED | 1));
        long handle = Sliced.paused(call);
        for (int i = 1; i < resumed; i++) {
            assertThat(Sliced.paused(Sliced.resume(scene, vm1, handle))).isEqualTo(handle);
        }

        breaksOff(vm1.call(Transmission.RESUME, handle & 0xFFFF_FFFFL, handle >>> 32), new Breaking.Fuse(1, answered));

        List<String> after = scene.state();
        assertThat(after.removeLast()).startsWith("zeroed");
        assertThat(after).isEqualTo(before.subList(0, before.size() - 1));
        scene.begun(vm1, Operation.LEND, descriptor(Operation.LEND, 0));
    }
}
