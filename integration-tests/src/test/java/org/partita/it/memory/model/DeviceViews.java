package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.partita.api.admin.Devices;
import org.partita.api.admin.DmaResult;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryFault;
import org.partita.api.smmu.SmmuEvent;
import org.partita.api.smmu.StreamId;

/** Memory as the devices reach it, by their own accesses. */
final class DeviceViews {
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Devices devices;
    private final Map<Integer, StreamId> streams = new HashMap<>();

    DeviceViews(Devices devices) {
        this.devices = devices;
    }

    private StreamId stream(int sepid) {
        return streams.computeIfAbsent(sepid, devices::streamOf);
    }

    long read(int sepid, long address) {
        DmaResult r = completed(devices.read(stream(sepid), address, Long.BYTES), address);
        return MemorySegment.ofArray(r.bytes()).get(U64, 0);
    }

    void write(int sepid, long address, long value) {
        byte[] bytes = new byte[Long.BYTES];
        MemorySegment.ofArray(bytes).set(U64, 0, value);
        completed(devices.write(stream(sepid), address, bytes), address);
    }

    /** Faults as a partition's access does. */
    private DmaResult completed(DmaResult r, long address) {
        SmmuEvent event = r.event();
        if (event == null) {
            assertThat(r.completed()).as("access at %x: %s", address, r.abort()).isTrue();
            return r;
        }
        devices.consumeEvents();
        MemoryFault.Cause cause = switch (event.type()) {
            // a device whose proxy endpoint has crashed has no stream
            case F_TRANSLATION, F_STREAM_DISABLED -> MemoryFault.Cause.TRANSLATION;
            case F_PERMISSION -> MemoryFault.Cause.PERMISSION;
            default -> throw new AssertionError("event " + event);
        };
        throw new MemoryFault(cause, address, event.toString());
    }

    List<Long> described(long handle) {
        Grant last = devices.sepid(Model.INDEPENDENT).described().getLast();
        assertThat(last.handle()).as("what was described last to the device").isEqualTo(handle);
        Borrower device = Objects.requireNonNull(last.borrower(Model.INDEPENDENT));
        return Model.addresses(device.mapped().at());
    }

    void act(Operation.Act s) {
        switch (s.kind()) {
            case USES -> devices.busy(Model.INDEPENDENT, true);
            case RESTS -> devices.busy(Model.INDEPENDENT, false);
            case GIVES_BACK -> devices.relinquish(Model.INDEPENDENT, s.handle());
        }
    }
}
