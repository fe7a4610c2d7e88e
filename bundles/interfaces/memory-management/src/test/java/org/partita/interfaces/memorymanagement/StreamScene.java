package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.most;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.DeviceModel;
import org.partita.lib.fixture.EndpointModel;

/** The scene, with devices: the Secure ones independent or with proxy SP1, the Non-secure ones independent or with proxy VM2. */
final class StreamScene {
    static final int C001 = 0xC001;
    static final int C002 = 0xC002;
    static final int C003 = 0xC003;
    static final int C004 = 0xC004;
    static final int N4001 = 0x4001;
    static final int N4002 = 0x4002;

    final Scene scene = new Scene();
    final EndpointModel vm1 = scene.vm1;
    final EndpointModel vm2 = scene.vm2;
    final EndpointModel sp1 = scene.sp1;
    final EndpointModel sp2 = scene.sp2;
    final List<DeviceModel> devices = List.of(
            scene.platform.independent(C001, true),
            scene.platform.dependent(C002, sp1),
            scene.platform.dependent(C003, sp1),
            scene.platform.independent(C004, true),
            scene.platform.independent(N4001, false),
            scene.platform.dependent(N4002, vm2));
    private List<String> before = List.of();

    static EndpointAccess entry(int id, DataAccess data, CompositeRegion region) {
        return new EndpointAccess(id, data, InstructionAccess.NOT_SPECIFIED, region);
    }

    static EndpointAccess entry(int id, DataAccess data, InstructionAccess instruction) {
        return new EndpointAccess(id, data, instruction, heap(1, 1));
    }

    static EndpointAccess wanted(int id) {
        return entry(id, DataAccess.NOT_SPECIFIED, (CompositeRegion) null);
    }

    static EndpointAccess other(int id) {
        return new EndpointAccess(id, DataAccess.NOT_SPECIFIED, InstructionAccess.NOT_SPECIFIED, true, null);
    }

    /** One page of the sender's heap, with all that can be said about each Receiver. */
    static MemoryTransaction sent(Operation operation, EndpointModel sender, int... receivers) {
        return Scene.sent(
                sender,
                0,
                Arrays.stream(receivers)
                        .mapToObj(r -> entry(r, most(operation), heap(1, 1)))
                        .toArray(EndpointAccess[]::new));
    }

    long begun(EndpointModel by, Operation operation, int... receivers) {
        return Scene.handle(call(by, operation, sent(operation, by, receivers)));
    }

    CallModel call(EndpointModel by, Operation operation, MemoryTransaction t) {
        before = stage2();
        return scene.call(by, operation, t);
    }

    /** Refused, and no device has anything more or less. */
    void refused(CallModel call, String refusal) {
        scene.refused(call, refusal);
        assertThat(stage2()).isEqualTo(before);
    }

    private List<String> stage2() {
        List<String> all = new ArrayList<>();
        devices.forEach(d -> all.add(d.sepid().id() + ": " + d.regime().mappings()));
        return all;
    }

    List<Mapping> stage2(int sepid) {
        return scene.platform.device(sepid).regime().mappings();
    }

    /** What has the page that is sent. */
    static long page(EndpointModel sender) {
        return physical(sender) + PhysicalMemory.PAGE_SIZE;
    }

    private static long physical(EndpointModel sender) {
        return switch (sender.id()) {
            case 1 -> 0x8100_0000L;
            case 2 -> 0x8200_0000L;
            case 0x8001 -> 0x610_0000L;
            default -> 0x620_0000L;
        };
    }

    AccessState state(int id, long physical) {
        for (Holding h : scene.platform.ledger().holdings()) {
            if (physical >= h.base() && physical < h.base() + h.pages() * PhysicalMemory.PAGE_SIZE) {
                return h.state(id);
            }
        }
        throw new AssertionError("no memory at 0x" + Long.toHexString(physical));
    }
}
