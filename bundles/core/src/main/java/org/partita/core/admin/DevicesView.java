package org.partita.core.admin;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.partita.api.admin.Devices;
import org.partita.api.admin.DmaResult;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.SepidStatus;
import org.partita.api.ffa.EndpointId;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.smmu.EventQueueState;
import org.partita.api.smmu.Smmu;
import org.partita.api.smmu.StreamId;
import org.partita.api.smmu.StreamTableEntry;
import org.partita.core.boot.World;
import org.partita.core.devices.DmaMaster;
import org.partita.core.execution.Hub;
import org.partita.core.state.Device;
import org.partita.core.state.Directory;
import org.partita.core.state.Memory;
import org.partita.core.wiring.RoleTable;
import org.partita.lib.ledger.Ledger;

/** Devices upstream of an SMMU, for administrators. */
final class DevicesView implements Devices {
    private static final long LIMIT = Duration.ofSeconds(10).toNanos();

    private final Hub hub;
    private final Directory directory;
    private final Memory memory;
    private final DmaMaster master;

    DevicesView(World world) {
        this.hub = world.hub();
        this.directory = world.directory();
        this.memory = world.memory();
        this.master = new DmaMaster(hub, directory, memory);
    }

    @Override
    public List<SepidStatus> sepids() {
        return directory.devices().stream().map(DevicesView::status).toList();
    }

    @Override
    public SepidStatus sepid(int sepid) {
        return status(known(sepid));
    }

    private Device known(int sepid) {
        Device d = directory.device(sepid);
        if (d == null) {
            throw new PartitaException(
                    EndpointId.spelled(sepid) + " is no Stream endpoint ID (FF-A 5.2.1): hw:smmu lists them");
        }
        return d;
    }

    private static SepidStatus status(Device d) {
        return new SepidStatus(d.sepid(), d.manifest(), d.regime().mappings(), d.busy(), d.described());
    }

    @Override
    public List<StreamTableEntry> streams() {
        return ask(List.of(), Smmu::streams);
    }

    @Override
    public List<EventQueueState> events() {
        return ask(List.of(), Smmu::queues);
    }

    @Override
    public void consumeEvents() {
        ask(true, smmu -> {
            smmu.queues().forEach(q -> smmu.consume(q.smmu(), q.secure(), q.produced()));
            return true;
        });
    }

    /** A platform whose manifests name no SMMU may have none. */
    private <T> T ask(T without, Function<Smmu, T> question) {
        if (!hub.wiring().fills(RoleTable.SMMU) && (hub.wiring().vacant >>> RoleTable.SMMU & 1) == 0) {
            return without;
        }
        return hub.outside(RoleTable.SMMU, LIMIT, w -> w.smmu == null ? without : question.apply(w.smmu));
    }

    @Override
    public StreamId streamOf(int endpoint) {
        return streams().stream()
                .filter(e -> e.endpoint() == endpoint)
                .map(StreamTableEntry::stream)
                .findFirst()
                .orElseThrow(() -> new PartitaException("no device that is upstream of an SMMU has the endpoint ID "
                        + EndpointId.spelled(endpoint) + ": hw:smmu lists the streams"));
    }

    @Override
    public DmaResult read(StreamId stream, long address, int length) {
        return master.read(stream, address, length);
    }

    @Override
    public DmaResult write(StreamId stream, long address, byte[] bytes) {
        return master.write(stream, address, bytes);
    }

    @Override
    public void busy(int sepid, boolean busy) {
        independent(sepid).busy(busy);
    }

    @Override
    public void relinquish(int sepid, long handle) {
        independent(sepid);
        memory.outside(() -> {
            Ledger ledger = directory.ledger();
            for (; ; ) {
                Grant grant = ledger.find(handle);
                Borrower b = grant == null ? null : grant.borrower(sepid);
                if (grant == null || b == null || b.retrieved() == 0) {
                    throw new PartitaException(EndpointId.spelled(sepid) + " has no region with the handle 0x"
                            + Long.toHexString(handle) + ": mem:handles shows who has what");
                }
                if (ledger.relinquish(grant, List.of(sepid), false) != null) {
                    return;
                }
            }
        });
    }

    private Device independent(int sepid) {
        Device d = known(sepid);
        if (!d.sepid().independent()) {
            throw new PartitaException(EndpointId.spelled(sepid) + " is that of a dependent device: its proxy "
                    + EndpointId.format(d.sepid().proxy()) + " relinquishes for it (FF-A 5.2.1)");
        }
        return d;
    }
}
