package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.StreamScene.C001;
import static org.partita.interfaces.memorymanagement.StreamScene.C004;
import static org.partita.interfaces.memorymanagement.StreamScene.N4001;
import static org.partita.interfaces.memorymanagement.StreamScene.entry;
import static org.partita.interfaces.memorymanagement.StreamScene.page;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

/** Independent devices are Receivers without calling anything (FF-A 5.2.1, 11.1.1.2 item 11, 11.7.1.2 item 3). */
final class IndependentDevicesTest {
    private final StreamScene streams = new StreamScene();
    private final Scene scene = streams.scene;
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel sp1 = scene.sp1;

    private EndpointModel sender(int id) {
        return (EndpointModel) scene.platform.endpoint(id);
    }

    /** Table 5.7 rows 2, 3 and 5. */
    @Shows({"FFA-11.1.1.2-12", "FFA-11.2.1.2-12", "FFA-11.3.1.2-12", "FFA-11.1.1.2-14", "FFA-11.2.1.2-14"})
    @Shows({"FFA-11.3.1.2-14", "FFA-5.5.1-12", "FFA-5.5.1-13", "FFA-5.5.1-15", "FFA-5.2.1-8"})
    @ParameterizedTest
    @CsvSource({
        "1, 0x4001, LEND", "1, 0x4001, SHARE", "1, 0x4001, DONATE",
        "1, 0xc001, LEND", "1, 0xc001, SHARE", "1, 0xc001, DONATE",
        "0x8001, 0xc001, LEND", "0x8001, 0xc001, SHARE", "0x8001, 0xc001, DONATE"
    })
    void theRegionIsMappedWithinTheSendersCall(String from, String to, Operation operation) {
        EndpointModel sender = sender(Integer.decode(from));
        int device = Integer.decode(to);
        long physical = page(sender);

        long handle = streams.begun(sender, operation, device);

        assertThat(handle < 0).as("allocated by the Hypervisor").isEqualTo(device == N4001);
        assertThat(streams.stage2(device))
                .containsExactly(new Mapping(
                        physical,
                        physical,
                        1,
                        true,
                        true,
                        false,
                        sender.secure(),
                        false,
                        streams.stage2(device).getFirst().name()));
        assertThat(streams.state(device, physical))
                .isEqualTo(
                        switch (operation) {
                            case DONATE -> AccessState.OWNER_EXCLUSIVE;
                            case LEND -> AccessState.NOT_OWNER_EXCLUSIVE;
                            default -> AccessState.NOT_OWNER_SHARED;
                        });
        assertThat(streams.state(sender.id(), physical))
                .isEqualTo(
                        switch (operation) {
                            case DONATE -> AccessState.NOT_OWNER_NO_ACCESS;
                            case LEND -> AccessState.OWNER_NO_ACCESS;
                            default -> AccessState.OWNER_SHARED;
                        });
        assertThat(scene.platform.device(device).described())
                .singleElement()
                .extracting(Grant::handle)
                .isEqualTo(handle);
    }

