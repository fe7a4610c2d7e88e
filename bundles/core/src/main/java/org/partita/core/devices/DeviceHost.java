package org.partita.core.devices;

import java.util.List;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.StreamEndpoint;
import org.partita.api.memory.Mapping;
import org.partita.api.smmu.Sepid;
import org.partita.core.state.Device;
import org.partita.core.state.Directory;
import org.partita.core.state.Memory;
import org.partita.core.state.Regime;

/** Makes Stream endpoints known, and forgets them (FF-A 5.2.1). One thread at a time. */
public final class DeviceHost {
    private final Directory directory;
    private final Memory memory;

    public DeviceHost(Directory directory, Memory memory) {
        this.directory = directory;
        this.memory = memory;
    }

    /** An independent device: the regions of its manifest are its own, and mapped from the start. */
    public void setUp(DeviceManifest m, List<Mapping> mappings) {
        String name = m.name().isEmpty() ? "device " + Integer.toHexString(m.sepid()) : m.name();
        Device d = device(new Sepid(m.sepid(), name, m.secure(), Sepid.NO_PROXY, m.granuleShift()), m.file());
        d.regime().set(mappings);
        directory
                .ledger()
                .allocate(
                        m.sepid(),
                        mappings.stream()
                                .map(r -> new ConstituentRange(r.physical(), r.pages()))
                                .toList());
    }

    /** The Stream endpoints that a partition is the proxy of: they begin with no access at all. */
    public void setUp(PartitionManifest proxy, int id) {
        for (StreamEndpoint s : StreamTables.dependent(proxy)) {
            String name = s.name().isEmpty() ? "device " + Integer.toHexString(s.sepid()) : s.name();
            device(new Sepid(s.sepid(), name, proxy.secure(), id, proxy.granuleShift()), proxy.file());
        }
    }

    private Device device(Sepid sepid, String manifest) {
        Device d = new Device(sepid, manifest, new Regime(sepid.name(), memory));
        directory.add(d);
        return d;
    }

    /** A proxy endpoint is gone: so are the Stream endpoints that it answered for. */
    public void forget(int proxy) {
        directory.devicesOf(proxy).forEach(directory::remove);
    }
}
