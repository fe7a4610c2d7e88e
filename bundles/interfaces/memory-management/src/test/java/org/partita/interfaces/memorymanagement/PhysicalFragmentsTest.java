package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Transmission.FRAG_RX;
import static org.partita.interfaces.memorymanagement.Transmission.FRAG_TX;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Grant;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** Fragments at the Non-secure physical instance (FF-A 12.2.2.3 item 5): the test is the Hypervisor, for VM 1 or itself. */
final class PhysicalFragmentsTest {
    private static final long OF_VM1 = 0x0001_0000L;
    /** As the Hypervisor describes them: physical. 128 bytes with the rest. */
    private static final CompositeRegion FOUR = CompositeRegion.of(
            range(0x8100_2000L, 1), range(0x8100_8000L, 2), range(0x8100_5000L, 1), range(0x8100_C000L, 1));

    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel sp1 = scene.sp1;
    private List<String> before = List.of();

    @BeforeEach
    void fragmentsAreServed() {
        scene.features.fragments();
    }

    private CallModel arrived(CallModel call) {
        before = scene.state();
        scene.features.serve(call);
        assertThat(call.pass(ManagerKind.SPMC, scene.provider)).isEqualTo(Outcome.COMPLETE);
        return call;
    }

    private CallModel forVm(int function, long... registers) {
        return arrived(vm1.call(function, registers));
    }

    private CallModel own(int function, long... registers) {
        return arrived(CallModel.ofManager(scene.platform, ManagerKind.HYPERVISOR, function, registers));
    }

    private void refused(CallModel call, String refusal) {
        Refusal.of(call.refusal()).is(refusal);
        assertThat(scene.state()).isEqualTo(before);
    }

    private byte[] descriptor() {
        return sent(vm1, 0, entry(sp1, DataAccess.READ_WRITE, FOUR)).encoded();
    }

    private void put(byte[] descriptor, int from, int to) {
        scene.ofHypervisor.writeTx(0, MemorySegment.ofArray(Arrays.copyOfRange(descriptor, from, to)));
    }

    /** The first 96 bytes of 128. */
    private CallModel first() {
        put(descriptor(), 0, 96);
        CallModel asked = forVm(Scene.function(Operation.LEND), 128, 96);
        assertThat(asked.registers.function()).isEqualTo(FRAG_RX);
        assertThat(asked.registers.x(3)).isEqualTo(96);
        return asked;
    }

    @Shows({"FFA-12.2.2.3-14", "FFA-12.2.2.3-18", "FFA-12.2.2.3-19", "FFA-12.2.1.1-2"})
    @Test
    void theIdOfTheOwnerGoesWithTheFragments() {
        CallModel asked = first();
        assertThat(asked.registers.x(4)).isEqualTo(OF_VM1);
        long handle = Transmission.handle(asked);
        put(descriptor(), 96, 97);
        CallModel again = forVm(FRAG_TX, handle, 0, 1, OF_VM1);
        assertThat(again.registers.function()).isEqualTo(FRAG_RX);
        assertThat(again.registers.x(3)).isEqualTo(97);
        assertThat(again.registers.x(4)).isEqualTo(OF_VM1);
        put(descriptor(), 97, 128);

        CallModel last = forVm(FRAG_TX, handle, 0, 31, OF_VM1);

        assertThat(Scene.handle(last)).isEqualTo(handle).isPositive();
        Grant grant = scene.platform.ledger().find(handle);
        assertThat(grant).isNotNull();
        assertThat(grant.ranges()).isEqualTo(FOUR.ranges());
        assertThat(scene.state(vm1, 0x8100_2000L)).isEqualTo(AccessState.OWNER_NO_ACCESS);
    }