    @Shows({"FFA-11.2.1.2-14", "FFA-11.7.1.2-3"})
    @Test
    void severalDevicesShareWhatIsLentToThem() {
        long handle = streams.begun(sp1, Operation.LEND, C001, C004, 0x8002);

        long physical = page(sp1);
        assertThat(List.of(streams.state(C001, physical), streams.state(C004, physical)))
                .containsOnly(AccessState.NOT_OWNER_SHARED);
        assertThat(streams.state(0x8002, physical)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        scene.retrieved(scene.sp2, Scene.wanted(sp1, handle, scene.sp2));
        scene.refused(scene.reclaim(sp1, handle, 0), "DENIED FFA-11.7.1.2-3");
    }

    @Test
    void aDeviceKeepsTheRegionIfThereIsNoRoomToReclaimItInSlices() {
        scene.features.slices(1);
        long handle = streams.begun(sp1, Operation.LEND, C001);
        for (int i = 0; i < 16; i++) {
            long page = Scene.HEAP + (2 + 3L * i) * 0x1000;
            CompositeRegion two = CompositeRegion.of(Scene.range(page, 1), Scene.range(page + 0x2000, 1));
            EndpointAccess borrower = entry(scene.sp2.id(), DataAccess.READ_WRITE, two);
            Sliced.paused(scene.call(sp1, Operation.LEND, Scene.sent(sp1, 2, borrower)));
        }

        scene.refused(scene.reclaim(sp1, handle, 2), "NO_MEMORY PARTITA-operations");

        assertThat(streams.stage2(C001)).hasSize(1);
        assertThat(streams.state(C001, page(sp1))).isEqualTo(AccessState.NOT_OWNER_EXCLUSIVE);
        Scene.succeeded(scene.reclaim(sp1, handle, 0));
        assertThat(streams.stage2(C001)).isEmpty();
    }

    @Shows({"FFA-11.7.1.2-5", "FFA-5.9.2-6"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void theOwnerReclaimsWhatTheDeviceRelinquishes(Operation operation) {
        long handle = streams.begun(sp1, operation, C001, C004);
        scene.platform.device(C004).busy(true);

        scene.refused(scene.reclaim(sp1, handle, 0), "DENIED FFA-11.7.1.2-5");
        assertThat(streams.stage2(C001)).hasSize(1);

        scene.platform.device(C004).busy(false);
        Scene.succeeded(scene.reclaim(sp1, handle, 1));
        assertThat(streams.stage2(C001)).isEmpty();
        assertThat(streams.stage2(C004)).isEmpty();
        assertThat(streams.state(sp1.id(), page(sp1))).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        assertThat(scene.platform.zeroed()).contains(Scene.range(page(sp1), 1));
    }

    @Shows({"FFA-5.6.2-4", "FFA-11.2.1.2-4", "FFA-11.7.1.2-1"})
    @Test
    void whatIsDonatedIsTheDevicesForGood() {
        long handle = streams.begun(sp1, Operation.DONATE, C001);

        scene.refused(scene.reclaim(sp1, handle, 0), "INVALID_PARAMETERS FFA-11.7.1.2-1");
        scene.refused(
                scene.call(sp1, Operation.LEND, StreamScene.sent(Operation.LEND, sp1, C004)), "DENIED FFA-11.2.1.2-4");
    }

    /** Nobody but a PE endpoint is a Sender. */
    @Shows({"FFA-5.5.1-3", "FFA-11.1.1.2-2", "FFA-11.2.1.2-2", "FFA-11.3.1.2-2"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aSepidIsNoSender(Operation operation) {
        streams.begun(sp1, Operation.DONATE, C001);
        var t = StreamScene.sent(operation, sp1, 0x8002);
        var forged = new org.partita.api.descriptor.MemoryTransaction(
                C001, t.attributes(), t.flags(), t.handle(), t.tag(), t.endpoints());

        streams.refused(streams.call(sp1, operation, forged), "DENIED FFA-11." + (operation.ordinal() + 1) + ".1.2-2");
    }

    @Shows({"FFA-5.5.1-17", "FFA-11.1.1.2-3", "FFA-11.2.1.2-3", "FFA-11.3.1.2-3"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void anSpGivesNothingToANonSecureSepid(Operation operation) {
        for (int sepid : new int[] {N4001, StreamScene.N4002}) {
            streams.refused(
                    streams.call(sp1, operation, StreamScene.sent(operation, sp1, sepid)),
                    "DENIED FFA-11." + (operation.ordinal() + 1) + ".1.2-3");
        }
    }

    @Shows({"FFA-5.12.3.3-3", "FFA-5.5.1-3"})
    @Test
    void aSepidThatNobodyHasIsNoReceiver() {
        streams.refused(
                streams.call(sp1, Operation.LEND, StreamScene.sent(Operation.LEND, sp1, 0xC00F)),
                "INVALID_PARAMETERS FFA-5.12.3.3-3");
    }

    // ---- what the Sender may say

    private void readOnlyHeap() {
        vm1.owns(new Mapping(0x80_0000L, 0x8900_0000L, 1, true, false, false, false, false, "read-only"));
    }

    @Shows({"FFA-5.11.2-12", "FFA-5.11.2-14", "FFA-5.11.2-6"})
    @ParameterizedTest
    @CsvSource({
        "DONATE, READ_ONLY, false", "DONATE, READ_WRITE, true", "DONATE, NOT_SPECIFIED, true",
        "LEND, READ_ONLY, false", "LEND, READ_WRITE, true", "SHARE, READ_ONLY, false"
    })
    void theSenderChoosesTheDataAccess(Operation operation, DataAccess data, boolean writes) {
        Scene.succeeded(
                streams.call(sp1, operation, Scene.sent(sp1, 0, entry(C001, data, InstructionAccess.NOT_SPECIFIED))));

        assertThat(streams.stage2(C001)).singleElement().satisfies(m -> {
            assertThat(m.read()).isTrue();
            assertThat(m.write()).isEqualTo(writes);
        });
    }

    @Shows({"FFA-5.11.2-13", "FFA-5.11.2-14", "FFA-5.11.2-4"})
    @Test
    void theDeviceGetsNoMoreThanTheSenderHas() {
        readOnlyHeap();
        var region = org.partita.api.descriptor.CompositeRegion.of(Scene.range(0x80_0000L, 1));

        streams.refused(
                streams.call(vm1, Operation.DONATE, Scene.sent(vm1, 0, entry(N4001, DataAccess.READ_WRITE, region))),
                "DENIED FFA-5.11.2-13");
        streams.refused(
                streams.call(vm1, Operation.LEND, Scene.sent(vm1, 0, entry(N4001, DataAccess.READ_WRITE, region))),
                "DENIED FFA-5.11.2-4");
        Scene.succeeded(streams.call(
                vm1, Operation.DONATE, Scene.sent(vm1, 0, entry(N4001, DataAccess.NOT_SPECIFIED, region))));
        assertThat(streams.stage2(N4001)).singleElement().matches(m -> !m.write());
    }

    @Shows({"FFA-5.11.3-7", "FFA-5.11.3-8", "FFA-5.11.3-9"})
    @ParameterizedTest
    @EnumSource(names = {"DONATE", "LEND"})
    void devicesExecuteNothing(Operation operation) {
        streams.refused(
                streams.call(
                        sp1,
                        operation,
                        Scene.sent(sp1, 0, entry(C001, DataAccess.READ_ONLY, InstructionAccess.EXECUTABLE))),
                "DENIED FFA-5.11.3-8");
        Scene.succeeded(streams.call(
                sp1,
                operation,
                Scene.sent(sp1, 0, entry(C001, DataAccess.READ_ONLY, InstructionAccess.EXECUTE_NEVER))));
        assertThat(streams.stage2(C001)).singleElement().matches(m -> !m.execute());
    }

    @Shows("FFA-5.11.3-3")
    @Test
    void inAShareTheSenderSaysNothingAboutExecution() {
        streams.refused(
                streams.call(
                        sp1,
                        Operation.SHARE,
                        Scene.sent(sp1, 0, entry(C001, DataAccess.READ_ONLY, InstructionAccess.EXECUTE_NEVER))),
                "INVALID_PARAMETERS FFA-5.11.3-3");
    }

    @Shows("FFA-5.11.2-2")
    @Test
    void inALoanTheSenderStatesTheDataAccess() {
        streams.refused(
                streams.call(
                        sp1,
                        Operation.LEND,
                        Scene.sent(sp1, 0, entry(C001, DataAccess.NOT_SPECIFIED, InstructionAccess.NOT_SPECIFIED))),
                "INVALID_PARAMETERS FFA-5.11.2-2");
    }

    @Shows({"FFA-5.11.4-30", "FFA-5.11.4-31", "FFA-5.11.4-32", "FFA-5.11.4-26"})
    @ParameterizedTest
    @CsvSource({
        "DONATE, NORMAL_NON_CACHEABLE_NON_SHAREABLE, true",
        "LEND, NORMAL_NON_CACHEABLE_NON_SHAREABLE, true",
        "LEND, NORMAL_WRITE_BACK_OUTER_SHAREABLE, false",
        "SHARE, DEVICE_NGNRNE, true"
    })
    void theSenderChoosesTheAttributes(Operation operation, MemoryAttributes attributes, boolean within) {
        var t = Scene.sent(sp1, attributes, 0, entry(C001, Scene.most(operation), heap(1, 1)));
        if (within) {
            Scene.succeeded(streams.call(sp1, operation, t));
            assertThat(streams.stage2(C001))
                    .singleElement()
                    .extracting(Mapping::attributes)
                    .isEqualTo(attributes);
        } else {
            streams.refused(streams.call(sp1, operation, t), "DENIED FFA-5.11.4-31");
        }
    }

    @Shows({"FFA-11.1.1.2-12", "FFA-11.2.1.2-12", "FFA-11.3.1.2-12"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void withoutRoomInStage2NothingIsDone(Operation operation) {
        long pages = (1L << 48) / 4096;
        for (long at = 0; at < pages; at += 1 << 30) {
            scene.platform
                    .device(C001)
                    .regime()
                    .add(new Mapping(at * 4096, 0, 1 << 30, true, true, false, true, false, "full"));
        }
        streams.refused(
                streams.call(sp1, operation, StreamScene.sent(operation, sp1, C001)),
                "NO_MEMORY FFA-11." + (operation.ordinal() + 1) + ".1.2-12");
        assertThat(scene.platform.device(C001).described()).isEmpty();
    }
}
