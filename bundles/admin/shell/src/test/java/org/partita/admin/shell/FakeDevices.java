package org.partita.admin.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Devices;
import org.partita.api.admin.DmaResult;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.SepidStatus;
import org.partita.api.memory.Mapping;
import org.partita.api.smmu.EventQueueState;
import org.partita.api.smmu.Sepid;
import org.partita.api.smmu.SmmuEvent;
import org.partita.api.smmu.StreamId;
import org.partita.api.smmu.StreamTableEntry;

/** An independent device, a dependent one, and one that is assigned to a partition; accesses end as a test says. */
final class FakeDevices implements Devices {
    static final StreamId DMA = new StreamId(0, true, 0x30);
    private static final StreamId CIPHER = new StreamId(0, true, 0x20);
    private static final StreamId NETWORK = new StreamId(1, false, 0x10);

    final List<String> accesses = new ArrayList<>();

    @Nullable
    SmmuEvent event;

    String abort = "";
    int done = -1;
    long lost;
    private List<SmmuEvent> queued =
            List.of(new SmmuEvent(4, SmmuEvent.Type.F_TRANSLATION, DMA, true, 0x6200000, 0xC001));

    @Override
    public List<SepidStatus> sepids() {
        Mapping ring = new Mapping(0x6300000, 0x6300000, 2, true, true, false, true, false, "ring");
        return List.of(
                new SepidStatus(
                        new Sepid(0xC001, "dma", true, Sepid.NO_PROXY, 12),
                        "dma.dts",
                        List.of(ring),
                        true,
                        FakePlatform.someGrants()),
                new SepidStatus(
                        new Sepid(0xC002, "cipher", true, 0x8001, 12), "echo.dts", List.of(), false, List.of()));
    }

    @Override
    public SepidStatus sepid(int sepid) {
        return sepids().stream()
                .filter(s -> s.sepid().id() == sepid)
                .findFirst()
                .orElseThrow(() -> new PartitaException("no such SEPID"));
    }

    @Override
    public List<StreamTableEntry> streams() {
        return List.of(
                new StreamTableEntry(CIPHER, 0xC002),
                new StreamTableEntry(DMA, 0xC001),
                new StreamTableEntry(NETWORK, 1));
    }

    @Override
    public List<EventQueueState> events() {
        return List.of(new EventQueueState(0, true, 5, lost, queued));
    }

    @Override
    public void consumeEvents() {
        queued = List.of();
    }

    @Override
    public StreamId streamOf(int endpoint) {
        return streams().stream()
                .filter(e -> e.endpoint() == endpoint)
                .map(StreamTableEntry::stream)
                .findFirst()
                .orElseThrow(() -> new PartitaException("no device has this endpoint ID"));
    }

    @Override
    public DmaResult read(StreamId stream, long address, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return result("read " + stream + " 0x" + Long.toHexString(address), bytes);
    }

    @Override
    public DmaResult write(StreamId stream, long address, byte[] bytes) {
        return result("write " + stream + " " + Arrays.toString(bytes), bytes);
    }

    private DmaResult result(String access, byte[] bytes) {
        accesses.add(access);
        return new DmaResult(done < 0 ? bytes : Arrays.copyOf(bytes, done), event, abort);
    }

    @Override
    public void busy(int sepid, boolean busy) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void relinquish(int sepid, long handle) {
        throw new UnsupportedOperationException();
    }
}
