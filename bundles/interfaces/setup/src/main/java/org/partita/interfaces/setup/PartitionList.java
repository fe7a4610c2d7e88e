package org.partita.interfaces.setup;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.UUID;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.PlatformState;
import org.partita.api.ffa.PartitionInfo;
import org.partita.lib.relayer.Caller;

/** Partition information descriptors (FF-A Table 8.25) of the partitions that a manager tells of, in order of ID. */
final class PartitionList {
    private PartitionList() {}

    /** What the SPM tells: SPs, and to the Normal world without a Hypervisor the OS kernel too. */
    static byte[] atSpm(Call call, UUID uuid) {
        boolean kernel = Caller.endpoint(call) == null && !call.state().hypervisorPresent();
        PlatformState state = call.state();
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (int i = 0; i < state.endpointCount(); i++) {
            Endpoint e = state.endpointAt(i);
            if (matches(e, uuid) && (e.secure() || (kernel && e.manager() == ManagerKind.SPMD))) {
                list.writeBytes(descriptor(e));
            }
        }
        return list.toByteArray();
    }

    /** What the Hypervisor adds: its VMs. */
    static byte[] atHypervisor(Call call, UUID uuid) {
        PlatformState state = call.state();
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (int i = 0; i < state.endpointCount(); i++) {
            Endpoint e = state.endpointAt(i);
            if (e.manager() == ManagerKind.HYPERVISOR && matches(e, uuid)) {
                list.writeBytes(descriptor(e));
            }
        }
        return list.toByteArray();
    }

    static int count(byte[] list) {
        return list.length / PartitionInfo.SIZE;
    }

    private static boolean matches(Endpoint endpoint, UUID uuid) {
        return uuid.equals(PartitionInfoGet.NIL) || endpoint.offers(uuid);
    }

    /** Bit 2, indirect messages, is 0 for an SP whatever its manifest says. */
    private static byte[] descriptor(Endpoint e) {
        int properties = e.secure() ? e.properties() & ~PartitionInfo.INDIRECT : e.properties();
        byte[] bytes = new byte[PartitionInfo.SIZE];
        new PartitionInfo(e.id(), e.contextCount(), properties).encode(MemorySegment.ofArray(bytes), 0);
        return bytes;
    }
}
