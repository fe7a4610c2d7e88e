package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.StreamScene.C002;
import static org.partita.interfaces.memorymanagement.StreamScene.C003;
import static org.partita.interfaces.memorymanagement.StreamScene.C004;
import static org.partita.interfaces.memorymanagement.StreamScene.N4002;
import static org.partita.interfaces.memorymanagement.StreamScene.entry;
import static org.partita.interfaces.memorymanagement.StreamScene.other;
import static org.partita.interfaces.memorymanagement.StreamScene.page;
import static org.partita.interfaces.memorymanagement.StreamScene.wanted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

/** Dependent devices get and lose memory by calls of their proxy endpoint (FF-A 5.2.1, 5.5.2, 11.4.1.2 item 8, 11.6.1). */
final class DependentDevicesTest {
    private final StreamScene streams = new StreamScene();
    private final Scene scene = streams.scene;
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel vm2 = scene.vm2;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    private EndpointModel endpoint(int id) {
        return (EndpointModel) scene.platform.endpoint(id);
    }

    private MemoryTransaction request(EndpointModel owner, long handle, EndpointAccess... entries) {
        return Scene.wanted(owner, handle, RetrieveFlags.of(null), entries);
    }

    private CallModel retrieve(EndpointModel by, MemoryTransaction t) {
        return streams.call(by, Operation.RETRIEVE, t);
    }

