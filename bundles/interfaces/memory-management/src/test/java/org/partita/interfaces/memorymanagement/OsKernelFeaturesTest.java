package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Sliced.paused;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** The features of FF-A 12.2 for an OS kernel, which has the ID 0 and describes its pages by physical addresses. */
final class OsKernelFeaturesTest {
    private static final List<ConstituentRange> FOUR =
            List.of(range(0x8400_0000L, 1), range(0x8400_8000L, 2), range(0x8400_4000L, 1), range(0x8401_0000L, 1));
    private static final long BUFFER = 0x8500_0000L;

    private final PlatformModel platform =
            PlatformModel.withKernel().ram(0x600_0000L, 0x100_0000L, true).ram(0x8000_0000L, 0x1000_0000L, false);
    private final EndpointModel kernel = platform.kernel();
    private final EndpointModel sp = platform.sp(0x8001);
    private final MemoryManagement provider = Scene.configured(0);
    private final Features features = new Features().fragments();
    private List<Holding> before = List.of();

    @BeforeEach
    void bothHaveBuffers() {
        sp.owns(new Mapping(0x10_0000, 0x610_0000L, 16, true, true, false, true, false, "heap"));
        platform.pairOf(ManagerKind.SPMC, 0x8001).mappedAt(0x610_E000L, 0x610_F000L);
        platform.pairOf(ManagerKind.SPMC, 0).mappedAt(0x8000_0000L, 0x8000_1000L);
        kernel.memory(BUFFER, BUFFER, 4);
        before = platform.ledger().holdings();
    }

    private CallModel call(int function, long... registers) {
        CallModel call = kernel.call(function, registers);
        features.serve(call);
        assertThat(call.pass(ManagerKind.SPMC, provider)).isEqualTo(Outcome.COMPLETE);
        return call;
    }

    private static byte[] descriptor(Operation operation, int flags) {
        EndpointAccess entry = new EndpointAccess(
                0x8001, Scene.most(operation), InstructionAccess.NOT_SPECIFIED, CompositeRegion.of(FOUR));
        return new MemoryTransaction(0, MemoryAttributes.NOT_SPECIFIED, flags, 0, Scene.TAG, List.of(entry)).encoded();
    }

    private void put(byte[] descriptor, int from, int to) {
        platform.pairOf(ManagerKind.SPMC, 0)
                .writeTx(0, MemorySegment.ofArray(Arrays.copyOfRange(descriptor, from, to)));
    }

    private void granted(long handle) {
        Grant grant = platform.ledger().find(handle);
        assertThat(grant).isNotNull();
        assertThat(grant.ranges()).isEqualTo(FOUR);
        assertThat(grant.sender()).isZero();
        assertThat(platform.operations().all()).isEmpty();
        assertThat(platform.pairOf(ManagerKind.SPMC, 0).held()).isFalse();
    }

    @Shows({"FFA-12.2.2.3-10", "FFA-12.2.2.3-14", "FFA-12.2.2.3-19", "FFA-12.2.2.5-4"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aKernelSendsInFragments(Operation operation) {
        byte[] descriptor = descriptor(operation, 0);
        put(descriptor, 0, 70);
        CallModel asked = call(Scene.function(operation), 128, 70);
        Transmission.requested(asked, 70);
        long handle = Transmission.handle(asked);
        assertThat(handle).isPositive();
        put(descriptor, 70, 128);

        CallModel other = call(Transmission.FRAG_TX, handle, 0, 58, 0x0001_0000);
        Refusal.of(other.refusal()).is("INVALID_PARAMETERS FFA-12.2.2.5-4");
        assertThat(Scene.handle(call(Transmission.FRAG_TX, handle, 0, 58, 0))).isEqualTo(handle);
        granted(handle);
    }

    @Shows({"FFA-12.2.1.2-1", "FFA-12.2.1.3-5", "FFA-12.2.1.3-8", "FFA-12.2.1.3-2"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aKernelGivesThePhysicalAddressOfItsBuffer(Operation operation) {
        features.buffers(4);
        byte[] descriptor = descriptor(operation, 0);
        System.arraycopy(descriptor, 0, platform.page(BUFFER), 0, 128);

        long handle = Scene.handle(call(Scene.function(operation), 128, 128, BUFFER, 1));
        granted(handle);
        // RX, memory of the Secure world, of nobody, of an SP
        for (long address : new long[] {0x8000_0000L, 0x600_0000L, 0x1000, 0x610_0000L}) {
            CallModel refused = call(Scene.function(operation), 128, 128, address, 1);
            Refusal.of(refused.refusal()).is("INVALID_PARAMETERS FFA-12.2.1.3-2");
        }
    }

    @Shows({"FFA-12.2.3.3-3", "FFA-12.2.3.3-5", "FFA-12.2.3.3-11", "FFA-12.2.3.3-12"})
    @Test
    void aKernelHasSlices() {
        features.slices(1);
        put(descriptor(Operation.LEND, 3), 0, 128);
        CallModel call = call(Scene.function(Operation.LEND), 128, 128);
        long handle = paused(call);
        // five pages are zeroed; nobody manages how the kernel maps them
        for (int i = 0; i < 4; i++) {
            assertThat(paused(call)).isEqualTo(handle);
            call = call(Transmission.RESUME, handle);
        }
        assertThat(Scene.handle(call)).isEqualTo(handle);
        granted(handle);
        assertThat(platform.zeroed()).hasSize(5);

        call = call(Scene.RECLAIM, handle, 0, 3);
        while (call.registers.function() == Transmission.PAUSE) {
            assertThat(paused(call)).isEqualTo(handle);
            call = call(Transmission.RESUME, handle);
        }
        Scene.succeeded(call);
        assertThat(platform.ledger().holdings()).isEqualTo(before);
    }

    @Shows("FFA-12.2.2.3-24")
    @Test
    void aKernelThatIsTerminatedLeavesNothing() {
        features.slices(2);
        put(descriptor(Operation.LEND, 3), 0, 128);
        paused(call(Scene.function(Operation.LEND), 128, 128));
        Transmission.requested(call(Scene.function(Operation.LEND), 128, 96), 96);
        assertThat(platform.operations().all()).hasSize(2);

        platform.operations().terminated(0);

        assertThat(platform.operations().all()).isEmpty();
        assertThat(platform.ledger().holdings()).isEqualTo(before);
        assertThat(platform.ledger().grants()).isEmpty();
        assertThat(platform.ledger().holdings().stream()
                        .filter(h -> h.base() <= 0x8400_0000L)
                        .toList()
                        .getLast()
                        .state(0))
                .isEqualTo(AccessState.OWNER_EXCLUSIVE);
    }
}