    @Shows({"FFA-12.2.2.3-18", "FFA-12.2.2.5-4", "FFA-12.2.2.5-10"})
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 0x0001_0001, 0x0002_0000, 0x8001_0000L})
    void aFragmentWithAnotherIdIsRefused(long id) {
        CallModel asked = first();
        put(descriptor(), 96, 128);

        refused(forVm(FRAG_TX, Transmission.handle(asked), 0, 32, id), "INVALID_PARAMETERS FFA-12.2.2.5-4");
        Scene.handle(forVm(FRAG_TX, Transmission.handle(asked), 0, 32, OF_VM1));
    }

    @Shows("FFA-12.2.2.5-2")
    @Test
    void theHypervisorSendsForItselfNothingThatIsAVms() {
        CallModel asked = first();

        refused(own(FRAG_TX, Transmission.handle(asked), 0, 32, OF_VM1), "INVALID_PARAMETERS FFA-12.2.2.5-2");
    }

    @Shows({"FFA-12.2.2.3-22", "FFA-12.2.2.3-24"})
    @Test
    void aBufferThatCannotBeReadAborts() {
        List<String> start = scene.state();
        CallModel asked = first();
        scene.platform.withoutMemoryAt(0x8000_1000L);

        CallModel call = forVm(FRAG_TX, Transmission.handle(asked), 0, 32, OF_VM1);

        assertThat(scene.state()).isEqualTo(start);
        Refusal.of(call.refusal()).is("ABORTED PARTITA-memory-fault");
    }

    // ---- what the Hypervisor asks for itself (FF-A 11.4.3)

    private long shared() {
        CompositeRegion region = CompositeRegion.of(
                range(HEAP + 0x2000, 1), range(HEAP + 0x8000, 2), range(HEAP + 0x5000, 1), range(HEAP + 0xC000, 1));
        return scene.begun(vm1, Operation.SHARE, sent(Operation.SHARE, vm1, region, sp1));
    }

    /** The first fragment of the description; RX is released. */
    private byte[] asked(long handle) {
        put(MemoryTransaction.request(handle).encoded(), 0, 32);
        CallModel call = own(Scene.function(Operation.RETRIEVE), 32, 32);
        assertThat(call.registers.function()).isEqualTo(0x84000075);
        assertThat(call.registers.x(1)).isEqualTo(128);
        return received(call.registers.x(2));
    }

    private byte[] received(long length) {
        assertThat(scene.ofHypervisor.releaseRx()).isTrue();
        return scene.ofHypervisor.rxContents().asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    @Shows({"FFA-12.2.2.3-15", "FFA-12.2.2.3-5", "FFA-12.2.2.4-10", "FFA-12.2.1.1-4"})
    @Test
    void theHypervisorGetsADescriptionInFragments() {
        long handle = shared();
        List<String> start = scene.state();
        scene.ofHypervisor.shrunkTo(56);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(asked(handle));
        while (all.size() < 128) {
            CallModel call = own(FRAG_RX, handle, 0, all.size(), OF_VM1);
            assertThat(call.refusal()).isEqualTo("null without a rule");
            assertThat(call.registers.function()).isEqualTo(FRAG_TX);
            assertThat(Transmission.handle(call)).isEqualTo(handle);
            assertThat(call.registers.x(4)).isEqualTo(OF_VM1);
            all.writeBytes(received(call.registers.x(3)));
        }

        MemoryTransaction description = MemoryTransaction.decode(MemorySegment.ofArray(all.toByteArray()));
        assertThat(description.sender()).isEqualTo(1);
        assertThat(Scene.ranges(description)).isEqualTo(FOUR.ranges());
        assertThat(scene.state().stream().filter(s -> !s.contains(" out,")).toList())
                .isEqualTo(start);
    }

    @Shows({"FFA-12.2.2.3-15", "FFA-12.2.2.4-5"})
    @ParameterizedTest
    @CsvSource({"0", "1", "0x00010001", "0x00020000", "0x80010000"})
    void aRequestWithAnotherIdIsRefused(long id) {
        long handle = shared();
        scene.ofHypervisor.shrunkTo(56);
        asked(handle);

        refused(own(FRAG_RX, handle, 0, 56, id), "INVALID_PARAMETERS FFA-12.2.2.4-5");
        assertThat(own(FRAG_RX, handle, 0, 56, OF_VM1).registers.function()).isEqualTo(FRAG_TX);
    }

    @Shows("FFA-12.2.2.4-2")
    @Test
    void aDescriptionForTheHypervisorIsNoVms() {
        long handle = shared();
        scene.ofHypervisor.shrunkTo(56);
        asked(handle);

        refused(forVm(FRAG_RX, handle, 0, 56, OF_VM1), "INVALID_PARAMETERS FFA-12.2.2.4-2");
    }

    @Test
    void aDescriptionForTheHypervisorHoldsNobodyUp() {
        long handle = shared();
        scene.ofHypervisor.shrunkTo(56);
        asked(handle);

        scene.retrieved(sp1, Scene.wanted(vm1, handle, sp1));
        Scene.succeeded(scene.relinquish(sp1, handle));
        Scene.succeeded(scene.reclaim(vm1, handle, 0));
    }
}