    /** Tables 5.7 and 5.8, rows 2, 3 and 5. */
    @Shows({"FFA-5.5.1-12", "FFA-5.5.1-13", "FFA-5.5.1-15", "FFA-5.5.1-19", "FFA-5.5.1-20"})
    @Shows({"FFA-5.5.1-22", "FFA-11.4.1.2-9", "FFA-11.6.1.2-6", "FFA-5.12.3.2-1", "FFA-5.2.1-9", "FFA-11.7.1.2-3"})
    @ParameterizedTest
    @CsvSource({
        "1, 0x4002, 2, LEND", "1, 0x4002, 2, SHARE",
        "1, 0xc002, 0x8001, LEND", "1, 0xc002, 0x8001, SHARE",
        "0x8002, 0xc002, 0x8001, LEND", "0x8002, 0xc002, 0x8001, SHARE",
        "0x8001, 0xc002, 0x8001, LEND"
    })
    void theProxyRetrievesAndRelinquishesForTheDevice(String from, String to, String by, Operation operation) {
        EndpointModel owner = endpoint(Integer.decode(from));
        int device = Integer.decode(to);
        EndpointModel proxy = endpoint(Integer.decode(by));
        long physical = page(owner);
        var ofProxy = Scene.mapped(proxy, physical);

        long handle = streams.begun(owner, operation, device);
        assertThat(streams.stage2(device)).isEmpty();
        assertThat(streams.state(device, physical)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);

        MemoryTransaction response = scene.retrieved(proxy, request(owner, handle, wanted(device)));
        assertThat(response.endpoints()).singleElement().satisfies(e -> {
            assertThat(e.endpoint()).isEqualTo(device);
            assertThat(e.data()).isEqualTo(DataAccess.READ_WRITE);
        });
        assertThat(streams.stage2(device)).extracting(Mapping::physical).containsExactly(physical);
        assertThat(Scene.mapped(proxy, physical)).isEqualTo(ofProxy);
        assertThat(streams.state(device, physical))
                .isEqualTo(
                        operation == Operation.LEND ? AccessState.NOT_OWNER_EXCLUSIVE : AccessState.NOT_OWNER_SHARED);
        scene.refused(scene.reclaim(owner, handle, 0), "DENIED FFA-11.7.1.2-3");

        Scene.succeeded(scene.relinquish(proxy, handle, RelinquishFlags.NONE, device));
        assertThat(streams.stage2(device)).isEmpty();
        Scene.succeeded(scene.reclaim(owner, handle, 0));
        assertThat(streams.state(owner.id(), physical)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
    }

    @Shows({"FFA-5.5.1-12", "FFA-5.5.1-13", "FFA-5.5.1-15"})
    @ParameterizedTest
    @CsvSource({"1, 0x4002, 2", "1, 0xc002, 0x8001", "0x8002, 0xc002, 0x8001"})
    void whatIsDonatedIsTheDevicesOnceItsProxyHasRetrievedIt(String from, String to, String by) {
        EndpointModel owner = endpoint(Integer.decode(from));
        int device = Integer.decode(to);

        long handle = streams.begun(owner, Operation.DONATE, device);
        assertThat(streams.state(owner.id(), page(owner))).isEqualTo(AccessState.OWNER_NO_ACCESS);
        scene.retrieved(endpoint(Integer.decode(by)), request(owner, handle, wanted(device)));

        assertThat(streams.state(device, page(owner))).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        assertThat(streams.state(owner.id(), page(owner))).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        assertThat(scene.platform.ledger().grants()).isEmpty();
    }

    @Shows({"FFA-5.12.3.2-5", "FFA-11.4.1.2-9", "FFA-11.4.2-7"})
    @Test
    void aProxyThatIsABorrowerTooRetrievesForBothOrForOne() {
        long handle = streams.begun(vm1, Operation.LEND, 0x8001, C002, C003);
        long physical = page(vm1);

        MemoryTransaction both = scene.retrieved(sp1, request(vm1, handle, wanted(0x8001), wanted(C002)));
        assertThat(both.endpoints()).extracting(EndpointAccess::endpoint).containsExactly(0x8001, C002);
        assertThat(Scene.mapped(sp1, physical)).hasSize(1);
        assertThat(streams.stage2(C002)).hasSize(1);
        assertThat(streams.stage2(C003)).isEmpty();

        scene.retrieved(sp1, request(vm1, handle, wanted(C003)));
        assertThat(streams.stage2(C003)).hasSize(1);
        streams.refused(retrieve(sp1, request(vm1, handle, wanted(C003))), "DENIED FFA-11.4.2-7");
        Scene.succeeded(scene.relinquish(sp1, handle, RelinquishFlags.NONE, C002, C003));
        assertThat(Scene.mapped(sp1, physical)).hasSize(1);
        Scene.succeeded(scene.relinquish(sp1, handle));
        assertThat(Scene.mapped(sp1, physical)).isEmpty();
    }

    @Shows({"FFA-11.6-9", "FFA-11.6.1-2", "FFA-11.6.1.2-6", "FFA-11.6.1.2-4"})
    @Test
    void aProxyRelinquishesForSeveralDevicesAtOnceOrForNone() {
        long handle = streams.begun(vm1, Operation.LEND, C002, C003);
        scene.retrieved(sp1, request(vm1, handle, wanted(C002)));

        scene.refused(scene.relinquish(sp1, handle, RelinquishFlags.NONE, C002, C003), "DENIED FFA-11.6.1.2-4");
        scene.retrieved(sp1, request(vm1, handle, wanted(C003)));
        Scene.succeeded(scene.relinquish(sp1, handle, RelinquishFlags.NONE, C002, C003));
        assertThat(streams.stage2(C002)).isEmpty();
        assertThat(streams.stage2(C003)).isEmpty();
    }

    @Shows({"FFA-5.12.3.2-3", "FFA-5.12.3.2-6"})
    @Test
    void aProxyChoosesAddressesForEachDevice() {
        long handle = streams.begun(vm1, Operation.SHARE, C002, C003);
        CompositeRegion one = CompositeRegion.of(range(0x40_0000, 1));
        CompositeRegion two = CompositeRegion.of(range(0x50_0000, 1));

        scene.retrieved(
                sp1,
                request(vm1, handle, entry(C002, DataAccess.READ_WRITE, one), entry(C003, DataAccess.READ_ONLY, two)));

        assertThat(streams.stage2(C002)).extracting(Mapping::address).containsExactly(0x40_0000L);
        assertThat(streams.stage2(C003)).extracting(Mapping::address).containsExactly(0x50_0000L);
        assertThat(streams.stage2(C003)).singleElement().matches(m -> !m.write());
    }

    @Shows({"FFA-5.12.3.2-6", "FFA-5.12.3.3-7", "FFA-5.12.3.2-2"})
    @Test
    void addressesForADeviceAreAsLargeAsTheRegionAndFree() {
        long handle = streams.begun(vm1, Operation.SHARE, C002, C003);
        CompositeRegion large = CompositeRegion.of(range(0x40_0000, 2));
        scene.platform
                .device(C003)
                .regime()
                .add(new Mapping(0x50_0000, 0x640_0000, 1, true, true, false, true, false, "taken"));
        CompositeRegion taken = CompositeRegion.of(range(0x50_0000, 1));

        streams.refused(
                retrieve(sp1, request(vm1, handle, entry(C002, DataAccess.READ_WRITE, large))),
                "INVALID_PARAMETERS FFA-5.12.3.3-7");
        streams.refused(
                retrieve(sp1, request(vm1, handle, wanted(C002), entry(C003, DataAccess.READ_WRITE, taken))),
                "INVALID_PARAMETERS FFA-5.12.3.2-2");
    }

    // ---- who may not

    @Shows({"FFA-5.2.1-15", "FFA-5.12.1-8"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void nobodyButTheProxyRetrieves(Operation operation) {
        long handle = streams.begun(vm1, operation, C002);

        streams.refused(retrieve(sp2, request(vm1, handle, wanted(C002))), "INVALID_PARAMETERS FFA-5.12.1-8");
        streams.refused(retrieve(vm2, request(vm1, handle, wanted(C002))), "INVALID_PARAMETERS FFA-5.12.1-8");
        streams.refused(retrieve(sp1, request(vm1, handle, wanted(0x8001))), "INVALID_PARAMETERS FFA-5.12.1-8");
        scene.retrieved(sp1, request(vm1, handle, wanted(C002)));
    }

    @Shows({"FFA-5.12.3.3-6", "FFA-5.2.1-15"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void anotherBorrowerDoesNotRetrieveForTheDevice(Operation operation) {
        long handle = streams.begun(vm1, operation, 0x8002, C002);

        streams.refused(
                retrieve(sp2, request(vm1, handle, wanted(0x8002), wanted(C002))), "INVALID_PARAMETERS FFA-5.12.3.3-6");
        scene.retrieved(sp2, request(vm1, handle, wanted(0x8002), other(C002)));
        assertThat(streams.stage2(C002)).isEmpty();
    }

    @Shows({"FFA-5.11.1-4"})
    @Test
    void anIndependentDeviceIsAnotherBorrower() {
        long handle = streams.begun(vm1, Operation.LEND, 0x8002, C004);

        streams.refused(
                retrieve(sp2, request(vm1, handle, wanted(0x8002), wanted(C004))), "INVALID_PARAMETERS FFA-5.11.1-4");
        scene.retrieved(sp2, request(vm1, handle, wanted(0x8002), other(C004)));
    }

    @Shows("FFA-5.11.1-8")
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void theProxySetsNoNonRetrievalFlagForItsDevice(Operation operation) {
        long handle = streams.begun(vm1, operation, 0x8001, C002);

        streams.refused(
                retrieve(sp1, request(vm1, handle, wanted(0x8001), other(C002))), "INVALID_PARAMETERS FFA-5.11.1-8");
        streams.refused(retrieve(sp1, request(vm1, handle, other(C002))), "INVALID_PARAMETERS FFA-5.11.1-8");
    }

    @Shows("FFA-5.12.3.3-4")
    @Test
    void aRequestNamesTheCallerOrADeviceOfIt() {
        long handle = streams.begun(vm1, Operation.LEND, 0x8001, 0x8002, C002);

        streams.refused(retrieve(sp1, request(vm1, handle, other(0x8002))), "INVALID_PARAMETERS FFA-5.12.3.3-4");
    }

    @Shows({"FFA-5.12.1-8", "FFA-5.2.1-15"})
    @Test
    void aDeviceThatTheSenderDidNotNameGetsNothing() {
        long handle = streams.begun(vm1, Operation.LEND, C002);

        streams.refused(
                retrieve(sp1, request(vm1, handle, wanted(C002), wanted(C003))), "INVALID_PARAMETERS FFA-5.12.1-8");
    }

    @Shows({"FFA-5.11.2-9", "FFA-5.12.4-17"})
    @Test
    void whatTheLenderAllowsHoldsForDevices() {
        long handle = Scene.handle(streams.call(
                vm1, Operation.LEND, Scene.sent(vm1, 0, entry(C002, DataAccess.READ_ONLY, Scene.heap(1, 1)))));

        streams.refused(
                retrieve(sp1, request(vm1, handle, entry(C002, DataAccess.READ_WRITE, (CompositeRegion) null))),
                "DENIED FFA-5.11.2-9");
        RetrieveFlags zeroAfter = new RetrieveFlags(false, false, true, null, RetrieveFlags.NO_HINT);
        streams.refused(retrieve(sp1, Scene.wanted(vm1, handle, zeroAfter, wanted(C002))), "DENIED FFA-5.12.4-17");
        scene.retrieved(sp1, request(vm1, handle, wanted(C002)));
        assertThat(streams.stage2(C002)).singleElement().matches(m -> !m.write());
    }

    @Shows("FFA-5.11.3-11")
    @Test
    void devicesExecuteNothing() {
        long handle = streams.begun(vm1, Operation.LEND, C002);
        EndpointAccess executes = new EndpointAccess(C002, DataAccess.READ_ONLY, InstructionAccess.EXECUTABLE, null);

        streams.refused(retrieve(sp1, request(vm1, handle, executes)), "DENIED FFA-5.11.3-11");
    }

    @Shows({"FFA-11.6.1-2", "FFA-11.6.1.2-1", "FFA-11.6.1.2-2"})
    @Test
    void nobodyButTheProxyRelinquishes() {
        long handle = streams.begun(vm1, Operation.LEND, C002, 0x8002);
        scene.retrieved(sp1, request(vm1, handle, wanted(C002)));

        scene.refused(scene.relinquish(sp2, handle, RelinquishFlags.NONE, C002), "INVALID_PARAMETERS FFA-11.6.1.2-2");
        scene.refused(scene.relinquish(vm2, handle, RelinquishFlags.NONE, C002), "INVALID_PARAMETERS FFA-11.6.1.2-1");
        for (int[] ids : new int[][] {{0x8001}, {C003}, {C002, C002}, {C002, 0x8001}, {C004}}) {
            scene.refused(
                    scene.relinquish(sp1, handle, RelinquishFlags.NONE, ids), "INVALID_PARAMETERS FFA-11.6.1.2-2");
        }
        assertThat(streams.stage2(C002)).hasSize(1);
        Scene.succeeded(scene.relinquish(sp1, handle, new RelinquishFlags(true, false), C002));
        assertThat(scene.platform.zeroed()).contains(range(page(vm1), 1));
    }

    @Shows({"FFA-5.2.1-2", "FFA-5.10.2-2", "FFA-5.10.2-3"})
    @Test
    void theHandleIsOfTheRelayerOfTheReceivers() {
        assertThat(streams.begun(vm1, Operation.LEND, N4002)).isNegative();
        assertThat(streams.begun(vm2, Operation.LEND, C002)).isPositive();
    }
}
